import type { Finding } from '../../../findings';
import { counted, listed } from '../../detectors/detector';
import {
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	type WrittenPoint
} from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';

/** Where the front end keeps what it shows: what is its own, what is the server's, what is handed down. */
export const frontEndState: QuestionMaker = {
	name: 'front-end-state',
	make: ({ findings }, phrasing) => {
		const kinds = ['client', 'server', 'context'].flatMap((subject) =>
			foundBy(findings, 'state-management', subject).filter(({ manifestOnly }) => !manifestOnly)
		);
		const [one, other] = kinds.toSorted(
			(first, second) => numberOf(second, 'uses') - numberOf(first, 'uses')
		);
		return one ? [asked(one, other, phrasing)] : [];
	}
};

const kindOf = ({ key }: Finding) => key.slice(key.indexOf(':') + 1);

const namesOf = (finding: Finding) => listed(listOf(finding, 'libraries'), 3);

const filesOf = (finding: Finding) => counted(numberOf(finding, 'files'), 'file');

function asked(one: Finding, other: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const first = namesOf(one);
	const second = other ? namesOf(other) : '';
	const [libraries] = [listOf(one, 'libraries')];
	const isMixed = other === undefined && libraries.length > 1;
	const kind = kindOf(one);
	const [place] = one.evidence;
	const subject = other ? 'two-ways' : 'one-way';
	return draft({
		subject,
		worth: other ? 0.8 : 0.7,
		topic: 'state_management',
		category: 'architecture',
		difficulty: other ? 'mid-level' : 'junior',
		findings: other ? [one, other] : [one],
		evidence: one.evidence.slice(0, 3),
		related: other ? other.evidence.slice(0, 2) : one.evidence.slice(3, 4),
		question: composed(
			phrasing,
			subject,
			other
				? [
						`State is kept in two ways here: ${first} in ${filesOf(one)}, ${second} in ${filesOf(other)}.`,
						`${filesOf(one)} use ${first}, ${filesOf(other)} ${numberOf(other, 'files') === 1 ? 'uses' : 'use'} ${second}.`,
						`Compare ${place?.path ?? 'the one'}, which relies on ${first}, with ${other.evidence[0]?.path ?? 'the other'}, which relies on ${second}.`,
						`The front end has ${first} (${filesOf(one)}) and ${second} (${filesOf(other)}) side by side.`
					]
				: isMixed
					? [
							`The front end keeps its state with ${first}, in ${filesOf(one)}.`,
							`More than one thing holds state in the front end: ${first}, over ${filesOf(one)}.`
						]
					: [
							`${first} holds the state in ${filesOf(one)}, ${place?.path ?? ''} among them.`,
							`The front end relies on ${first} for its state, in ${filesOf(one)}.`,
							`All that the front end remembers goes through ${first}: ${filesOf(one)}.`
						],
			kind === 'context' && !other ? CONTEXT : other ? BOTH : ALONE
		),
		rubric: [
			essential(
				'What belongs to the server is a copy in the browser, and needs to be fetched again when it is stale',
				[
					'server state is a cache',
					'remote data has to be invalidated after a change',
					'it can be outdated as soon as it arrives'
				]
			),
			essential(
				'What only the screen knows, such as an open menu or a half-written form, is kept near where it is used',
				[
					'local UI state stays in the component',
					'not everything belongs in a global store',
					'keep state as close as possible to its use'
				]
			),
			other
				? point(
						`${first} and ${second} divide the work by a rule: which kind of state goes where`,
						[
							'one is for global state and the other for what is fetched or local',
							'each has its own purpose',
							'there should be a convention so that new code knows where to put things'
						]
					)
				: aboutOneWay(kind, first),
			point('What can be computed from other state is not kept, or the two will differ', [
				'derive instead of duplicating',
				'no redundant state',
				'use a selector or a computed value'
			]),
			point(
				'A change draws again only what shows it; a store that everything reads makes everything draw again',
				['avoid unnecessary re-renders', 'subscribe to slices', 'split the context or the store']
			)
		],
		modelAnswer: `
			There are three kinds: what belongs to the server and is only copied here, what the whole
			front end shares, and what one screen knows for a moment. ${
				other
					? `Here ${first} is used in ${filesOf(one)} and ${second} in ${filesOf(other)}, and that is fine as long as a rule says which kind goes where; without it new code lands in either.`
					: `Here ${first} is used for it in ${filesOf(one)}.`
			} A copy of the server's data is stale as soon as it arrives, so after each change I fetch it
			again or mark it as old. What can be computed from something else I do not keep, or the two
			differ one day. What one screen needs stays in that screen. And I look at who reads what: if
			everything reads one store, each change draws everything again.
		`,
		hints: [
			'Take three pieces of state and say of each who owns it.',
			'Which of them would be wrong after ten minutes without a reload?',
			'Is anything kept that could be computed?'
		],
		followUps: [
			clarifying(
				1,
				'Somebody else changes a record that this user has on the screen. When does the user see it?',
				[
					essential(
						'At the next fetch: on focus, after an interval, after an own change, or by a push',
						['when the query is refetched or invalidated', 'polling or a socket message']
					),
					point('Until then the old value is shown, which may or may not be acceptable', [
						'stale data until reload',
						'optimistic locking protects against overwriting it'
					])
				]
			),
			deeper(
				5,
				'How would you find out what is drawn again on one keystroke, and what would you do about it?',
				[
					essential('Measure with the profiler of the framework or of the browser', [
						'React DevTools profiler',
						'look at which components render'
					]),
					point('Let components read smaller pieces, and move state down to where it is used', [
						'selectors and memoisation',
						'split the store or the context'
					])
				]
			)
		]
	});
}

const aboutOneWay = (kind: string, name: string): WrittenPoint =>
	kind === 'context'
		? point(
				`${name} needs no library and suits what changes rarely, such as theme, language or user`,
				[
					'context is for dependency passing rather than for frequently changing state',
					'good for global values that seldom change',
					'everything below re-renders when the value changes'
				]
			)
		: point(
				`${name} gives one place to look and one way to change, at the price of one more thing to learn`,
				[
					'a single source of truth',
					'predictable updates that can be traced',
					'boilerplate and a dependency'
				]
			);

const BOTH: readonly [string, ...string[]] = [
	'Which state goes where, and who told the last person who had to choose?',
	'Where do they hold the same thing twice, and what happens when it differs?',
	'Would you still need both if you began today?',
	'What decides between them for something new?',
	'Which of the two would you rather live without, and what would take its place?'
];

const ALONE: readonly [string, ...string[]] = [
	'What in it is really the server’s, and how does it get old?',
	'What would you take out of it again, and where would that go?',
	'How does a new piece of state find its place there?',
	'What did it spare you, and what does it cost at each new screen?',
	'Which part of it would hurt first if the application grew tenfold?'
];

const CONTEXT: readonly [string, ...string[]] = [
	'What is drawn again when such a value changes, and when would that hurt?',
	'When would that no longer be enough, and what would you take?',
	'Which values belong there, and which have slipped in?',
	'Why no library, and would you decide so again?'
];
