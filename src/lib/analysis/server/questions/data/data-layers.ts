import type { Evidence } from '../../../evidence';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { callName, type DataCall, dataCallsOf, libraryName } from './data-calls';
import { testedOnRealDatabase } from './data-claims';
import { nameAt } from './places';

/** Who may ask the database: a folder that holds nearly all calls, and somebody elsewhere. */
export const dataLayerQuestions: QuestionMaker = {
	name: 'data-layers',
	make: layer
};

/** From so much of all calls on, a folder is where they belong. */
const MOST = 0.6;

/** What keeps data for others, by its name. */
const DATA_FOLDER =
	/(^|\/)\w*(repositor(y|ies)|stores?|storage|database|db|dao|models?|persistence|data|mappers?|queries|entities|infrastructure)$/i;

const folderOf = (path: string) => path.split('/').slice(0, -1).join('/') || '.';

/** A folder that holds nearly all calls, and somebody elsewhere; or calls in all folders. */
function layer(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const calls = dataCallsOf(project);
	const access = foundBy(findings, 'data-access').filter(({ manifestOnly }) => !manifestOnly);
	if (calls.length < 8 || access.length === 0) return [];
	const folders = new Map<string, DataCall[]>();
	for (const call of calls) {
		const folder = folderOf(call.file.path);
		folders.set(folder, [...(folders.get(folder) ?? []), call]);
	}
	const [[home, own]] = Array.from(folders).toSorted(
		([, one], [, other]) => other.length - one.length
	) as [[string, DataCall[]]];
	const inside = calls.filter(({ file }) => file.path.startsWith(`${home}/`));
	const isHome = inside.length >= calls.length * MOST && DATA_FOLDER.test(home);
	const outside = calls.filter((call) =>
		isHome ? !inside.includes(call) : folderOf(call.file.path) !== home
	);
	const stray = outside.find(isOfInterface) ?? outside[0];
	if (!stray || (!isHome && folders.size < 3)) return [];
	const at = ({ file, fact }: DataCall): Evidence =>
		project.evidence({ path: file.path, startLine: fact.startLine, endLine: fact.endLine });
	const usual = own.find(({ symbol }) => symbol) ?? own[0]!;
	const asked = callName(stray.fact.callee);
	const strayName = nameAt(project, at(stray));
	const usualName = nameAt(project, at(usual));
	const library = libraryName(stray.library.name);
	const others = calls.length - inside.length;
	const open = isHome
		? phrasing.one('layer.home', [
				`${inside.length} of ${calls.length} calls of ${library} stand below ${home}; ${strayName} makes one itself, by ${asked}.`,
				`Nearly everything reaches the database through ${home}, ${usualName} for one. ${strayName} does not, and calls ${asked} itself.`,
				`${strayName} reaches for ${asked}, although ${home} is where ${inside.length} of ${calls.length} such calls are.`
			])
		: phrasing.one('layer.spread', [
				`Calls of ${library} are spread over ${counted(folders.size, 'folder')}: ${usualName} makes some, ${strayName} calls ${asked} too.`,
				`${strayName} calls ${asked} itself, and ${usualName} has calls of its own; ${counted(folders.size, 'folder')} of this code talk to the database.`,
				`There is no single place that knows ${library}: ${counted(calls.length, 'call')} in ${counted(folders.size, 'folder')}, from ${strayName} to ${usualName}.`
			]);
	const ask = phrasing.one(isHome ? 'layer.ask' : 'layer.ask.spread', [
		'What does that buy, what does it cost, and where would you draw the line today?',
		'Say you had to change one table, or the library. Which of these places would you have to touch, and how would you find them all?',
		'How do you test the rules in there without a database?',
		'What would you gain from one layer in between, and what would you lose?'
	]);
	return [
		draft({
			subject: 'layer',
			worth: isHome ? 0.87 : 0.76,
			topic: 'data_access',
			category: 'architecture',
			difficulty: isHome ? 'senior' : 'mid-level',
			findings: access.slice(0, 1),
			question: `${open} ${ask}`,
			evidence: [at(stray)],
			related: [at(usual)],
			rubric: [
				essential(
					'Queries in one place can be changed, tuned and secured in one place.',
					[
						'there is a single layer to touch when the schema changes',
						'you find all access to a table in one folder',
						'it decouples the rest from the database'
					],
					{ evidence: [at(usual)] }
				),
				point('Calling the library directly is less code and shows at once what is asked.', [
					'no extra indirection for a simple query',
					'a repository that only passes calls on adds nothing',
					'pragmatic for small or one-off queries'
				]),
				point('Rules that are mixed with queries can be tested only with a database.', [
					'business logic cannot be unit tested in isolation',
					'you need a real database or mocks of the library',
					'logic and persistence are coupled'
				]),
				point(
					'Conditions that must hold everywhere, such as leaving out deleted rows, are easily forgotten in a stray query.',
					[
						'a filter like the tenant or soft delete is missing there',
						'the direct call bypasses checks that others have',
						'duplicated conditions drift apart'
					]
				),
				point('A rule of the linter or of the module system keeps the line where it was drawn.', [
					'enforce it with an import rule',
					'architecture tests that fail the build',
					'reviewers alone will miss it'
				])
			],
			modelAnswer: `${isHome ? `${home} holds ${inside.length} of ${calls.length} calls, so that queries can be found, tuned and changed there` : `The calls of ${library} stand in ${folders.size} folders, so there is no single place to look when a table changes`}. ${strayName} calls ${asked} directly, which is less code and shows at once what is asked. The price is that ${isHome ? `${others === 1 ? 'this call is' : 'such calls are'} not seen by whoever changes ${home}` : 'every change has to be followed through all of them'}, that conditions which must hold everywhere can be missing, and that its rules can be tested only with a database. I would move queries that are more than a lookup behind a function with a name, leave trivial ones, and let a rule of the linter keep it that way.`,
			hints: [
				'Who has to know about tables and queries, and who should not?',
				'Think of a condition that every query must carry, and of a test without a database.',
				'What is easier with the direct call, and from which point on is it not any more?'
			],
			followUps: [
				clarifying(
					3,
					`Which rule of the business stands next to a query, in ${strayName} or elsewhere, and how is it tested now?`,
					[
						essential(
							'Names a decision in the code that depends on what was read, and how it is covered.',
							[
								'the check after loading the record is only tested through the database',
								'there is an integration test for that path, or none at all'
							]
						),
						point(
							'Pulled out as a function of plain values it could be tested without any database.',
							[
								'separate the decision from the loading',
								'pass the loaded data into a pure function'
							]
						)
					]
				),
				deeper(
					1,
					'A column is split into two. How do you find every place that reads it, and how do you know that you have them all?',
					[
						essential('Types or a test against a real database find what a text search misses.', [
							'the compiler or a typed model shows all uses',
							'integration tests fail where it is still used'
						]),
						testedOnRealDatabase(),
						point('Both forms are kept for a while, so that nothing breaks in between.', [
							'write both columns during the transition',
							'migrate step by step'
						])
					]
				)
			]
		})
	];
}

/** What answers requests, where queries are least expected. */
const isOfInterface = ({ file }: DataCall) =>
	/controller|route|router|handler|view|page|api|resource|serializer|middleware|component/i.test(
		file.path
	);
