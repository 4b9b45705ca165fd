import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { indexesOf, told, usesOfColumn } from './columns-asked';
import { indexCostsWrites, planIsChecked } from './data-claims';
import { historyAt, isElsewhere, nameAt, placeName } from './places';

/** Indexes over several columns, or over some rows. */
export const wideIndexQuestions: QuestionMaker = {
	name: 'wide-indexes',
	make: wide
};

/** An index over several columns, or over some rows. */
function wide(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'schema', 'indexes')[0];
	const all = indexesOf(project);
	const composite = all.filter(({ index }) => index.columns.length > 1 && !index.isUnique);
	const partial = all.find(({ index }) => index.isPartial);
	const one = partial ?? composite[0];
	if (!finding || !one) return [];
	const [first = '', second = ''] = one.index.columns;
	const use = [second, first]
		.filter(Boolean)
		.flatMap((column) => usesOfColumn(project, one.table.name, column))
		.find((at) => isElsewhere(at, one.index.place));
	const sibling = all.find(
		(other) =>
			other !== one && other.table === one.table && isElsewhere(other.index.place, one.index.place)
	);
	const history = historyAt(project, phrasing, one.index.place, !use && !sibling);
	const isPartial = one === partial;
	const open = isPartial
		? phrasing.one('wide.partial', [
				`The index over ${told(one)} holds only some of the rows.`,
				`${placeName(project, one.index.place)} indexes ${one.table.name} by ${listed(one.index.columns)}, with a condition.`
			])
		: phrasing.one('wide.open', [
				`${told(one)} is one index over ${one.index.columns.length} columns${sibling ? `, beside one over ${listed(sibling.index.columns)}` : ''}.`,
				`There is an index over ${listed(one.index.columns)} of ${one.table.name}${use ? `, and ${nameAt(project, use)} queries that table` : ''}.`,
				`The table ${one.table.name} is indexed by ${listed(one.index.columns)}, in that order.`
			]);
	const ask = isPartial
		? phrasing.one('wide.ask.partial', [
				'Which query is it for, and how must that query be written to get it?',
				'What does leaving rows out save, and when does it become useless?'
			])
		: phrasing.one('wide.ask', [
				'Which queries does it serve, which only half, and why that order?',
				`One query asks by ${second} alone, another sorts by it. Which of them does the index help?`,
				'Would two single indexes have done, and what does this one cost each time a row is written?',
				'How would you prove that it is used, and when would you drop it?'
			]);
	return [
		draft({
			subject: 'wide',
			worth: use || sibling ? 0.8 : 0.6,
			topic: 'schema',
			category: 'scalability',
			difficulty: 'senior',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [project.evidence(one.index.place)],
			related: [
				...(use ? [project.evidence(use)] : []),
				...(sibling ? [project.evidence(sibling.index.place)] : []),
				...history.related
			],
			rubric: [
				isPartial
					? essential('Only queries that repeat its condition can use it.', [
							'the where clause has to match the predicate of the index',
							'the planner must see that the rows are covered'
						])
					: essential(
							`It serves queries by ${first}, and by ${first} and ${second}, but not by ${second} alone.`,
							[
								'the leftmost column has to be in the condition',
								'the order of columns decides which queries can use it',
								'it is sorted by the first column, then by the second'
							],
							{ contradictions: [`it makes queries by ${second} alone fast`] }
						),
				indexCostsWrites(),
				point('Equal conditions come first, ranges and sorting after them.', [
					'put columns compared by equality before the range column',
					'the sort order can be taken from the index',
					'it avoids a sort for order by'
				]),
				planIsChecked(),
				point('The statistics of the database tell which indexes nobody uses.', [
					'look at the usage counters',
					'drop unused indexes',
					'pg_stat_user_indexes shows scans'
				])
			],
			modelAnswer: `${isPartial ? `The index over ${told(one)} holds only rows that meet its condition, so it is small, and only queries that repeat the condition can use it` : `The index over ${told(one)} is sorted by ${first} and within that by ${second}: it serves queries by ${first} and by both, and can give their order, but is no help for ${second} alone`}. Columns that are compared for equality belong in front, those for ranges and sorting behind. It has to be kept up with each write and takes room. Whether it is used, the plan of the query shows, and the counters of the database show which indexes nobody uses; those I would drop.`,
			hints: [
				'Think of a telephone book, and of what it is sorted by.',
				'Which conditions and which order would the query need?',
				'What happens to it when a row is written?'
			],
			followUps: [
				clarifying(
					1,
					'Write down one query that gets the full use of it, and one that looks as if it would and does not.',
					[
						essential(
							'The first compares the leading column, the second leaves it out or wraps it in a function.',
							[
								'where on the first column versus only the second',
								'a function on the column prevents its use'
							]
						),
						point('The difference shows in the plan as an index scan and a scan of the table.', [
							'explain shows index scan or seq scan',
							'compare both plans'
						])
					]
				),
				deeper(
					4,
					'On the test machine the planner ignores it, in production it does not. How can that be?',
					[
						essential(
							'With few rows reading the table is cheaper, so the choice depends on size and statistics.',
							['small tables are scanned', 'the statistics differ']
						),
						point('So plans have to be looked at with data of real size.', [
							'test with production-like volume',
							'copy statistics or generate data'
						])
					]
				)
			]
		})
	];
}
