import type { Finding } from '../../../findings';
import {
	changedBy,
	clarifying,
	composedApart,
	deeper,
	draft,
	essential,
	foundBy,
	numberOf,
	point,
	quoted,
	shortId,
	spanOf,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { surroundingsOf } from '../surroundings';

const MOST = 3;

/** A translation is fixed word by word. */
const WORDS_ONLY = /(^|\/)(lang|locales?|i18n|translations?)\//;

/** Files in which a fix needed another soon after: the cause, or what it showed? */
export const repeatedFixes: QuestionMaker = {
	name: 'repeated-fixes',
	make: (material, phrasing) =>
		foundBy(material.findings, 'fixes-of-fixes')
			.filter((finding) => !WORDS_ONLY.test(textOf(finding, 'path')))
			.toSorted((one, other) => numberOf(other, 'times') - numberOf(one, 'times'))
			.slice(0, MOST)
			.map((finding, rank) => asked(material, finding, rank, phrasing))
};

function asked(
	material: QuestionMaterial,
	finding: Finding,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const path = textOf(finding, 'path');
	const times = numberOf(finding, 'times');
	const days = numberOf(finding, 'days');
	const [first, second] = [textOf(finding, 'first'), textOf(finding, 'second')];
	const one = quoted(textOf(finding, 'firstSubject'), 70);
	const two = quoted(textOf(finding, 'secondSubject'), 70);
	const span = days < 0.1 ? 'the same day' : `${spanOf(days)} later`;
	const tests = surroundingsOf(material.project).testsOf(path);
	const isTested = tests.length > 0;
	return draft({
		subject: path,
		worth: Math.min(0.9, 0.76 + times * 0.02),
		topic: 'history',
		category: times > 2 ? 'tradeoffs' : 'implementation',
		difficulty: times > 2 ? 'senior' : 'mid-level',
		findings: [finding],
		evidence: finding.evidence,
		related: [changedBy(second, path), changedBy(first, path)],
		question: composedApart(
			phrasing,
			'fixes',
			rank,
			times > 2
				? [
						`${times} times a fix in ${path} needed another within two weeks; the last pair is ${one}${one === two ? ', twice' : ` and ${two}`}.`,
						`In ${path}, fixes come in pairs: ${times} of them so far, most recently ${one}${one === two ? ', twice in a row' : ` followed by ${two}`}.`,
						`${path} keeps needing fixes: ${times} of them were followed by another within two weeks, the latest by ${two}.`,
						`Of the fixes to ${path}, ${times} did not last two weeks; ${one} was the latest of those.`
					]
				: [
						`${one} fixed ${path}, and ${span} ${two} fixed it again.`,
						`First came ${one}, then, ${span}, ${two}, both in ${path}.`,
						`${path} was fixed twice within a short time: ${shortId(first)} with ${one}, ${shortId(second)} with ${two}.`,
						`You fixed ${path} with ${one}; ${span} the same file needed ${two}.`
					],
			isTested ? TESTED : UNTESTED
		),
		rubric: [
			essential(
				`The first fix, ${one}, treated what was seen and not what caused it, or it made a new mistake`,
				[
					'we patched the symptom and missed the root cause',
					'the first attempt was incomplete',
					'the fix itself introduced another bug',
					'it only handled the reported case'
				],
				{ evidence: [changedBy(first, path)] }
			),
			essential('Each fix should come with a test that fails without it', [
				'write a regression test that reproduces the bug first',
				'we add a test case for every bug',
				'without a reproducing test the same fault returns'
			]),
			point(`${path} mixes several concerns, so that a change for one disturbs another`, [
				'the file does too much',
				'responsibilities are tangled there',
				'states and cases interact in ways that are hard to see'
			]),
			isTested
				? point('The tests that exist check other cases than those that failed', [
						'our tests cover the happy path and not this one',
						'the tests passed because they mocked the part that broke',
						'coverage was there but not for that combination'
					])
				: point(
						'No test file covers it directly, so a fix is only checked by hand',
						[
							'there are no tests for that file',
							'we tried it manually',
							'nothing automatic would notice'
						],
						{ contradictions: ['the file has its own unit tests', 'it is well covered by tests'] }
					),
			point('Where fixes gather, a redesign of the part pays more than the next fix', [
				'at some point I would rewrite or restructure it',
				'simplify the logic instead of adding another special case',
				'repeated bugs in one place are a design signal'
			])
		],
		modelAnswer: `
			The pair ${one} and ${two} tells that the first fix did not reach the cause: it handled
			the case that was reported and left, or made, another one in ${path}. ${
				times > 1
					? `It happened ${times} times there, so it is the design of the file and not bad luck: several concerns meet in it and disturb each other.`
					: 'One such pair is normal; what counts is whether the cause is gone now.'
			} Each of these fixes should have come with a test that fails without it. ${
				isTested
					? `There are tests (${tests[0]}), but they check other cases than those that failed.`
					: 'No test file uses it or is named after it, so both fixes were only checked by hand.'
			} Before the next fix I would write down the cases that it has to handle, test them, and then
			separate the parts that change for different reasons, since a redesign pays more than one
			more special case.
		`,
		hints: [
			'Read the two messages one after the other: what did the second know that the first did not?',
			'How was each of them checked before it was merged?',
			'If another one comes, will you add another condition there, or change how the part is built?'
		],
		followUps: [
			clarifying(
				2,
				`If you had to fix it once more tomorrow, what would you do before you touch the code?`,
				[
					essential('Reproduce the fault with a failing test', [
						'write a test that shows the bug',
						'make it fail on purpose first'
					]),
					point('Find out why earlier fixes did not hold', [
						'look at the history and the previous commits',
						'understand the root cause before changing anything'
					])
				]
			),
			deeper(5, 'How do you tell a file that is unlucky from one that is wrongly built?', [
				essential('By whether its faults have the same cause or only the same place', [
					'compare the causes of the bugs',
					'if each bug is a different interaction it is the structure'
				]),
				point('By how often it changes compared with its size and its complexity', [
					'bug density against churn',
					'many commits and many branches together'
				])
			])
		]
	});
}

const TESTED: readonly [string, ...string[]] = [
	'There are tests for it: why did they not hold the first fix?',
	'What did its tests not see?',
	'Did the first fix reach the cause, or only the symptom?',
	'What does this say about how that part is built, and about what its tests check?',
	'Why was once not enough?',
	'How would you find out whether the next one is already waiting?'
];

const UNTESTED: readonly [string, ...string[]] = [
	'No test file uses it or is named after it: how do you know that the second fix holds?',
	'Why was once not enough, and what would tell you that it is enough now?',
	'What would a test have had to check so that the second had not been needed?',
	'Did the first one treat the cause or the symptom, and how was each of them checked?',
	'How would you make sure that the latest fix is the last one?',
	'What is it about this file that fixes do not hold there?'
];
