import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, functionAt, historyAt, isAside, nameAt } from './places';
import {
	bearsTwice,
	heldForEver,
	limitFromCaller,
	maybeDone,
	somethingInstead
} from './work-claims';

/** Partners that are waited for without end. */
export const missingTimeOutQuestions: QuestionMaker = {
	name: 'missing-time-outs',
	make: withoutLimit
};

function withoutLimit(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const all = foundBy(findings, 'resilience', /^no-timeout-/);
	const finding = all.find(({ evidence }) => evidence.some(({ path }) => !isAside(path)));
	const place = finding?.evidence.find(({ path }) => !isAside(path));
	if (!finding || !place) return [];
	const set = foundBy(findings, 'resilience', 'timeouts')[0];
	const rule = set?.evidence.find((one) => one.path !== place.path && !isAside(one.path));
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const history = historyAt(project, phrasing, place, !rule && !caller);
	const client = textOf(finding, 'client');
	const count = numberOf(finding, 'calls');
	const name = nameAt(project, place);
	const open = rule
		? phrasing.one('none.mixed', [
				`${name} calls out with ${client} and sets no time-out; ${nameAt(project, rule)} does set one.`,
				`Waiting is limited in ${counted(numberOf(set!, 'places'), 'place')} of this code, and not in ${name}, which asks by ${client}.`,
				`${nameAt(project, rule)} says how long it is ready to wait. ${name}, with ${client}, does not.`
			])
		: phrasing.one('none.open', [
				`${name} calls another server with ${client} and sets no time-out${count > 1 ? `, one of ${count} such calls` : ''}.`,
				`${caller ? `${caller.name} waits for ${name}, and` : ''} ${name} waits for an answer over ${client} for as long as it takes.`.trim(),
				`Nothing says how long ${name} waits for the other side; ${client} has no limit of its own.`
			]);
	const ask = phrasing.one('none.ask', [
		'The partner accepts connections and never answers. What is the state of your service after five minutes?',
		'Which limit would you set, why that one, and what does the caller get when it is reached?',
		'How would you notice, and what would you see first: errors, memory, or silence?',
		'Who waits for whom here, all the way to the user, and how long at most?'
	]);
	return [
		draft({
			subject: 'without-limit',
			worth: rule ? 0.92 : caller ? 0.87 : 0.78,
			topic: 'resilience',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: set && rule ? [finding, set] : [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [...(rule ? [rule] : []), ...(caller ? [caller.evidence] : []), ...history.related],
			rubric: [
				{
					...must(heldForEver()),
					evidence: [place],
					contradictions: [
						`${client} has a sensible time-out by default`,
						'the call gives up by itself after some seconds'
					]
				},
				{ ...must(limitFromCaller()), evidence: rule ? [rule] : [] },
				maybeDone(),
				somethingInstead(),
				point('How long the partner takes, and how often it fails, has to be measured.', [
					'record latencies and errors of outgoing calls',
					'a dashboard for the dependency',
					'alert on slow calls'
				])
			],
			modelAnswer: `${client} waits for as long as it takes unless told otherwise. If the partner accepts connections and never answers, each request that passes ${name} holds a thread or connection, until none is left and even requests that have nothing to do with it wait. ${rule ? `${nameAt(project, rule)} sets a limit, so one belongs here as well` : 'So a limit belongs here'}: shorter than what whoever asked is ready to wait, and above what the partner usually takes. When it is reached, the partner may have done the work all the same, so trying again must be harmless. What the user gets then, an error, an old value or less, is a decision. Latency and failures of these calls should be measured.`,
			hints: [
				'The other side does not fail: it just never answers.',
				'What does each waiting request hold on to?',
				'From whom does the right limit follow: from the partner, or from whoever waits for you?'
			],
			followUps: [
				clarifying(2, `Give me a number for ${name}, and the reason for it.`, [
					essential(
						'Names a limit from the patience of the caller and the measured latency of the partner.',
						[
							'two seconds, because the page has to answer within three',
							'a little above the p99 of the partner'
						]
					),
					point('Connecting and reading may have limits of their own.', [
						'a short connect timeout and a longer read timeout',
						'separate limits'
					])
				]),
				deeper(3, 'The limit is reached. May you ask again at once?', [
					essential('Only if doing it twice is harmless, and then after a pause.', [
						'when the call is idempotent',
						'with backoff'
					]),
					bearsTwice(),
					point('All that try again at once keep a partner down that is just getting up.', [
						'retries multiply the load',
						'a retry storm'
					])
				])
			]
		})
	];
}
