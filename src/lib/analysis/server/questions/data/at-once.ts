import type { CallFact } from '../../../facts';
import type { Found } from '../../../project';
import { counted, distinct, listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, fileAt, functionAt, historyAt, isElsewhere, nameAt, placeName } from './places';
import { asManyAsTheList, limitAtOnce, othersGoOn } from './work-claims';

/** Work that is done side by side: how much of it, and what becomes of the rest when one fails. */
export const atOnceQuestions: QuestionMaker = {
	name: 'at-once',
	make: sideBySide
};

/** All of several, and not one that runs by itself. */
const ALL =
	/^(Promise\.(all|allSettled|any)|asyncio\.(gather|TaskGroup)|Task\.WhenAll|Parallel\.For\w*|(tokio|futures)\.(join!|try_join!)|(futures\.)?(future\.)?(try_)?join_all|CompletableFuture\.allOf|awaitAll)$/;

const ASIDE = /(^|\/)(scripts?|tools?)\/|seed|migrat/i;

const isOverList = ({ args }: CallFact): boolean =>
	args.some((argument) => /\bmap\b|\bfor\b|Select\b|^\*/.test(argument));

function sideBySide(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'concurrency', 'at-once')[0];
	if (!finding) return [];
	const limits = numberOf(finding, 'limits');
	const calls = project.calls(ALL).filter(({ file }) => !ASIDE.test(file.path));
	// A list's length is nobody's choice: where one is mapped, that is where it matters.
	const call = calls.find(({ fact }) => isOverList(fact)) ?? calls[0];
	if (!call) return [];
	const at = ({ file, fact }: Found<CallFact>) =>
		project.evidence({ path: file.path, startLine: fact.startLine, endLine: fact.endLine });
	const place = at(call);
	const what = call.fact.callee;
	const isList = isOverList(call.fact);
	const limit = finding.evidence
		.slice(0, Math.min(limits, 2))
		.find((one) => fileAt(project, one.path)?.language === call.file.language);
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const other = calls.map(at).find((one) => isElsewhere(one, place));
	const history = historyAt(project, phrasing, place, !limit && !caller && !other);
	const name = nameAt(project, place);
	const count = calls.length;
	const kinds = distinct(calls.map(({ fact }) => fact.callee));
	const open = phrasing.one('once.open', [
		`${name} does several things at once by ${what}${limit ? `; ${placeName(project, limit)} limits how many, elsewhere` : limits === 0 ? ', and nothing seems to limit how many' : ''}.`,
		`At ${placeName(project, place)} ${what} starts work side by side${caller ? `, whenever ${caller.name} calls` : ''}.`,
		count === 1
			? `Work is done side by side in one place of this code, by ${what} in ${name}.`
			: `${count} places in this code do work at the same time (${listed(kinds, 2)}), ${name} for one${limit ? `, and ${counted(limits, 'place')} ${limits === 1 ? 'holds' : 'hold'} it back` : ''}.`
	]);
	const ask = phrasing.one(isList ? 'once.ask.list' : 'once.ask', [
		'One of them fails after a second, the others take ten. What does the caller get, and what goes on running?',
		isList
			? 'How many are started for the longest list you can imagine, and what if one of them fails?'
			: 'How long does the whole take, and what happens to the others when one of them fails?',
		'What was gained by it, how do you know, and what happens to the rest when one of them fails?',
		'Which of them may fail without the whole being a failure, and where does the code say so?'
	]);
	return [
		draft({
			subject: 'side-by-side',
			worth: limit || caller ? 0.8 : other ? 0.74 : 0.6,
			topic: 'concurrency',
			category: 'scalability',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [
				...(limit ? [limit] : []),
				...(caller ? [caller.evidence] : []),
				...(other ? [other] : []),
				...history.related
			],
			rubric: [
				essential(
					'Waiting is shared: the whole takes as long as the slowest, and not as the sum.',
					[
						'it runs in parallel instead of one after the other',
						'total time is the maximum rather than the sum',
						'latency is hidden by doing them concurrently'
					],
					{ evidence: [place] }
				),
				must(othersGoOn()),
				{
					...(isList ? must(asManyAsTheList()) : asManyAsTheList()),
					...(!isList && {
						claim:
							'How much runs at the same time grows with the requests, as nothing limits it here.'
					})
				},
				limitAtOnce(),
				point(
					'What they share, such as connections of a pool, decides how much of it is really at once.',
					[
						'the connection pool is the real limit',
						'they queue for the same resource',
						'parallel queries use several connections for one request'
					]
				)
			],
			modelAnswer: `${name} starts its work side by side with ${what}, so the whole takes as long as the slowest part and not as the sum. When one part fails, the caller hears of that first error while the others run on, and nobody looks at their results unless the code collects all of them. ${isList ? 'How many run is decided by the length of a list' : 'How many run is decided by how many requests come'}${limit ? `; ${placeName(project, limit)} shows how it can be limited` : ', since nothing limits it'}. A pool or a fixed number at once keeps it to what the other side bears. What they share, such as database connections, decides how much really happens at the same time.`,
			hints: [
				'Draw the parts as bars on a line of time, and let one of them fail.',
				'What grows when there is ten times as much?',
				'Which resource do all the bars need?'
			],
			followUps: [
				clarifying(2, `Which error does the caller of ${name} see when two parts fail?`, [
					essential('The first one; the second is lost unless all results are collected.', [
						'only the first rejection is reported',
						'use a variant that waits for all and returns each result'
					]),
					point('Work that was done by the others is not undone.', [
						'side effects remain',
						'there is no rollback'
					])
				]),
				deeper(
					4,
					'You allow ten at once. How did you find ten, and what would tell you to change it?',
					[
						essential(
							'From what the other side can bear, measured by its latency as the number grows.',
							[
								'load test and watch where latency rises',
								'the pool size or the rate limit of the partner'
							]
						),
						point('Waiting time and errors are watched in operation.', [
							'monitor queueing and failures',
							'adapt when it saturates'
						])
					]
				)
			]
		})
	];
}
