import { counted, distinct, listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { inBatches } from './data-claims';
import { isElsewhere, placeName } from './places';
import { childrenOf, lastingTables } from './tables-by-name';

/** The table that most others point at. */
export const hubTableQuestions: QuestionMaker = {
	name: 'hub-tables',
	make: hub
};

/** The table that most others point at. */
function hub({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const ranked = lastingTables(project)
		.map((table) => ({ table, children: childrenOf(project, table) }))
		.toSorted((one, other) => other.children.length - one.children.length);
	const [first] = ranked;
	const names = distinct((first?.children ?? []).map((child) => child.table.name)).filter(
		(name) => name !== first?.table.name
	);
	if (!first || names.length < 3) return [];
	const { table, children } = first;
	const some = names.length > 4 ? `${names.slice(0, 3).join(', ')} and others` : listed(names);
	const child = children.find((one) => isElsewhere(one.place, table.place)) ?? children[0]!;
	const open = phrasing.one('hub.open', [
		`${counted(names.length, 'table')} point at ${table.name}, among them ${listed(names.slice(0, 2))}.`,
		`Nearly everything hangs on ${table.name}: ${some} refer to it.`,
		`The table ${table.name} (${placeName(project, table.place)}) is what ${some} refer to.`
	]);
	const ask = phrasing.one('hub.ask', [
		'What makes a change of that one table harder than any other, and how would you carry one out?',
		'What does a slow change of it do to the rest, and where would you cut if this became two services?',
		'Who feels it when that table is locked or slow, and what would you take out of it so that fewer do?',
		'What belongs in that table, what would you have put elsewhere today, and who feels every change of it?'
	]);
	return [
		draft({
			subject: 'hub',
			worth: 0.79,
			topic: 'schema',
			category: 'architecture',
			difficulty: 'senior',
			findings: foundBy(findings, 'schema', /keys|cascades/).slice(0, 1),
			question: `${open} ${ask}`,
			evidence: [project.evidence(table.place)],
			related: [project.evidence(child.place)],
			rubric: [
				essential(
					`Most requests read ${table.name}, so a lock or a slow change there is felt everywhere.`,
					[
						'it is touched by almost every request',
						'locking that table stops the whole application',
						'a migration of it affects everything'
					]
				),
				point('Columns that only one feature needs belong in a table of that feature.', [
					'split off profile or settings data',
					'keep the central table narrow',
					'do not turn it into a god table'
				]),
				point('Over a boundary between services a foreign key becomes an id that nobody checks.', [
					'you lose referential integrity across services',
					'references turn into plain ids with eventual consistency',
					'events have to tell others about deletions'
				]),
				point('The tables that grow with use rather than with people become large first.', [
					'activity tables grow fastest',
					'the number of rows per owner matters more',
					'events, logs and messages outgrow the rest'
				]),
				point('Changes go in steps that old and new code can both bear.', [
					'expand and contract',
					'backwards-compatible migrations'
				])
			],
			modelAnswer: `${counted(names.length, 'table')} refer to ${table.name}, so nearly every request reads it and every change of it is felt everywhere: a lock there stops the whole program. I would keep it narrow, with columns that only one feature needs in a table of that feature, and change it in steps that old and new code both bear. If the program were cut in two, references across the cut would become plain ids which no database checks, and deletions would have to be told by events. The tables that grow with use, and not with the rows of ${table.name}, become too large first, so paging, archiving and indexes matter there.`,
			hints: [
				'Which requests do not need that table at all?',
				'Think of a migration that locks it, and of cutting the program in two.'
			],
			followUps: [
				clarifying(
					4,
					`Of ${listed(names.slice(0, 3))}: which has the most rows in two years, and why?`,
					[
						essential('The one that gets rows with every action of a user and never loses any.', [
							'it grows with activity',
							'users create many of them per day'
						]),
						point('Old rows of it could be archived or summed up.', [
							'partition or archive by date',
							'keep only what is needed'
						])
					]
				),
				deeper(
					1,
					`You have to add a column to ${table.name} while everybody works. What do you run, and in which order?`,
					[
						essential(
							'Add it as nullable or with a default that needs no rewriting of the table.',
							['an instant add column without a table rewrite', 'first nullable, later not null']
						),
						inBatches()
					]
				)
			]
		})
	];
}
