import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { keptBy } from './migrations-kept';
import { fileName, isElsewhere, placeName } from './places';
import { lastingTables } from './tables-by-name';

/** A program that changes the schema when it starts, perhaps beside migrations. */
export const schemaAtStartQuestions: QuestionMaker = {
	name: 'schema-at-start',
	make: (material, phrasing) => {
		const all = foundBy(material.findings, 'migrations');
		const atStart = all.find(({ key }) => key.endsWith(':at-start'));
		return atStart ? byItself(material, phrasing, atStart, keptBy(material)) : [];
	}
};

/** The program changes the schema when it starts, perhaps beside migrations. */
function byItself(
	{ project }: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding,
	kept: Finding | undefined
): QuestionDraft[] {
	const [place] = finding.evidence;
	if (!place) return [];
	const by = textOf(finding, 'by');
	const [other] = kept?.evidence ?? [];
	const table = lastingTables(project).find((one) => isElsewhere(one.place, place));
	const open = other
		? phrasing.one('start.both', [
				`${placeName(project, place)} brings the schema up to the models by ${by}, and there ${numberOf(kept!, 'migrations') === 1 ? 'is' : 'are'} ${counted(numberOf(kept!, 'migrations'), 'migration')} as well.`,
				`Two things change the schema here: ${by} at ${placeName(project, place)}, and migrations such as ${fileName(project, other.path)}.`
			])
		: phrasing.one('start.open', [
				`When it starts, the program itself changes the schema (${by} at ${placeName(project, place)}).`,
				`${by} at ${placeName(project, place)} makes the tables what the models say${table ? `, ${table.name} for one` : ''}; there are no migrations to read.`,
				`Nobody writes a migration in this project: ${placeName(project, place)} calls ${by} instead.`
			]);
	const ask = phrasing.one(other ? 'start.ask.both' : 'start.ask', [
		'You rename a field of a model and deploy. What happens to the column and to what is in it?',
		'What can that change by itself and what can it not, and how would you get from here to a schema with a history?',
		'Three instances start at the same time with a new model. Tell me what each of them does.',
		'What did that save you so far, and which change will be the first to hurt?'
	]);
	return [
		draft({
			subject: 'at-start',
			worth: other || table ? 0.86 : 0.75,
			topic: 'schema',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: kept ? [finding, kept] : [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: other ? [other] : table ? [project.evidence(table.place)] : [],
			rubric: [
				essential(
					'It adds what is new, but a renamed or removed field leaves its old column behind or loses it.',
					[
						'a rename looks like a new column and the data stays in the old one',
						'it cannot tell a rename from drop and add',
						'columns are never dropped, or their data is lost'
					],
					{ evidence: [place] }
				),
				point('Moving data from an old form to a new one cannot be expressed that way.', [
					'there is no place for a data migration',
					'only the structure changes, not the content',
					'you would have to write a script for backfilling'
				]),
				point('Nobody sees or reviews the change before it happens to the real data.', [
					'schema changes are not part of the review',
					'the sql is not known in advance',
					'no history of what ran when'
				]),
				point('Instances that start at once all try it, with the rights to change tables.', [
					'several instances race to alter the schema',
					'the application needs ddl permissions',
					'two processes run it concurrently'
				]),
				point(
					'To leave it, take the schema as it is as the first migration and go on from there.',
					[
						'create a baseline migration from the current database',
						'introduce a migration tool with a baseline'
					]
				)
			],
			modelAnswer: `${by} compares the models with the database and adds what is missing, so nobody has to run anything before a start. It cannot know that a field was renamed: the new column is empty and the old one stays, or its content is lost. Data cannot be moved from one form to another, nobody reviews what will run, and instances that start together all try it. ${other ? `Beside ${counted(numberOf(kept!, 'migrations'), 'migration')} it is one too many: it should be off wherever migrations run. ` : ''}That is fine for a beginning or a small tool. From the first real data on I would take the present schema as the first migration and keep its history in files.`,
			hints: [
				'What does it know: the old model, or only the new one and the database?',
				'Think of a renamed field, and of data that has to move.'
			],
			followUps: [
				clarifying(
					1,
					'A field was called name and is now called title. Which columns exist after the next start, and what is in them?',
					[
						essential('Both exist; the new one is empty and the old one keeps the data.', [
							'title is null and name still holds the values',
							'the content stays in the old column'
						]),
						point('Rows look as if their title had been lost.', [
							'users see empty titles',
							'it looks like data loss'
						])
					]
				),
				deeper(
					5,
					'Production has been running like that for a year. How do you bring in migrations without downtime?',
					[
						essential(
							'Write the present schema down as a baseline that is marked as done in production.',
							['mark the first migration as already applied', 'generate it from the live database']
						),
						point('Compare the databases first, since they may have drifted apart.', [
							'check for differences between environments',
							'diff the schema of staging and production'
						])
					]
				)
			]
		})
	];
}
