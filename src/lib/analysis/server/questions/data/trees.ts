import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { queriesGrowWithRows } from './data-claims';
import { isElsewhere, placeName } from './places';
import { aboutOf, lastingTables } from './tables-by-name';

/** Rows that point at rows of their own table. */
export const treeQuestions: QuestionMaker = {
	name: 'trees',
	make: tree
};

function tree({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const all = lastingTables(project);
	const [found] = all.flatMap((table) =>
		table.references
			.filter(({ to }) => aboutOf(to) === aboutOf(table.name))
			.map((reference) => ({ table, reference }))
	);
	if (!found) return [];
	const { table, reference } = found;
	const column = reference.columns.join('+');
	const other =
		table.references.find((one) => one !== reference && isElsewhere(one.place, reference.place)) ??
		(isElsewhere(table.place, reference.place) ? { place: table.place } : undefined);
	const rule = reference.onDelete ? `, with ON DELETE ${reference.onDelete}` : '';
	const open = phrasing.one('tree.open', [
		`A row of ${table.name} can point at another row of ${table.name} (${column} at ${placeName(project, reference.place)})${rule}.`,
		`${table.name}.${column} refers back to ${table.name}${rule}.`,
		`By ${column}, rows of ${table.name} hang on one another${rule}.`
	]);
	const ask = phrasing.one('tree.ask', [
		'How do you read everything below one of them, and what does that cost ten levels deep?',
		'What happens to those below when one in the middle goes, and can a row end up below itself?',
		'How deep may it get, who says so, and where would you notice that it got deeper?'
	]);
	return [
		draft({
			subject: 'self-reference',
			worth: other ? 0.8 : 0.7,
			topic: 'schema',
			category: 'implementation',
			difficulty: 'senior',
			findings: foundBy(findings, 'schema', /cascades|indexes|keys/).slice(0, 1),
			question: `${open} ${ask}`,
			evidence: [project.evidence(reference.place)],
			related: other ? [project.evidence(other.place)] : [],
			rubric: [
				essential('Reading level by level asks the database once for each level or row.', [
					'a query per level',
					...queriesGrowWithRows().wordings.slice(0, 2)
				]),
				essential('A recursive query, or a path stored with each row, reads all of them at once.', [
					'use a recursive cte',
					'a materialised path or closure table',
					'store the ancestors with the row'
				]),
				point(
					'Removing one in the middle removes those below, cuts them off, or is refused, as the rule says.',
					[
						'children are deleted or become roots',
						'on delete decides what happens to the subtree',
						'orphans lose their place in the tree'
					]
				),
				point('Nothing in a foreign key forbids a circle, so the code has to.', [
					'a row could become its own ancestor',
					'check for cycles when moving',
					'the constraint does not prevent loops'
				]),
				point('A limit on the depth keeps reading and showing within bounds.', [
					'restrict the nesting level',
					'cap how deep replies can go'
				])
			],
			modelAnswer: `${table.name}.${column} points back at ${table.name}, so the rows form trees. Read level by level, each level costs a query; a recursive query, or a path that is stored with each row, reads all below one at once. What happens to those below when one in the middle goes is said by the rule${reference.onDelete ? `, here ${reference.onDelete}` : ', which is not given here, so such a delete is refused or left to the code'}. The foreign key does not forbid that a row ends up below itself, so moving has to check for that. A limit on the depth keeps reading and showing within bounds.`,
			hints: [
				'Draw three levels and count the queries.',
				'Now remove the one in the middle, or move the first below the last.'
			],
			followUps: [
				clarifying(
					3,
					`A row of ${table.name} with five below it is deleted. What is in the table afterwards?`,
					[
						essential(
							reference.onDelete === 'CASCADE'
								? 'All below it are gone as well, down to the last level.'
								: reference.onDelete
									? 'Those directly below lose their parent and become the tops of trees of their own.'
									: 'It cannot be deleted while they point at it, unless the code takes care of them first.',
							[
								'says what the rule does with the children',
								'follows from the on delete rule of the foreign key'
							]
						),
						point('Whoever reads them has to expect that.', [
							'the view must handle missing parents',
							'replies without a parent have to be shown somehow'
						])
					]
				),
				deeper(
					2,
					'There are a million rows, and a page shows the whole tree under one. Which of the ways do you take, and why?',
					[
						essential(
							'Compares the cost of reading with that of moving: a path is quick to read and costly to move.',
							[
								'recursive queries are simple, paths are faster to read',
								'a closure table doubles the writes'
							]
						),
						point('An index on the column that points up is needed in any case.', [
							`index ${column}`,
							'the parent column must be indexed'
						])
					]
				)
			]
		})
	];
}
