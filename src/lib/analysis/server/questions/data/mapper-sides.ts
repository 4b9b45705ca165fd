import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import { foundBy, numberOf, textOf } from '../draft';
import type { QuestionMaterial } from '../maker';
import { type DataCall, dataCallsOf, READS, targetOf } from './data-calls';
import { isElsewhere, nameAt } from './places';
import { aboutOf, lastingTables, tableNamed } from './tables-by-name';

export interface Sides {
	/** Where data is asked for. */
	asked: Evidence;
	call?: DataCall;
	/** What is asked for: its table, model or schema. */
	model: Evidence | undefined;
	modelName: string | undefined;
}

/** A read that says much, and what it reads. */
export function sidesOf({ project }: QuestionMaterial, access: Finding): Sides {
	const library = textOf(access, 'library');
	const calls = dataCallsOf(project)
		.filter(
			(one) =>
				one.library.name === library &&
				READS.test(one.fact.callee) &&
				!/create/i.test(one.fact.callee)
		)
		.toSorted((one, other) => weight(other) - weight(one));
	const withTable = calls.slice(0, 40).flatMap((call) => {
		const table = tableNamed(project, targetOf(call.fact));
		return table ? [{ call, table }] : [];
	});
	const [best] = withTable;
	const call = best?.call ?? calls[0];
	const asked = call
		? project.evidence({
				path: call.file.path,
				startLine: call.fact.startLine,
				endLine: call.fact.endLine
			})
		: access.evidence.at(-1)!;
	if (best) {
		return {
			asked,
			call: best.call,
			model: project.evidence(best.table.place),
			modelName: best.table.name
		};
	}
	const tables = lastingTables(project).filter(({ place }) => isElsewhere(place, asked));
	const about = nameAt(project, asked).toLowerCase();
	const named = tables.find(
		({ name }) => aboutOf(name).length > 2 && about.includes(aboutOf(name))
	);
	const [first] = tables;
	const model =
		(named && project.evidence(named.place)) ??
		access.evidence.find((one) => isElsewhere(one, asked)) ??
		(first && project.evidence(first.place));
	return { asked, ...(call && { call }), model, modelName: named?.name };
}

/** Long chains first: what they become is least plain. */
const weight = ({ fact }: DataCall) =>
	fact.callee.split('.').length * 3 + (fact.endLine - fact.startLine) + fact.args.length;

/** The way to data that is used most, where it is of such a kind. */
export function accessOf({ findings }: QuestionMaterial, kind: RegExp): Finding | undefined {
	const [access] = foundBy(findings, 'data-access')
		.filter(({ manifestOnly }) => !manifestOnly)
		.toSorted((one, other) => numberOf(other, 'files') - numberOf(one, 'files'));
	return access && kind.test(textOf(access, 'kind')) ? access : undefined;
}
