import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { usesOfColumn } from './columns-asked';
import { indexCostsWrites, must, planIsChecked, wholeTableIsRead } from './data-claims';
import { isElsewhere, nameAt } from './places';
import { lastingTables } from './tables-by-name';

/** Foreign keys that no index begins with, beside those that have theirs. */
export const missingIndexQuestions: QuestionMaker = {
	name: 'missing-indexes',
	make: missing
};

/** A foreign key that no index begins with, beside one that has its index. */
function missing(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'schema', 'foreign-keys-without-index')[0];
	const [name = ''] = finding ? listOf(finding, 'columns') : [];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place || name === '') return [];
	const [table = '', column = ''] = name.split('.');
	const indexed = lastingTables(project)
		.flatMap((one) =>
			one.references
				.filter(({ isIndexed, place: at }) => isIndexed === true && isElsewhere(at, place))
				.map((reference) => ({ name: `${one.name}.${reference.columns.join('+')}`, reference }))
		)
		.at(0);
	const use = usesOfColumn(project, table, column).find((one) => isElsewhere(one, place));
	const count = numberOf(finding, 'count');
	const open = phrasing.one('missing.open', [
		`${name} is a foreign key without an index of its own${indexed ? `; ${indexed.name} has one` : ''}.`,
		`${counted(count, 'foreign key')} in this schema ${count === 1 ? 'has' : 'have'} no index that begins with ${count === 1 ? 'it' : 'them'}${count === 1 ? ':' : ','} ${count === 1 ? name : `${name} among them`}${use ? `, and ${nameAt(project, use)} asks by that column` : ''}.`,
		`${use ? `${nameAt(project, use)} asks ${table} by ${column}, and no` : 'No'} index in the schema begins with ${name}${indexed ? `, while ${indexed.name} has one` : ''}.`
	]);
	const ask = phrasing.one('missing.ask', [
		'Which requests pay for that, and from how many rows on would you care?',
		'What happens when a row that it points at is deleted, and what would you look at before adding an index?',
		'Forgotten or left out on purpose? Say what speaks for either, and how you would find out what it costs today.',
		'What does adding it cost, now and with every write, and how do you add it while people work?'
	]);
	return [
		draft({
			subject: 'missing',
			worth: indexed || use ? 0.9 : 0.78,
			topic: 'schema',
			category: 'scalability',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [
				...(indexed ? [project.evidence(indexed.reference.place)] : []),
				...(use ? [project.evidence(use)] : [])
			],
			rubric: [
				{
					...must(wholeTableIsRead()),
					evidence: [place],
					contradictions: ['the database makes an index for each foreign key by itself']
				},
				essential(
					'Deleting or changing the row that is pointed at has to look for all that point at it.',
					[
						'each delete of a parent scans the child table',
						'the foreign key check needs to find the children',
						'cascades become slow without it'
					]
				),
				planIsChecked(),
				indexCostsWrites(),
				point('On a table in use it has to be made without blocking writes.', [
					'create index concurrently',
					'online index creation',
					'building it must not lock the table'
				])
			],
			modelAnswer: `Nothing begins with ${name}, so looking up ${table} by ${column} reads the whole table, and so does the check when a row it points at is deleted. PostgreSQL, SQLite and SQL Server make no such index by themselves. On a small table that does not matter; it does once the table grows with use. Before adding one I would look at the slow queries and at the plan on data of real size, since each index makes every write a little slower and takes room. On a table in use I would make it concurrently, so that writes go on${indexed ? `; ${indexed.name} has had one from the start` : ''}.`,
			hints: [
				`Who asks for rows of ${table} by ${column}, and who does so without writing it?`,
				'What must the database check when a row that others point at is deleted?',
				'How would you know whether it matters, and what does the cure cost?'
			],
			followUps: [
				clarifying(
					2,
					`How does the database find out that a row may be deleted to which ${name} points?`,
					[
						essential(
							`It looks for rows of ${table} with that value, and reads all of them without an index.`,
							['it searches the referencing table', 'a sequential scan for each deleted row']
						),
						point('A thousand deletes mean a thousand such searches.', [
							'bulk deletes become very slow',
							'the cost is per deleted row'
						])
					]
				),
				deeper(
					3,
					'You have added it, and the query is as slow as before. What are the reasons you check?',
					[
						essential(
							'The condition does not fit the index: a function around the column, another type, another order.',
							[
								'the column is wrapped in a function or cast',
								'the index has the wrong leading column'
							]
						),
						point('So many rows match that reading the table is cheaper.', [
							'low selectivity',
							'the planner prefers a scan because of the statistics'
						])
					]
				)
			]
		})
	];
}
