import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { mistakeTakesAll } from './data-claims';
import { aboutOf, lastingTables } from './tables-by-name';

/** Foreign keys whose rules for deleting are not the same. */
export const deleteRuleQuestions: QuestionMaker = {
	name: 'delete-rules',
	make: rulesThatDiffer
};

/** Foreign keys to one table, or of one schema, whose rules for deleting are not the same. */
function rulesThatDiffer(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const all = lastingTables(project).flatMap((table) =>
		table.references.map((reference) => ({ table, reference }))
	);
	const cascades = all.filter(({ reference }) => reference.onDelete === 'CASCADE');
	const others = all.filter(
		({ reference }) => reference.onDelete !== undefined && reference.onDelete !== 'CASCADE'
	);
	const silent = all.filter(({ reference }) => reference.onDelete === undefined);
	const [usual, rare] = pair(cascades, others.length > 0 ? others : silent);
	if (!usual || !rare) return [];
	const told = ({ table, reference }: (typeof all)[number]) =>
		`${table.name}.${reference.columns.join('+')}`;
	const rule = ({ reference }: (typeof all)[number]) =>
		reference.onDelete ? `ON DELETE ${reference.onDelete}` : 'nothing';
	const open = phrasing.one('rules.open', [
		`${told(usual)} says ${rule(usual)} and ${told(rare)} says ${rule(rare)}; ${cascades.length} of ${all.length} foreign keys cascade.`,
		`${cascades.length} of ${all.length} foreign keys delete what points at a deleted row, ${told(usual)} for one. ${told(rare)} is different, it says ${rule(rare)}.`,
		`Both ${told(usual)} and ${told(rare)} point at another table; the first says ${rule(usual)}, the second ${rule(rare)}.`
	]);
	const ask = phrasing.one('rules.ask', [
		'What is different about the two, and what would go wrong if you swapped their rules?',
		'How did you decide for each, and where would you decide otherwise now?',
		'Which of them would you want to hear about before it happens, and how would the code get the chance?',
		'Who relies on the difference, and would anybody notice if a migration lost it?'
	]);
	return [
		draft({
			subject: 'delete-rules',
			worth: 0.87,
			topic: 'schema',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: foundBy(findings, 'schema', 'cascades'),
			question: `${open} ${ask}`,
			evidence: [project.evidence(usual.reference.place)],
			related: [project.evidence(rare.reference.place)],
			rubric: [
				essential('Cascading fits what has no meaning without the row it points at.', [
					'parts that belong to a whole go with it',
					'children that cannot exist alone',
					'composition rather than a mere reference'
				]),
				essential(
					'What has worth of its own must be kept: refuse the delete or set the reference to null.',
					[
						'restrict protects records that must not vanish',
						'set null keeps the row without its owner',
						'history and bookings should survive'
					]
				),
				mistakeTakesAll(),
				point('The database keeps the rule for everybody, also for scripts and other programs.', [
					'enforced regardless of which code deletes',
					'it holds even when someone uses the sql console'
				]),
				point('Hooks of the mapper do not run for rows that the database deletes.', [
					'callbacks are skipped by a cascade',
					'files, caches or search entries of the children are left behind',
					'no events are fired'
				])
			],
			modelAnswer: `${told(usual)} says ${rule(usual)} and ${told(rare)} says ${rule(rare)}. Cascading is right for rows that mean nothing without the one they point at; rows of worth of their own should be kept, by refusing the delete or by setting the reference to null. Swapped, one delete would take along what should stay, or the other would be refused for no good reason. The database keeps its rule for every program, but hooks of a mapper do not run for the rows it deletes, so that files or cached copies of them stay behind. As one mistaken delete can take much along, I would let the code count or ask before.`,
			hints: [
				'Would a row of the one mean anything without what it points at? And of the other?',
				'Think of what has to be kept for history, and of what the code does besides when a row goes.'
			],
			followUps: [
				clarifying(
					2,
					`After the row that ${told(rare)} points at was deleted: what does the program show there?`,
					[
						essential(
							rare.reference.onDelete && /NULL/.test(rare.reference.onDelete)
								? 'The reference is empty, and the code has to show something for a missing owner.'
								: 'It cannot be deleted while the row exists, and the user has to be told why.',
							rare.reference.onDelete && /NULL/.test(rare.reference.onDelete)
								? [
										'it becomes null, shown as deleted or unknown',
										'handle the missing parent in the view'
									]
								: ['the constraint refuses it', 'a message that it is still in use']
						),
						point('The code has to expect it, or it fails on the missing value.', [
							'null checks are needed',
							'otherwise an error when it is displayed'
						])
					]
				),
				deeper(
					5,
					'Rows have files or search entries that belong to them. How do those go when the database does the deleting?',
					[
						essential(
							'Delete by the code, or note what has to be cleaned up in the same transaction and let a job do it.',
							[
								'use application-level deletion for those tables',
								'an outbox entry and a cleanup worker'
							]
						),
						point('A sweep that looks for files without a row finds what was left.', [
							'periodic garbage collection',
							'compare storage with the database'
						])
					]
				)
			]
		})
	];
}

/** One of each, of the same table if there is such a pair. */
function pair<T extends { reference: { to: string } }>(
	ones: readonly T[],
	others: readonly T[]
): [T | undefined, T | undefined] {
	for (const one of ones) {
		const other = others.find(
			({ reference }) => aboutOf(reference.to) === aboutOf(one.reference.to)
		);
		if (other) return [one, other];
	}
	return [ones[0], others[0]];
}
