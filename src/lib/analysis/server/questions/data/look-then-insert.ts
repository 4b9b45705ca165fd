import type { CallFact, FileFacts, SymbolFact } from '../../../facts';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import type { TableModel } from '../../detectors/tables';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import {
	bothLookFirst,
	databaseRefusesSecond,
	must,
	oneStatement,
	violationIsAnswered
} from './data-claims';
import { asFunction, callerOf, isElsewhere, nameAt, placeName } from './places';
import { tableNamed } from './tables-by-name';

/** Looking whether there is one, and inserting then. */
export const lookThenInsertQuestions: QuestionMaker = {
	name: 'look-then-insert',
	make: lookThenInsert
};

const LOOKS =
	/^(.*?)\.(findOne\w*|findUnique\w*|findFirst\w*|find_by!?|exists\w*|existsBy\w+|findBy[A-Z]\w*|get_or_none|exists\?|(Where\(\)\.)?AnyAsync|filter\(\)\.(exists|first)|where\(\)\.(exists|first|exists\?))$/;

const INSERTS = /^(.*?)\.(create|create!|insert|insertOne|insertMany|Add|AddAsync|create_user)$/;

/** `User.objects` and `this.userRepository` are asked about users. */
const askedOf = (target: string) => target.replace(/\.(objects|query|Where\(\))$/, '');

interface Race {
	file: FileFacts;
	symbol: SymbolFact;
	look: CallFact;
	insert: CallFact;
	target: string;
	table?: TableModel;
}

function racesOf(project: Project): Race[] {
	return project.sources
		.filter(({ path }) => !/migrat|seed|factor(y|ies)|fixtures?|fake|generator/i.test(path))
		.flatMap((file) =>
			file.symbols.flatMap((symbol): Race[] => {
				if (symbol.kind !== 'function' && symbol.kind !== 'method') return [];
				const own = file.calls.filter(
					({ startLine, endLine }) => symbol.startLine <= startLine && endLine <= symbol.endLine
				);
				for (const look of own) {
					const [, target] = LOOKS.exec(look.callee) ?? [];
					if (!target || !isOfData(target)) continue;
					const insert = own.find(
						({ callee, startLine }) =>
							startLine > look.startLine && targetOfInsert(callee) === askedOf(target)
					);
					if (!insert) continue;
					const table = tableNamed(project, target);
					return [{ file, symbol, look, insert, target: askedOf(target), ...(table && { table }) }];
				}
				return [];
			})
		);
}

const targetOfInsert = (callee: string) => {
	const [, target] = INSERTS.exec(callee) ?? [];
	return target && askedOf(target);
};

/** A class, a repository, a mapper's client: what else has a `create` is no table. */
const isOfData = (target: string) =>
	/(^|\.)[A-Z]\w+(\.objects|\.query)?$|repo(sitory)?s?$|prisma\w*\.\w+$|[mM]odel$|(_context|_db|context|db)\.\w+$/.test(
		target
	);

