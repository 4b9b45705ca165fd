import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { callName, type DataCall, dataCallsOf, INSERTS, libraryName, READS } from './data-calls';
import { fetchTogether, must, queriesAreCounted, queriesGrowWithRows } from './data-claims';
import { asFunction, callerOf, isElsewhere, placeName } from './places';
import { tableNamed } from './tables-by-name';

/** A query that is asked once for each of many. */
export const loopQuestions: QuestionMaker = {
	name: 'queries-in-loops',
	make: (material, phrasing) => queryInLoop(material, phrasing)
};

const LOOP =
	/^\s*(for|foreach|while)\b(?!.*\b(Next|next)\(\))|\.(forEach|map|flatMap|each|each_with_index|find_each|each_slice)\s*(\(|do\b|\{|<).*(\{|=>|\(|do\b)\s*(\|[^|]*\|)?\s*$|\.(each|find_each|map)\s+do\b/;

const depthOf = (line: string) => line.search(/\S/);

/**
 * The line of the loop around a call, told by indentation.
 *
 * @returns undefined where there is none in its function
 */
export function loopAround(project: Project, { file, fact, symbol }: DataCall): number | undefined {
	const lines = project.lines(file.path);
	let depth = depthOf(lines[fact.startLine - 1] ?? '');
	for (let line = fact.startLine - 1; line > (symbol?.startLine ?? fact.startLine); line -= 1) {
		const text = lines[line - 1] ?? '';
		const own = depthOf(text);
		if (own === -1 || own >= depth) continue;
		depth = own;
		if (LOOP.test(text)) return line;
	}
	return undefined;
}

const RUNS = /\.(Exec\w*|execute\w*|update\w*|delete\w*)$/;

/** Calls that reach the database when they run, and not those that only prepare one. */
const asks = ({ fact, library }: DataCall) =>
	(READS.test(fact.callee) || INSERTS.test(fact.callee) || RUNS.test(fact.callee)) &&
	!(fact.isAwaited === false && library.name === 'Prisma');

function queryInLoop(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const hits = dataCallsOf(project)
		.filter((call) => asks(call) && call.symbol)
		.flatMap((call) => {
			const line = loopAround(project, call);
			return line === undefined ? [] : [{ call, line }];
		});
	const best = hits.find(({ call }) => READS.test(call.fact.callee)) ?? hits[0];
	if (!best?.call.symbol) return [];
	const { call, line } = best;
	const { file, fact, symbol, library } = call;
	const name = asFunction(best.call.symbol.name);
	const asked = callName(fact.callee);
	const isRead = READS.test(fact.callee);
	const place = { path: file.path, startLine: line, endLine: fact.endLine };
	const caller = symbol && callerOf(project, file.path, symbol);
	const others = hits.filter((one) =>
		isElsewhere({ path: one.call.file.path, startLine: one.line }, place)
	);
	const [other] = others;
	const table = tableNamed(project, fact.callee.slice(0, fact.callee.lastIndexOf('.')));
	const open = phrasing.one('loop.open', [
		`${name} has a loop at line ${line} and calls ${asked} in it.`,
		`Inside the loop at ${placeName(project, place)}, ${asked} runs once per iteration.`,
		`${name} calls ${asked} in a loop${caller ? `, and is called by ${caller.name}` : ''}.`,
		...(others.length > 0
			? [
					`In ${counted(others.length + 1, 'place')} ${libraryName(library.name)} is called in a loop; take ${name}, where it is ${asked}.`
				]
			: [])
	]);
	const ask = phrasing.one(isRead ? 'loop.ask' : 'loop.ask.write', [
		'How many statements reach the database for ten items, how many for ten thousand, and what would you write instead?',
		'Where does that stop being fast enough, and what would you write instead?',
		'What does each iteration cost once the database is a network away, and how would you get by with fewer?',
		'Would you leave it like that? Say which number would change your mind, and what you would do then.'
	]);
	return [
		draft({
			subject: 'query-in-loop',
			worth: caller || other || table ? 0.93 : 0.8,
			topic: 'data_access',
			category: 'scalability',
			difficulty: isRead ? 'mid-level' : 'junior',
			findings: foundBy(findings, 'data-access').slice(0, 1),
			question: `${open} ${ask}`,
			evidence: [project.evidence(place)],
			related: [
				...(caller ? [caller.evidence] : []),
				...(other
					? [
							project.evidence({
								path: other.call.file.path,
								startLine: other.line,
								endLine: other.call.fact.endLine
							})
						]
					: []),
				...(table ? [project.evidence(table.place)] : [])
			],
			rubric: [
				must(queriesGrowWithRows()),
				point('Each statement pays a round trip, which adds up even where it is fast itself.', [
					'network latency is multiplied by the number of iterations',
					'a millisecond each becomes seconds in total',
					'the waiting adds up one after the other'
				]),
				{
					...must(fetchTogether()),
					contradictions: [
						'it is one query for all of them',
						'everything is already loaded in one go'
					]
				},
				point('It is fine as long as something keeps the number of turns small.', [
					'for a short, bounded list it does not matter',
					'if there are never more than a handful it is acceptable',
					'a page size limits how often it runs'
				]),
				queriesAreCounted()
			],
			modelAnswer: `${asked} runs once for each turn of the loop in ${name}, so the number of statements grows with the number of turns: ten turns, ten statements; ten thousand, ten thousand. Each one pays a round trip, and they wait for one another. ${isRead ? 'I would collect the keys first and read all of them with one query, by a join, by eager loading or with IN' : 'I would collect the rows and write them with one statement, or in batches of a fixed size within a transaction'}. If the list is short and stays short, it may remain as it is, but then something should keep it short. A test that counts the statements of this call would keep it from coming back.`,
			hints: [
				'Count the statements for one call, then for a list ten times as long.',
				'Where does the time go: in the database, or on the way there and back?',
				`What would have to be known before the loop so that ${asked} is not needed in it?`
			],
			followUps: [
				clarifying(
					4,
					`Where does the list that ${name} walks through come from, and how long can it get?`,
					[
						essential(
							'Its length follows from the data or from the request, so it grows unless something limits it.',
							[
								'it is as long as the table or the input',
								'nothing bounds it but the data itself',
								'users decide how long it is'
							]
						),
						point('A page, a batch size or a check of the input would bound it.', [
							'limit the number of items per request',
							'paginate the list'
						])
					]
				),
				deeper(
					3,
					'With one query for all of them, what becomes the next limit, and how do you handle a list of a hundred thousand?',
					[
						essential(
							'The parameters of a statement and the memory for its result are limited, so it is done in batches.',
							['chunk the ids', 'process a few thousand at a time', 'the in-list gets too long']
						),
						point(
							'Each batch can be done and committed on its own, so that it can go on after a failure.',
							['commit per chunk', 'resume where it stopped']
						)
					]
				)
			]
		})
	];
}
