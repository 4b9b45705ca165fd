import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { composed, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { filesOf, followUps, replacing, styleOf } from './doubles-and-real-parts';

/** Tests through real parts, with hardly a double among them. */
export function realOnly(
	{ findings }: QuestionMaterial,
	through: Finding,
	phrasing: Phrasing
): QuestionDraft {
	const what = textOf(through, 'what');
	const files = numberOf(through, 'files');
	const [framework] = foundBy(findings, 'testing').filter(({ facts }) => 'framework' in facts);
	const cases = framework ? numberOf(framework, 'cases') : 0;
	const isNear = /memory|intercepted|recorded/i.test(what);
	return draft({
		subject: 'real-only',
		worth: isNear ? 0.8 : 0.74,
		topic: 'testing',
		category: 'tradeoffs',
		difficulty: isNear ? 'mid-level' : 'junior',
		findings: [through, ...(framework ? [framework] : [])],
		evidence: through.evidence.slice(0, 3),
		question: composed(
			phrasing,
			'real-only',
			[
				`Tests of ${counted(files, 'file')} go through ${what}, and hardly anything is replaced by a double${cases > 0 ? ` in ${counted(cases, 'test case')}` : ''}.`,
				`You test through ${what} (${counted(files, 'file')}) rather than with mocks.`,
				`There are next to no mocks here: tests of ${counted(files, 'file')} use ${what} instead.`,
				`Your tests prefer ${what} to doubles, in ${counted(files, 'file')}.`
			],
			isNear
				? [
						'What does that behave like, and where does it differ from what runs in production?',
						'Which fault would it never show you?',
						'What do you lose against the real thing, and what do you win?',
						'Would you still choose it if the schema grew tenfold?'
					]
				: [
						'What does that buy you, and what does it cost each time you run them?',
						'How do you test what happens when a part fails?',
						'What makes one of them fail for no fault of the code, and how do you keep that away?',
						'Where would a double have served you better?'
					]
		),
		rubric: [
			essential(
				isNear
					? `${what} differs from what runs in production in types, locks, limits or errors, and no test shows that`
					: `They hold that routing, validation, storage and wiring work together as users meet them`,
				isNear
					? [
							'the in-memory version is not the real database',
							'constraints and SQL dialect differ',
							'tests pass and production fails'
						]
					: [
							'they test the real path from request to answer',
							'integration faults are found',
							'you can refactor the inside freely because only behaviour is tested'
						]
			),
			essential('They cost time and set-up, and each has to leave a clean state for the next', [
				'slower than unit tests',
				'data must be reset between tests',
				'isolation is the problem'
			]),
			point('Failures of a partner are hard to cause without a double', [
				'you cannot easily simulate a time-out or an outage',
				'error paths stay untested',
				'a stub that throws would be needed'
			]),
			point('When one goes red, finding the cause takes longer, for everything is in it', [
				'the failure does not point at the faulty unit',
				'harder to debug than a unit test',
				'many things could be wrong'
			])
		],
		modelAnswer: `
			Testing through ${what} holds what users meet: the parts together, and not my idea of them. The
			inside can be changed freely as long as the behaviour stays. ${
				isNear
					? 'But it is not what runs in production: types, locks, limits and errors differ, and no test here shows that, so a few tests against the real thing belong beside them.'
					: 'Since the parts are real, wiring and configuration are tested along with the logic.'
			} The price is time, set-up and a clean state for each test, and a red one does not say where
			the fault is. What is hard to reach is failure: a partner that does not answer, a full disk. For
			those I would use a double, at that one seam.
		`,
		hints: [
			'What is real in these tests, and what only looks real?',
			'How do you get a partner to fail on purpose?',
			'What does the second test find that the first one left behind?'
		],
		followUps: followUps(what)
	});
}

/** Tests with doubles, and none that was seen to go through real parts. */
export function replacedOnly(
	{ findings }: QuestionMaterial,
	doubles: Finding,
	phrasing: Phrasing
): QuestionDraft {
	const style = styleOf(doubles);
	const files = filesOf(doubles);
	const of = numberOf(doubles, 'of');
	const [framework] = foundBy(findings, 'testing').filter(({ facts }) => 'framework' in facts);
	return draft({
		subject: 'replaced-only',
		worth: 0.76,
		topic: 'testing',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		findings: [doubles, ...(framework ? [framework] : [])],
		evidence: doubles.evidence.slice(0, 3),
		question: composed(
			phrasing,
			'replaced-only',
			[
				`${files}${of > 0 ? ` of ${of}` : ''} test files replace parts with ${style}, and no test was found that goes through a real database or a real request.`,
				`Wherever your tests meet another part they put ${style} in its place; none of them goes through the real one.`,
				`Your tests use ${style} and stop at the edge of the unit: nothing runs a request or a query for real.`
			],
			[
				'What tells you that the parts fit together?',
				'Which fault would pass all of them, and where would you see it first?',
				'Where would one test through everything be worth more than ten of these?',
				'What would you add first, and what would you delete for it?'
			]
		),
		rubric: replacing(style, 'the real parts'),
		modelAnswer: `
			With ${style} the tests are fast and each fault points at its unit. But they hold only what the
			code asks of its partners; that the partners answer like that, nobody checks. Wrong wiring, a
			wrong query or a changed answer pass all of them and are seen in production. I would add a few
			tests through real parts, one for each way a user really goes, and leave the many small ones as
			they are. Where the same double is set up again and again, I would write one fake and let it
			pass the same tests as the real part.
		`,
		hints: [
			'What do all of those doubles believe about the real parts?',
			'When the real partner changes, what goes red?',
			'Think of the one way through your system that must never break.'
		],
		followUps: followUps('the real parts')
	});
}
