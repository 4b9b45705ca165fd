import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { libraryName } from './data-calls';
import { testedOnRealDatabase } from './data-claims';
import { nameAt, placeName } from './places';

/** A mapper, and statements by hand or another library beside it. */
export const twoWaysQuestions: QuestionMaker = {
	name: 'two-ways-to-data',
	make: twoWays
};

const MAPS = /ORM|document mapper|query builder/;

/** Texts of translations look like many things. */
const NO_CODE = /(^|\/)(lang|locales?|i18n|translations?)\//;

/** Code that asks the databases of others: what it takes for that is no way to the program's own data. */
const OF_OTHERS = /(^|\/)(monitor-?types?|monitors|probes|connectors|drivers|plugins)\//;

const SAME = [
	['JPA', 'Spring Data'],
	['SQLAlchemy', 'SQLModel'],
	['Sequelize', 'mysql2'],
	['database/sql', 'pgx'],
	['Prisma', 'pg']
];

/** A mapper, and statements by hand or another library beside it. */
function twoWays(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const used = foundBy(findings, 'data-access').filter(
		(one) => !one.manifestOnly && textOf(one, 'library') !== ''
	);
	const [first] = used
		.filter((one) => MAPS.test(textOf(one, 'kind')))
		.toSorted((one, other) => numberOf(other, 'files') - numberOf(one, 'files'));
	const written = foundBy(findings, 'raw-sql', 'written')[0];
	if (!first) return [];
	const second = used.find((other) => other !== first && !isSame(first, other)) ?? written;
	const place = second?.evidence.find(({ path }) => !NO_CODE.test(path) && !OF_OTHERS.test(path));
	if (!second || !place) return [];
	const mapped =
		first.evidence.find((one) => one.path !== place.path && /\./.test(one.snippet)) ??
		first.evidence[0]!;
	const library = libraryName(textOf(first, 'library'));
	const how =
		second === written
			? counted(numberOf(second, 'statements'), 'statement')
			: libraryName(textOf(second, 'library'));
	const isSql = second === written;
	const open = isSql
		? phrasing.one('two.sql', [
				`${library} is how most of this code reaches its data, and yet ${how} of SQL ${numberOf(second, 'statements') === 1 ? 'is' : 'are'} written by hand, ${nameAt(project, place)} has one.`,
				`${nameAt(project, place)} goes past ${library} and writes its SQL itself.`,
				`Beside ${counted(numberOf(first, 'calls'), 'call')} of ${library} there ${numberOf(second, 'statements') === 1 ? 'is' : 'are'} ${how} of hand-written SQL, as in ${placeName(project, place)}.`
			])
		: phrasing.one('two.libraries', [
				`Two libraries reach the data here, ${library} and ${how}: ${nameAt(project, mapped)} uses the one, ${nameAt(project, place)} the other.`,
				`${nameAt(project, place)} works with ${how}, though ${library} is used in ${counted(numberOf(first, 'files'), 'file')}.`,
				`${placeName(project, place)} reaches its data with ${how}, ${nameAt(project, mapped)} with ${library}.`
			]);
	const ask = phrasing.one(isSql ? 'two.ask.sql' : 'two.ask', [
		'What decided it, and what has to be done by hand there that is done for you elsewhere?',
		'When is that right, and what breaks unnoticed when a column gets another name?',
		'When is which of the two right, and how would a newcomer know?',
		'What does the second way do better, and do both see the same transaction?'
	]);
	return [
		draft({
			subject: 'two-ways',
			worth: 0.89,
			topic: 'data_access',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [second, first],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [mapped],
			rubric: [
				essential(
					isSql
						? 'SQL by hand is for what the mapper cannot say or says slowly, such as reports and bulk changes.'
						: 'A second way is justified by something that the first does badly or not at all.',
					[
						'aggregates, window functions or bulk updates are easier in raw sql',
						'it was needed for performance',
						'the orm generated a bad query there',
						'each of them fits another kind of query'
					]
				),
				point('Mapping, escaping and following changes of the schema are done by hand there.', [
					'nothing checks the column names for you',
					'you have to map rows yourself',
					'a renamed column only shows up when the statement runs'
				]),
				testedOnRealDatabase(),
				point('Hooks, validations, caches and soft deletes of the mapper are passed by.', [
					'callbacks of the model do not run',
					'the identity map may hold stale objects',
					'default scopes and events are bypassed'
				]),
				point('A written rule says when which is used, so that it does not become taste.', [
					'document the convention',
					'agree in the team when to drop down to sql',
					'otherwise everybody does it differently'
				])
			],
			modelAnswer: `${library} is the usual way here, and ${nameAt(project, place)} uses ${isSql ? 'SQL written by hand' : how}. That is right where the usual way cannot say the query or makes a slow one of it, as with aggregates or changes of many rows at once. There nobody maps, escapes or follows changes of the schema for you, so only a test against a real database tells that the statement still fits. What the mapper does on the side, such as callbacks, validations, cached objects or leaving out deleted rows, does not happen. A sentence in the documentation should say when which is meant, and both must run on the same connection where they are part of one transaction.`,
			hints: [
				'What does the usual way do for you on every call, without being asked?',
				'Now rename a column in your mind. Who notices in the one place, and who in the other?'
			],
			followUps: [
				clarifying(
					1,
					`Would the query at ${placeName(project, place)} be possible the other way? What would be worse?`,
					[
						essential(
							'Says what it would look like and names a cost: speed, number of queries, or legibility.',
							[
								'it would need several queries or load everything into memory',
								'it would be possible but slower or harder to read'
							]
						),
						point('The difference should have been measured.', [
							'compare the two with real data',
							'look at the query plan of both'
						])
					]
				),
				deeper(
					4,
					'Both ways touch the same row within one request. What can the first one not know about what the second did?',
					[
						essential('Objects that are loaded already keep their old values.', [
							'the mapper still has the stale entity in memory',
							'you have to refresh or clear the session'
						]),
						point('They see one another only on the same connection and in the same transaction.', [
							'otherwise the second connection does not see uncommitted changes',
							'share the transaction'
						])
					]
				)
			]
		})
	];
}

const isSame = (one: Finding, other: Finding) =>
	SAME.some(
		(pair) => pair.includes(textOf(one, 'library')) && pair.includes(textOf(other, 'library'))
	);
