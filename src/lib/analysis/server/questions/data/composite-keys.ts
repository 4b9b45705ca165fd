import { counted, listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { isElsewhere } from './places';
import { lastingTables } from './tables-by-name';

/** Keys of two columns, beside tables that have a column of their own for it. */
export const compositeKeyQuestions: QuestionMaker = {
	name: 'composite-keys',
	make: compositeKeys
};

/** Keys of two columns, beside tables that have a column of their own for it. */
function compositeKeys(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'schema', 'composite-keys')[0];
	const [name = ''] = finding ? listOf(finding, 'tables') : [];
	const columns = finding ? listOf(finding, 'columns') : [];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place || columns.length < 2) return [];
	const single = lastingTables(project).find(
		(table) =>
			table.key?.columns.length === 1 &&
			table.references.length >= 2 &&
			isElsewhere(table.key.place, place)
	);
	const other = single ?? lastingTables(project).find((table) => table.key?.columns.length === 1);
	const count = listOf(finding, 'tables').length;
	const [first, second] = columns as [string, string];
	const open = phrasing.one('composite.open', [
		`The key of ${name} is ${columns.join(' + ')}${single ? `, whereas ${single.name} has a key of its own, ${single.key!.columns[0]}` : ''}.`,
		`${name} has no id: ${listed(columns)} together are its key${count > 1 ? `, and ${counted(count - 1, 'other table does', 'other tables do')} the same` : ''}.`,
		`A row of ${name} is known by ${listed(columns)}${single ? `; a row of ${single.name}, which also joins two tables, by ${single.key!.columns[0]}` : ''}.`
	]);
	const ask = phrasing.one('composite.ask', [
		`Which pairs does that key forbid, and which queries is it no help for?`,
		'What rule does it keep without a line of code, and what gets harder for it?',
		`Somebody asks for all rows with a given ${second}. What does the database do?`,
		'What would a separate id have brought, and what would you still have needed beside it?'
	]);
	return [
		draft({
			subject: 'composite-keys',
			worth: other ? 0.83 : 0.66,
			topic: 'schema',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: other?.key ? [project.evidence(other.key.place)] : [],
			rubric: [
				essential(`The key itself forbids the same pair of ${first} and ${second} twice.`, [
					'it guarantees that the combination is unique',
					'no duplicates of the pair are possible',
					'a second identical link is refused by the database'
				]),
				essential(
					`Its index begins with ${first}, so looking up by ${second} alone needs an index of its own.`,
					[
						'the order of the columns matters',
						'it only helps queries that start with the first column',
						`a separate index on ${second} is needed for the other direction`
					],
					{ contradictions: [`the key makes looking up by ${second} alone fast`] }
				),
				point('Whatever refers to such a row has to carry both columns.', [
					'foreign keys to it become wider',
					'you need two values to point at a row',
					'urls and apis need both ids'
				]),
				point('An id of its own needs a unique constraint over the pair as well.', [
					'a surrogate key does not prevent duplicates by itself',
					'with an id you would add a unique index'
				]),
				point('It saves a column and an index that nobody would ask for.', [
					'less storage than an additional id',
					'one index fewer to maintain'
				])
			],
			modelAnswer: `In ${name} the key is ${columns.join(' + ')}. That forbids the same pair twice without any code, also for two requests at the same time. Its index begins with ${first}: a query by ${first}, or by both, is served, and one by ${second} alone is not and needs an index of its own. Whatever refers to a row of ${name} has to carry both columns, which is no matter as long as nothing does. A separate id would be easier to point at, but would need a unique constraint over the pair beside it, one column and one index more.`,
			hints: [
				'What can never be stored twice in that table?',
				`An index is sorted by its first column. Which of the two is that, and what about ${second}?`
			],
			followUps: [
				clarifying(
					1,
					`The same ${first} and ${second} come a second time. What does the user see?`,
					[
						essential(
							'The database refuses the row, and the code has to treat that as done already or as a conflict.',
							[
								'catch the duplicate and answer as if it had worked',
								'insert or ignore makes it idempotent'
							]
						),
						point('No look before the insert is needed for that.', [
							'you can simply insert and rely on the key',
							'the check is done by the database'
						])
					]
				),
				deeper(3, `Now each row of ${name} gets comments. How do they point at it?`, [
					essential('By both columns as a foreign key, or by a new id that is added for it.', [
						'a composite foreign key',
						'introduce a surrogate key at that point'
					]),
					point('The pair stays unique in any case.', [
						'keep the unique constraint',
						'the old key becomes a unique index'
					])
				])
			]
		})
	];
}
