import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, listOf, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import {
	expandThenContract,
	inBatches,
	must,
	noWayBack,
	oldProgramStillRuns,
	testedOnRealDatabase
} from './data-claims';
import { destructive } from './destructive-migrations';
import { keptBy } from './migrations-kept';
import { birthOf, changeOf, commitName, fileAt, fileName, placeName } from './places';

/** Migrations in files: one that takes something away or moves data, or the newest. */
export const migrationQuestions: QuestionMaker = {
	name: 'migrations',
	make: (material, phrasing) => {
		const kept = keptBy(material);
		return kept ? byMigrations(material, phrasing, kept) : [];
	}
};

/** Migrations in files: one that takes something away or moves data, or the newest. */
function byMigrations(
	{ project }: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding
): QuestionDraft[] {
	const newest = textOf(finding, 'newest');
	const folder = newest.replace(/([^/]+\/migration\.sql|[^/]+)$/, '');
	const gone = destructive(project, folder);
	const [moves] = listOf(finding, 'movesData');
	const count = numberOf(finding, 'migrations');
	const path = gone?.place.path ?? moves ?? newest;
	const place = gone
		? project.evidence(gone.place)
		: (finding.evidence.find((one) => one.path === path) ?? finding.evidence[0]!);
	const name = fileName(project, path);
	const commit = birthOf(project, path);
	const first = finding.evidence.find((one) => one.path !== path);
	const tool = textOf(finding, 'tool');
	const of = count > 1 ? `, one of ${count} migrations` : '';
	const open = gone
		? phrasing.one('kept.gone', [
				`${name}${of}, takes something away (${gone.what})${commit ? `; it came with ${commitName(commit)}` : ''}.`,
				`${commit ? `The commit ${commitName(commit)} brought ${name}, which` : name} calls ${gone.what}.`,
				`The migration at ${placeName(project, place)} says ${gone.what}.`
			])
		: moves
			? phrasing.one('kept.moves', [
					`${name}${of}, changes rows and not only tables.`,
					`Most of the ${count} migrations change the schema; ${name} rewrites data${commit ? `, since ${commitName(commit)}` : ''}.`
				])
			: count === 1
				? phrasing.one('kept.only', [
						`${name} is the only migration so far, and made the whole schema.`,
						`One migration made this schema, ${name}${commit ? `, in ${commitName(commit)}` : ''}.`,
						`The history of the schema is short: ${name}.`
					])
				: phrasing.one('kept.open', [
						`${count} migrations (${tool}) made this schema what it is; ${name} was the last${commit ? `, in ${commitName(commit)}` : ''}.`,
						`The schema has a history of ${count} migrations, up to ${name}.`,
						`${name} is the latest of ${count} migrations.`
					]);
	const ask = phrasing.one(gone ? 'kept.ask.gone' : moves ? 'kept.ask.moves' : 'kept.ask', [
		'The deployment has to be taken back an hour later. What about the schema, and what about the data since?',
		'How do you know, before it runs, that neither the data nor the version still serving will break?',
		...(gone
			? [
					'What was serving users while that ran, and how would you cut the change up today?',
					'How does the version before it behave against the schema after it, and for how long did both run?'
				]
			: moves
				? [
						'How long does that take on ten million rows, and what does the old version of the program do meanwhile?',
						'Why in a migration and not in a job, and what did the version before make of the new data?'
					]
				: [
						'Walk me through the next change that old code cannot live with, such as a column that becomes required.',
						'Who runs them, at which moment of a deployment, and what does the old version do meanwhile?'
					])
	]);
	return [
		draft({
			subject: 'kept',
			worth: gone || moves ? 0.87 : 0.72,
			topic: 'schema',
			category: gone || moves ? 'implementation' : 'architecture',
			difficulty: gone || moves ? 'senior' : 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [
				...(commit ? [changeOf(commit, path)] : []),
				...(first ? [first] : []),
				...(fileAt(project, path) ? [] : finding.evidence.slice(0, 1))
			],
			rubric: [
				must(oldProgramStillRuns()),
				must(expandThenContract()),
				noWayBack(),
				inBatches(),
				point('It is tried on a copy of the real data before it runs there.', [
					'test it against a restored backup',
					'run the migration in staging with production data',
					'measure how long it takes on a copy'
				])
			],
			modelAnswer: `While a new version rolls out, the old program still runs against the changed schema, so each migration has to suit both. ${gone ? `${name} takes something away (${gone.what}), which the old version may still use` : moves ? `${name} changes rows, which on a large table takes long and locks them` : `${name} is ${count === 1 ? 'the only one so far' : `the last of ${count}`}; the next that drops, renames or requires a column is the one to think about`}. I would do such a change in steps: add the new, fill it in small batches, let the code use it, and only in a later release take the old away. Taking the release back does not bring back what was dropped; that only a backup does. Before it runs on the real data, I would run it on a copy of it and measure.`,
			hints: [
				'During a deployment two versions of the program run. Which schema does each expect?',
				'What cannot be undone, and what takes long on a large table?'
			],
			followUps: [
				clarifying(
					1,
					'Name one statement that would break the old version at once, and one that would not.',
					[
						essential(
							'Dropping or renaming a column breaks it; adding one that may be empty does not.',
							[
								'a rename fails old queries, a new nullable column is harmless',
								'adding is safe, removing is not'
							]
						),
						point('A new column that is required without a default breaks the old inserts.', [
							'not null without default fails for old code',
							'the old version does not fill it'
						])
					]
				),
				deeper(
					4,
					'The table has eighty million rows, and the column has to be filled from another one. What do you run?',
					[
						essential(
							'Updates in small batches, each in a transaction of its own, that can be resumed.',
							['a loop over id ranges', 'a backfill job with checkpoints']
						),
						point('Writes meanwhile fill both columns, so that nothing is missed.', [
							'dual writes or a trigger during the backfill',
							'the application already writes the new column'
						]),
						testedOnRealDatabase()
					]
				)
			]
		})
	];
}
