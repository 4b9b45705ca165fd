import type { Evidence } from '../../../evidence';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { conflictIsRetried } from './data-claims';
import { isElsewhere, nameAt } from './places';

/** An isolation level that is said in some places and not in others. */
export const isolationQuestions: QuestionMaker = {
	name: 'isolation',
	make: isolated
};

/** An isolation level that is said in some places and not in others. */
function isolated(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const opened = foundBy(material.findings, 'transactions', 'opened')[0];
	const [level] = opened ? listOf(opened, 'isolation') : [];
	if (!opened || !level) return [];
	const says = ({ snippet }: Evidence) => snippet.includes(level) || /isolation/i.test(snippet);
	const [strict = opened.evidence[0]!] = opened.evidence.filter(says);
	const plain = opened.evidence.find((one) => !says(one) && isElsewhere(one, strict));
	const open = plain
		? phrasing.one('isolation.open', [
				`${nameAt(project, strict)} asks for ${level}, and ${nameAt(project, plain)} takes whatever the database gives.`,
				`Two transactions, two levels: ${level} in ${nameAt(project, strict)}, the default in ${nameAt(project, plain)}.`,
				`Not every transaction here is the same: ${nameAt(project, strict)} names ${level}, ${nameAt(project, plain)} names nothing.`
			])
		: `${nameAt(project, strict)} opens its transaction with ${level}.`;
	const ask = phrasing.one('isolation.ask', [
		'Which anomaly was to be ruled out, and what does the code do when the database refuses a commit?',
		'What can go wrong at the weaker of the levels that cannot at the stronger, and what does the stronger cost under load?',
		'How did you decide, and what happens to a request that loses against another one?'
	]);
	return [
		draft({
			subject: 'isolation',
			worth: 0.9,
			topic: 'transactions',
			category: 'tradeoffs',
			difficulty: 'senior',
			findings: [opened],
			question: `${open} ${ask}`,
			evidence: [strict],
			related: plain ? [plain] : [],
			rubric: [
				essential('The level decides what a transaction may see of others that run meanwhile.', [
					'isolation is about which concurrent changes are visible',
					'weaker levels allow lost updates or phantoms',
					'at read committed a second read may give another result'
				]),
				conflictIsRetried(),
				point('A stricter level costs throughput: more waiting or more aborted transactions.', [
					'serializable reduces concurrency',
					'more conflicts and rollbacks under load',
					'it gets slower when many write the same rows'
				]),
				point('Where only one row is fought over, a row lock or a unique constraint is enough.', [
					'a select for update instead of a higher level',
					'a constraint can protect the invariant more cheaply',
					'lock just that row'
				]),
				point('The default differs between databases, so leaving it out is a choice as well.', [
					'postgres defaults to read committed, mysql to repeatable read',
					'the default depends on the engine',
					'relying on the default changes meaning when the database changes'
				])
			],
			modelAnswer: `The isolation level decides what a transaction may see of others that run at the same time. ${nameAt(project, strict)} asks for ${level}${plain ? `, while ${nameAt(project, plain)} relies on the default, which differs between databases` : ''}. A weak level lets two of them read the same row and both write it; a strict one makes one of the two wait or fail. Whoever fails has to be tried again by the code, whole, or the user sees an error for nothing. The strict level costs throughput where many write the same rows. If only one row or one rule is at stake, a row lock or a unique constraint protects it more cheaply.`,
			hints: [
				'Picture two of these transactions that start at the same moment and touch the same row.',
				'One of them will have to lose. How does the program find out, and what does it do then?',
				'Compare what the level forbids with what a lock on one row or a constraint would forbid.'
			],
			followUps: [
				clarifying(
					1,
					'Give me two requests, step by step, that end in a wrong state at the weaker level.',
					[
						essential(
							'Both read the same value, and the later write overwrites what the earlier one did.',
							['a lost update', 'they both read, both write, and one change disappears']
						),
						point('Neither of the two gets an error, so nobody notices.', [
							'it happens silently',
							'no exception is thrown'
						])
					]
				),
				deeper(
					2,
					'The database answers one of them with a serialization failure. Where is that handled, and how often do you try?',
					[
						essential('The whole transaction is run again from its first read.', [
							'repeat everything, not only the last statement',
							'retry from the beginning with fresh reads'
						]),
						point('The number of tries is limited, with a pause that grows.', [
							'a few attempts with backoff',
							'give up after some tries and report an error'
						])
					]
				)
			]
		})
	];
}