function lookThenInsert(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const races = racesOf(project);
	const race = races.find(({ table }) => uniqueOf(table)) ?? races[0];
	if (!race) return [];
	const { file, symbol, look, insert, table } = race;
	const at = (call: CallFact) =>
		project.evidence({ path: file.path, startLine: call.startLine, endLine: call.endLine });
	const unique = uniqueOf(table);
	const caller = callerOf(project, file.path, symbol);
	const name = asFunction(symbol.name);
	const repeatable = foundBy(findings, 'resilience', 'repeatable-writes')[0];
	const other = repeatable?.evidence.find((one) => isElsewhere(one, at(look)));
	const open = phrasing.one('insert.open', [
		`${name} first calls ${look.callee} and then ${insert.callee}.`,
		`Before ${insert.callee}, ${name} looks whether there is one already, by ${look.callee}.`,
		`${caller ? `Through ${caller.name} two users reach ${name} in the same millisecond` : `Two users reach ${name} in the same millisecond`}: both pass ${look.callee}, both go on to ${insert.callee}.`
	]);
	const beside = unique
		? phrasing.one('insert.unique', [
				` ${table!.name} has a unique index over ${listed(unique.columns)}.`,
				` A unique index over ${listed(unique.columns)} stands behind ${table!.name}.`,
				''
			])
		: other
			? phrasing.one('insert.other', [
					` In ${placeName(project, other)} the same is done in one step.`,
					` ${nameAt(project, other)} does both in one call.`
				])
			: '';
	const ask = phrasing.one('insert.ask', [
		'Two that arrive together: what does each of them get to see, and which part of the code or of the database decides that?',
		'What is that first look worth when two come at once, and what would you rely on instead?',
		'What exactly happens to the slower of two, and would a user understand the answer?',
		'How would you prove in a test that only one of two wins?',
		'Explain what can happen in between, and how you would make it impossible rather than unlikely.'
	]);
	return [
		draft({
			subject: 'look-then-insert',
			worth: table || other || caller ? 0.92 : 0.8,
			topic: 'concurrency',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: [
				...(unique ? foundBy(findings, 'schema', 'indexes') : []),
				...(!unique && repeatable ? [repeatable] : [])
			],
			question: `${open}${beside} ${ask}`,
			evidence: [at(look), at(insert)],
			related: [
				...(table ? [project.evidence((unique ?? table).place)] : []),
				...(other ? [other] : []),
				...(caller ? [caller.evidence] : [])
			],
			rubric: [
				must(bothLookFirst()),
				{
					...must(databaseRefusesSecond()),
					evidence: unique ? [project.evidence(unique.place)] : [],
					contradictions: [
						'the check before the insert is enough to prevent duplicates',
						'looking first guarantees that there is no second row'
					]
				},
				violationIsAnswered(),
				point('Looking first is only for a friendly message in the usual case.', [
					'the check gives a nicer error before the database complains',
					'it is for user experience and not for correctness',
					'the lookup is an optimisation, not a guarantee'
				]),
				oneStatement()
			],
			modelAnswer: `Between ${look.callee} and ${insert.callee} another request can do the same: both look, neither finds anything, and both insert. Looking first is therefore only good for a friendly message. ${unique ? `The unique index over ${listed(unique.columns)} of ${table!.name} makes the database refuse the second, so there will be no duplicate` : 'A unique constraint in the database has to refuse the second row, otherwise there will be duplicates'}. That refusal arrives as an exception in ${name} and has to be turned into the same answer as the look gives, a conflict and not a crash. Where the existing row would do as well, one statement that inserts or takes what is there saves both steps.`,
			hints: [
				'Follow two requests in parallel, one line at a time.',
				'Both have looked and found nothing. Who is left that could still say no?',
				'And what does the one who is refused get as an answer?'
			],
			followUps: [
				clarifying(
					3,
					'The database refuses the second insert. What does the person behind that request read?',
					[
						essential(
							'The error of the database is caught and becomes the message for a conflict.',
							[
								'translate the duplicate key exception into 409',
								'catch the constraint error and say that it exists already'
							]
						),
						point('Uncaught, it is an internal error although nothing is broken.', [
							'otherwise they see a 500',
							'an unhandled exception for an ordinary case'
						])
					]
				),
				deeper(5, 'Could you drop the look entirely? What would the code be like?', [
					essential('Insert at once and treat the violation as the answer.', [
						'just try to insert and handle the failure',
						'rely on the constraint alone'
					]),
					point('An upsert returns the row that is there already.', [
						'on conflict do nothing and read it back',
						'insert or get in a single statement'
					]),
					point(
						'Failed inserts may leave gaps in the numbers and noise in the log, which is harmless.',
						['sequences skip values', 'it costs a few wasted ids']
					)
				])
			]
		})
	];
}

const uniqueOf = (table: TableModel | undefined) =>
	table?.indexes.find(({ isUnique, columns }) => isUnique && columns.length <= 2);
