import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

/** A column that says who or what has a row: what two may want at the same time. */
const COLUMN =
	/^(\w*status|\w*state|processed\w*|claimed\w*|locked\w*|taken\w*|picked\w*|reserved\w*|started\w*|used\w*|consumed\w*|redeemed\w*|leased?\w*|worker\w*|owner\w*|sent\w*|handled\w*|revoked\w*|expires\w*)$/i;

/** Whether somebody asks how many rows were changed. */
const LOOKS =
	/RowsAffected\(\)|(affected|rowcount|row_count|updated|changed|changes|modifiedcount|claimed|count)\w{0,20}(\(\))?\s*(==|!=|>|<)=?=?\s*[01]\b|\b(if|unless)\s+(not\s+|!)?\w{0,20}(updated|affected|changed|claimed)\w{0,20}\b/i;

/** One row, by its key or by taking the next: a change of many is no claim. */
const ONE_ROW =
	/(^|[^\w])(\w+\.)?["`[]?(id|pk|uuid|key|token|code)["`\]]?\s*(=|:|in\s*\()|\blimit\s+1\b|skip\s+locked/i;

const LINES_AFTER = 8;
const LINES_BEFORE = 3;

interface Claim {
	place: Place;
	column: string;
}

/** Updates that name the state they expect: whoever changes no row came second. */
export function claims(project: Project): Finding[] {
	const found = project.sources
		.filter(({ path }) => !/migrat[^/]{0,40}\/|(^|\/)(seeds?|versions)\//i.test(path))
		.flatMap((file) => [...bySql(project, file), ...byMapper(project, file)]);
	if (found.length === 0) return [];
	const columns = distinct(found.map(({ column }) => column));
	return [
		finding(project, {
			detector: 'concurrency',
			subject: 'claims',
			topic: 'concurrency',
			kind: 'decision',
			title: `A row is claimed by an update that names the state it expects (${listed(columns, 3)}): who changes no row came second.`,
			detail:
				'Several can work on one table and nobody waits. Whoever dies after the claim leaves the row claimed: worth a look is who takes it back, and what was done by then.',
			confidence: 0.87,
			at: found.map(({ place }) => place),
			facts: { places: found.length, columns }
		})
	];
}

function bySql(project: Project, file: FileFacts): Claim[] {
	return file.texts.flatMap(({ kind, text, line }): Claim[] => {
		const [, set, where] =
			(kind === 'sql' &&
				/^\s*update\s[^]{1,200}?\sset\s([^]{1,600}?)\swhere\s([^]{1,600})$/i.exec(text)) ||
			[];
		if (!set || !where) return [];
		const column = Array.from(set.matchAll(/["`[]?(\w+)["`\]]?\s*=/g), ([, name]) => name!).find(
			(name) =>
				COLUMN.test(name) &&
				new RegExp(`\\b${name}["\`\\]]?\\s*(=|is\\s+null|in\\s*\\(|<|>)`, 'i').test(where)
		);
		const end = line + text.split('\n').length - 1;
		if (!column || !ONE_ROW.test(where) || !isLookedAt(project, file, line, end, text)) return [];
		return [{ place: { path: file.path, startLine: line, endLine: end }, column }];
	});
}

/** `filter(state=…).update(state=…)`, in one expression or in two lines. */
function byMapper(project: Project, file: FileFacts): Claim[] {
	if (!/^(python|ruby|php|typescript|javascript)$/.test(file.language)) return [];
	const lines = project.lines(file.path);
	return file.calls.flatMap(({ callee, args, startLine, endLine }): Claim[] => {
		if (!/\.(update|update_all|updateMany)$/.test(callee)) return [];
		const set = args.join(', ');
		const around = lines.slice(Math.max(0, startLine - 1 - LINES_BEFORE), endLine).join('\n');
		const column = Array.from(set.matchAll(/\b(\w+)['"]?\s*(?:=>|=|:)/g), ([, name]) => name!).find(
			(name) => COLUMN.test(name) && isExpected(around, name)
		);
		if (!column || !ONE_ROW.test(around) || !isLookedAt(project, file, startLine, endLine, '')) {
			return [];
		}
		return [{ place: { path: file.path, startLine, endLine }, column }];
	});
}

const isExpected = (text: string, name: string) =>
	new RegExp(
		`(filter|where|filter_by)\\s*[({][^)]{0,200}\\b${name}(__in|__isnull)?['"]?\\s*(=>|=|:|,)`
	).test(text);

const isLookedAt = (
	project: Project,
	{ path }: FileFacts,
	from: number,
	to: number,
	text: string
) =>
	/\breturning\b/i.test(text) ||
	project
		.lines(path)
		.slice(from - 1, to + LINES_AFTER)
		.some((line) => LOOKS.test(line));
