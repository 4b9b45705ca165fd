import type { CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Place, Project } from '../../../project';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { lockTheRow, must, oneStatement, versionNotices } from './data-claims';
import { asFunction, callerOf, isElsewhere } from './places';

/** Numbers of a row that are read, changed in the program and saved. */
export const countQuestions: QuestionMaker = {
	name: 'counts',
	make: countInMemory
};

const COUNTS =
	/\b([\w$>.@-]+(?:\.|->))(\w*(?:[cC]ount|[cC]ounter|balance|stock|quantity|score|credits?|points))\s*(\+\+|--|\+=|-=)/;

const SAVES =
	/\.(save|save!|Save|flush|persistAndFlush|update|updateOne|Update|Updates|commit|SaveChanges|SaveChangesAsync|store)$/;

interface Count {
	place: Place;
	field: string;
	save: CallFact;
	symbol: SymbolFact;
	file: FileFacts;
}

/** A number of a row that is read, changed in the program and saved. */
function countsOf(project: Project): Count[] {
	return project.sources.flatMap((file) =>
		file.symbols.flatMap((symbol): Count[] => {
			if (symbol.kind !== 'function' && symbol.kind !== 'method') return [];
			const saves = file.calls.filter(
				({ callee, startLine, endLine }) =>
					SAVES.test(callee) && symbol.startLine <= startLine && endLine <= symbol.endLine
			);
			const last = saves.at(-1);
			if (!last) return [];
			const lines = project.lines(file.path).slice(symbol.startLine - 1, last.startLine);
			const index = lines.findIndex((line) => COUNTS.test(line));
			const [, owner = '', field] = COUNTS.exec(lines[index] ?? '') ?? [];
			const place = { path: file.path, startLine: symbol.startLine + index };
			const row = owner.split(/\W+/).findLast((part) => part !== '') ?? '';
			const save = saves.find(
				({ startLine, callee, args }) =>
					startLine > place.startLine &&
					(callee.startsWith(`${row}.`) ||
						args.some((argument) => argument.split(/\W+/).includes(row)))
			);
			return field && save ? [{ place, field, save, symbol, file }] : [];
		})
	);
}

function countInMemory(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const counts = countsOf(project);
	const [count] = counts;
	if (!count) return [];
	const { field, save, symbol, place, file } = count;
	const other = counts.find(({ place: one }) => isElsewhere(one, place));
	const careful = foundBy(findings, 'concurrency', /row-locks|version-columns/)[0];
	const name = asFunction(symbol.name);
	const open = phrasing.one('count.open', [
		`${name} changes ${field} in memory and then calls ${save.callee}${other ? `, as ${asFunction(other.symbol.name)} does` : ''}.`,
		`In ${name} ${field} is read with its row, changed in the program and written back by ${save.callee}.`,
		`${field} is stored as a number; ${other ? `${name} and ${asFunction(other.symbol.name)} change` : `${name} changes`} it and ${other ? 'save' : 'saves'} the row.`
	]);
	const ask = phrasing.one('count.ask', [
		'A hundred people do that in the same second. What does the number say afterwards?',
		'What happens to it when two requests overlap, and how would you notice a year later that it is wrong?',
		'Why keep the number at all instead of counting, and what does it take to keep it right?'
	]);
	const caller = callerOf(project, file.path, symbol);
	return [
		draft({
			subject: 'count-in-memory',
			worth: 0.94,
			topic: 'concurrency',
			category: 'scalability',
			difficulty: 'mid-level',
			findings: careful ? [careful] : [],
			question: `${open} ${ask}`,
			evidence: [
				project.evidence({ ...place, endLine: Math.min(save.endLine, place.startLine + 6) })
			],
			related: [
				...(other ? [project.evidence(other.place)] : []),
				...(careful ? careful.evidence.slice(0, 1) : []),
				...(caller ? [caller.evidence] : [])
			],
			rubric: [
				essential(
					`Two requests read the same ${field}, and the second save overwrites the first.`,
					[
						'one of the two increments gets lost',
						'a lost update because both started from the same value',
						'they both write the same number'
					],
					{
						contradictions: ['the increment is atomic', 'the database adds the numbers up itself']
					}
				),
				must(oneStatement()),
				lockTheRow(),
				versionNotices(),
				point(
					`${field} can be counted from the rows it stands for, which is always right and costs a query.`,
					[
						'compute it with count instead of storing it',
						'derive the number from the related table',
						'denormalising is only for faster reads'
					]
				),
				point('A job that counts anew finds and fixes numbers that have drifted.', [
					'recalculate the counters periodically',
					'reconcile with the real count at night',
					'a check that compares both'
				])
			],
			modelAnswer: `${name} reads the row, changes ${field} in the program and saves it. When two requests do that at the same time, both start from the same number and the later save overwrites the earlier one, so that one change is lost without any error. The cure is to let the database do it in one statement, as set ${field} = ${field} + 1; a row lock or a version that is compared when saving works as well and costs waiting or another try. Keeping the number at all is for quick reads: counting the rows it stands for is always right. As it is a copy, a job should count anew from time to time and fix what has drifted.`,
			hints: [
				'Write down what each of two requests reads and writes, line by line.',
				`Both have read ${field} as 7. What is stored after both have saved?`,
				'Could the database itself do the adding?'
			],
			followUps: [
				clarifying(
					2,
					'Write down, roughly, the statement that would reach the database after your change.',
					[
						essential(`An update that sets ${field} to ${field} plus one, for that row.`, [
							'update ... set x = x + 1 where id = ?',
							'increment in sql relative to the current value'
						]),
						point('The new value is not computed by the program any more.', [
							'no read before the write is needed',
							'the program sends a difference, not a result'
						])
					]
				),
				deeper(
					5,
					'That one row becomes very popular. What limits how often it can change in a second?',
					[
						essential('Every change locks that row, so changes come one after the other.', [
							'it is a hot row with lock contention',
							'writes to a single row are serialised'
						]),
						point('Rows of their own, summed up later, or several partial counters spread it.', [
							'insert events and aggregate them',
							'shard the counter'
						])
					]
				)
			]
		})
	];
}
