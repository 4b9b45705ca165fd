import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { type Route, routesOf } from '../../detectors/routes';
import type { TableModel } from '../../detectors/tables';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import {
	idsCanBeGuessed,
	idsTellHowMany,
	idsWithoutAsking,
	must,
	randomIdsScatter
} from './data-claims';
import { placeName } from './places';
import { lastingTables, tableNamed } from './tables-by-name';

/** What rows are known by: keys of two kinds, or keys that are shown in paths. */
export const keyQuestions: QuestionMaker = {
	name: 'keys',
	make: keys
};

const WORDS = { number: 'a number', uuid: 'a UUID', text: 'a text' } as const;

/** Keys of two kinds, or keys that are shown in paths. */
function keys(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'schema', 'keys')[0];
	if (!finding) return [];
	const tables = lastingTables(project).flatMap(({ name, key }) =>
		key && key.columns.length === 1 && key.type !== 'unknown'
			? [{ name, place: key.place, type: key.type, column: key.columns[0]! }]
			: []
	);
	const groups = (['number', 'uuid', 'text'] as const)
		.map((type) => ({ type, members: tables.filter((table) => table.type === type) }))
		.filter(({ members }) => members.length > 0)
		.toSorted((one, other) => other.members.length - one.members.length);
	const [main, minor] = groups;
	const usual = main?.members[0];
	if (!main || !usual) return [];
	const rare = minor?.members[0];
	const seen = shownIn(project);
	const shown = tables.find(({ name }) => name === seen?.table.name) ?? usual;
	const route = shown.name === seen?.table.name ? seen.route : undefined;
	const path = route && `${route.method === 'ANY' ? '' : `${route.method} `}${route.path}`;
	if (!rare && !path && tables.length < 3) return [];
	const open = rare
		? phrasing.one('keys.mixed', [
				`Rows of ${usual.name} are known by ${WORDS[main.type]}, those of ${rare.name} by ${WORDS[minor!.type]}; ${counted(main.members.length, 'table does', 'tables do')} it the first way, ${minor!.members.length} the second.`,
				`Of ${tables.length} tables ${main.members.length} have ${WORDS[main.type]} as their key. ${rare.name} has ${WORDS[minor!.type]} instead.`,
				`${rare.name}.${rare.column} is ${WORDS[minor!.type]}, while ${usual.name} and ${main.members.length > 2 ? 'most others' : 'the other tables'} use ${WORDS[main.type]}.`
			])
		: path
			? phrasing.one('keys.shown', [
					`The key of ${shown.name} is ${WORDS[main.type]}, and ${path} has one in its path.`,
					`Whoever calls ${path} sees the key of a row, and ${shown.name}.${shown.column} is ${WORDS[main.type]}.`,
					`${path} names its row by an id; the tables behind it, ${shown.name} for one, have ${WORDS[main.type]} as their key.`
				])
			: phrasing.one('keys.plain', [
					`All ${tables.length} tables are keyed by ${WORDS[main.type]}, as ${usual.name}.${usual.column} at ${placeName(project, usual.place)}.`,
					`${usual.name}.${usual.column} is ${WORDS[main.type]}, like every other key in this schema.`,
					`${WORDS[main.type].replace('a ', 'A ')} identifies each row, from ${usual.name} to ${tables.at(-1)!.name}.`
				]);
	const ask = rare
		? phrasing.one('keys.ask.mixed', [
				'What made the difference, and who would feel it if they were all alike?',
				'Was that planned? Say what each kind gives and takes for these tables.',
				'Which of the two would you choose for the next table, and why?',
				'What does a foreign key, an index and a URL get from each of them?'
			])
		: phrasing.one(`keys.ask.${main.type}`, [
				'What can a curious client do with that, and what keeps it harmless?',
				'What would the other usual choice have cost, in the index and for whoever calls the interface?',
				'Two databases have to be merged one day. What happens to these keys, and to everything that points at them?',
				'How does the choice behave at a hundred million rows, and who outside of the program can see it?',
				'If you began anew, would you show the same key to the outside that you join by inside?'
			]);
	const isNumber = main.type === 'number';
	return [
		draft({
			subject: 'keys',
			worth: rare ? 0.84 : path ? 0.76 : 0.6,
			topic: 'schema',
			category: rare ? 'tradeoffs' : isNumber && path ? 'implementation' : 'scalability',
			difficulty: rare ? 'mid-level' : 'junior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [project.evidence((rare ?? shown).place)],
			related: rare
				? [project.evidence(usual.place)]
				: route
					? [project.evidence(route.place)]
					: tables.slice(-1).map(({ place }) => project.evidence(place)),
			rubric: [
				...(isNumber || rare ? [must(idsCanBeGuessed())] : []),
				...(isNumber ? [idsTellHowMany()] : []),
				...(main.type !== 'number' || rare ? [must(randomIdsScatter())] : [randomIdsScatter()]),
				idsWithoutAsking(),
				point('A number inside for joins and a random id outside is possible, too.', [
					'use a separate public id',
					'keep the integer key internal and expose a slug or uuid',
					'an opaque identifier for the api'
				])
			],
			modelAnswer: `${rare ? `Most tables here have ${WORDS[main.type]} as their key, and ${rare.name} has ${WORDS[minor!.type]}` : `The tables here have ${WORDS[main.type]} as their key, as ${usual.name}.${usual.column}`}. Numbers that count up are small, keep inserts in order and are quick to join; shown outside${path ? `, as in ${path}` : ''}, they can be guessed and tell how many rows there are, so every access needs a check of its own, whatever the key looks like. UUIDs can be made by the program before the row is stored and stay unique when databases are merged; random ones are larger and scatter inserts over the index, which those ordered by time avoid. One can have both: a number to join by inside, and a random id to show.`,
			hints: [
				'Who gets to see the key, and what can they conclude from it?',
				'Think of inserts into a large index, and of two databases that become one.'
			],
			followUps: [
				clarifying(
					1,
					`I am logged in and see my own row of ${shown.name}. What do I try next, and what stops me?`,
					[
						essential(
							'Other values of the key are tried, and only a check of ownership on the server stops that.',
							[
								'change the id in the url to someone else’s',
								'the server has to verify that the row belongs to me'
							]
						),
						point('An id that cannot be guessed makes it harder and is no protection.', [
							'obscurity is not authorization',
							'a uuid can leak, for instance in a link'
						])
					]
				),
				deeper(
					2,
					`${usual.name} shall get another kind of key, without downtime. What are the steps?`,
					[
						essential(
							'Add the new key beside the old one, fill it, and let both be valid for a time.',
							['a second unique column that is backfilled first', 'dual keys during the transition']
						),
						point('All foreign keys, links and copies in other systems have to follow.', [
							'references in other tables must be migrated',
							'external clients may have stored the old id'
						])
					]
				)
			]
		})
	];
}

/** A path that names a row of a table by its id: `/comments/:id`. */
function shownIn(project: Project): { route: Route; table: TableModel } | undefined {
	for (const route of routesOf(project)) {
		const [, before] =
			/\/([\w-]+)\/(?::|\{|<(?:int:)?)(?:id|\w+_id|\w*[a-z]Id)\b(?!\w*:)/.exec(route.path) ?? [];
		const table = before && tableNamed(project, before);
		if (table) return { route, table };
	}
	return undefined;
}
