import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { inBatches } from './data-claims';
import { isElsewhere } from './places';
import { lastingTables } from './tables-by-name';

/** Rows that count as deleted and are still there. */
export const softDeleteQuestions: QuestionMaker = {
	name: 'soft-deletes',
	make: softDeletes
};

function softDeletes({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [finding] = foundBy(findings, 'schema', 'soft-deletes');
	const all = lastingTables(project);
	const marked = all.filter(({ softDelete }) => softDelete);
	const [first] = marked;
	if (!finding || !first?.softDelete) return [];
	const place = project.evidence(first.softDelete.place);
	const { column } = first.softDelete;
	const names = marked
		.filter(({ softDelete }) => softDelete?.column === column)
		.map(({ name }) => name);
	const hard = all.find(
		({ softDelete, key, place: at }) => !softDelete && key && isElsewhere(at, place)
	);
	const unique = all
		.filter(({ softDelete }) => softDelete)
		.flatMap((table) => table.indexes.map((index) => ({ table, index })))
		.find(
			({ index }) =>
				index.isUnique &&
				index.place.startLine !== place.startLine &&
				!index.columns.some((column) => /(^|_)(id|uuid|token|key)$/i.test(column))
		);
	const [name = ''] = unique ? [unique.table.name] : names;
	const open = unique
		? phrasing.one('soft.unique', [
				`The table ${name} marks rows as deleted by ${column}, and ${listed(unique.index.columns)} is unique in it.`,
				`A deleted row of ${name} stays, with ${column} set, and so does its ${listed(unique.index.columns)}, which has to be unique.`
			])
		: phrasing.one('soft.open', [
				`Deleted rows of ${listed(names, 3)} stay, marked by ${column}${hard ? `; ${hard.name} really loses its rows` : ''}.`,
				`Deleting means two things here: a mark in ${column} for ${listed(names, 2)}${hard ? `, and gone for good in ${hard.name}` : ''}.`,
				names.length === 1
					? `${all.length > 1 ? `Of ${all.length} tables ${name} alone` : name} marks what is deleted, by ${column}, and keeps the row.`
					: `Of ${all.length} tables ${names.length} only mark what is deleted, ${name} by ${column}.`
			]);
	const ask = phrasing.one(unique ? 'soft.ask.unique' : 'soft.ask', [
		'Which queries have to know about the mark, and how do you make sure that none forgets it?',
		'Somebody asks by law to be erased. What do you run, and in which tables?',
		'What happens when the same thing is created again, and what after five years of deleting?',
		'Who ever brings such a row back, and is that worth what every query pays for it?'
	]);
	const related = unique
		? [project.evidence(unique.index.place)]
		: hard
			? [project.evidence(hard.place)]
			: finding.evidence.filter((one) => isElsewhere(one, place)).slice(0, 1);
	return [
		draft({
			subject: 'soft-deletes',
			worth: 0.88,
			topic: 'schema',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related,
			rubric: [
				essential(
					'Every query has to leave marked rows out, and one that forgets it shows what was deleted.',
					[
						'each select needs a condition on the flag',
						'forgetting the filter makes deleted data appear',
						'a default scope or a view hides the marked rows'
					]
				),
				essential(
					'Unique values stay taken by a marked row, unless the index leaves those rows out.',
					[
						'you cannot create the same name again',
						'use a partial unique index for the active rows',
						'the deleted row blocks its email'
					]
				),
				point('What the law wants erased is still there and needs a way of its own.', [
					'a soft delete does not satisfy gdpr',
					'personal data must be anonymised or purged',
					'a real deletion after some time'
				]),
				point('Marked rows pile up, and indexes and scans grow with them.', [
					'the table keeps growing',
					'performance suffers from dead rows',
					'archive or purge old ones'
				]),
				point('Foreign keys and cascades do not know about the mark.', [
					'children of a marked row stay active',
					'the database still sees the parent as existing',
					'you have to mark dependants yourself'
				])
			],
			modelAnswer: `The table ${name} keeps deleted rows and marks them by ${column}. So nothing is lost and a delete can be undone, but every query has to leave marked rows out; a default in the mapper or a view makes sure that none forgets. ${unique ? `${listed(unique.index.columns)} stays taken by a marked row, unless the unique index covers only rows that are not marked.` : 'Unique values stay taken by marked rows, unless their index leaves those out.'} Foreign keys do not know the mark, so what hangs on a marked row stays as it is. What has to be erased by law needs a real deletion, and marked rows should be removed or archived after some time, because tables and indexes grow with them.`,
			hints: [
				'Think of a report that somebody writes next year and who has not heard of the mark.',
				'What still counts the row as there: indexes, foreign keys, the law?'
			],
			followUps: [
				clarifying(
					1,
					`Where is ${column} taken into account now: in each query, or in one place?`,
					[
						essential(
							'Names the place: a default scope, a base query, a view, or each query by itself.',
							[
								'the orm adds the condition automatically',
								'every repository method repeats the filter'
							]
						),
						point('Raw SQL and reports pass by it.', [
							'queries written by hand miss the scope',
							'joins need the condition, too'
						])
					]
				),
				deeper(
					4,
					'After five years nine of ten rows are marked. What do you notice, and what do you do?',
					[
						point('Indexes hold mostly rows that nobody wants, and queries slow down.', [
							'the index is full of dead entries',
							'scans read mostly deleted rows'
						]),
						essential('Move or remove old marked rows, or index only the others.', [
							'purge after a retention period',
							'a partial index on active rows',
							'an archive table'
						]),
						inBatches()
					]
				)
			]
		})
	];
}
