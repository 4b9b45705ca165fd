import type { Finding } from '../../../findings';
import type { Commit } from '../../../source';
import {
	changedBy,
	clarifying,
	composedApart,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	quoted,
	shortId,
	spanOf,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

const MOST = 4;

/** Commits that took an earlier one back: why it did not hold, and what was learned. */
export const reverts: QuestionMaker = {
	name: 'reverts',
	make: (material, phrasing) =>
		foundBy(material.findings, 'reverts')
			.slice(0, MOST)
			.map((finding, rank) => asked(material, finding, rank, phrasing))
};

function asked(
	{ project }: QuestionMaterial,
	finding: Finding,
	rank: number,
	phrasing: Phrasing
): QuestionDraft {
	const subject = textOf(finding, 'commit').slice(0, 12);
	const [path = ''] = listOf(finding, 'paths');
	const days = numberOf(finding, 'days');
	const commits = project.history?.commits ?? [];
	const undoing = commits.find(({ id }) => id === finding.facts['commit']);
	const undone = commits.find(({ id }) => id === finding.facts['reverted']);
	const isBack = finding.facts['isBack'] === true;
	const isOthers =
		undoing !== undefined && undone !== undefined && undoing.author !== undone.author;
	const change = quoted(textOf(finding, 'subject'));
	const id = shortId(textOf(finding, 'commit'));
	const span = spanOf(days);
	return draft({
		subject,
		worth: isBack ? 0.92 : 0.88,
		topic: 'history',
		category: isBack || days > 30 ? 'tradeoffs' : 'implementation',
		difficulty: isBack || days > 30 ? 'senior' : 'mid-level',
		findings: [finding],
		evidence: finding.evidence,
		related: [
			changedBy(textOf(finding, 'reverted'), path),
			changedBy(textOf(finding, 'commit'), path)
		],
		question: composedApart(
			phrasing,
			'revert',
			rank,
			[
				`${change} was in ${path} for ${span} before ${id} took it out again.`,
				`Commit ${id} reverts ${change}, which had been merged ${span} earlier.`,
				`You merged ${change} and undid it ${span} later.`,
				`The history of ${path} has ${change}, and ${span} after it the commit that undoes it, ${id}.`,
				`After ${span}, ${id} brought ${path} back to how it was before ${change}.`
			],
			isBack
				? BACK
				: finding.facts['hasReason'] === true
					? REASON_GIVEN
					: isOthers
						? OTHERS
						: SILENT
		),
		rubric: [
			essential(
				`${change} had an effect that nobody wanted and that showed only after it was merged`,
				[
					'it broke something that had worked before',
					'users or the build reported a failure once it was in',
					'there was a regression that we saw after the merge',
					'it turned out slower, wrong or incompatible in real use'
				],
				{ evidence: [changedBy(textOf(finding, 'reverted'), path)] }
			),
			essential('No test and no review step covered the case that failed', [
				'our tests did not exercise that path',
				'the review could not see it because it needed real data or a real environment',
				'there was a gap in coverage, nothing would have failed in CI'
			]),
			point(
				'Taking it back at once restores a state that is known to work, and leaves time to fix it',
				[
					'reverting is quicker and safer than fixing forward under pressure',
					'roll back first, investigate afterwards',
					'a revert is small and predictable, a hot fix is another risk'
				]
			),
			isBack
				? point(
						'The second attempt differed from the first: a cause was removed, or it came in smaller steps',
						[
							'we reapplied it once the underlying problem was fixed',
							'when it came back it was guarded, tested or split up',
							'the dependency that blocked it had been repaired by then'
						]
					)
				: point(
						'To come back, the change needs something that it lacked: a test, a switch, or smaller steps',
						[
							'I would bring it in again behind a flag',
							'split it and release it gradually',
							'first write the test that reproduces the failure, then redo it'
						]
					),
			point('The reason for a revert belongs in its message, so that nobody tries the same again', [
				'the commit should say why it was undone',
				'write down what was learned, otherwise the next person repeats it',
				'leave a note, an issue or a decision record'
			])
		],
		modelAnswer: modelAnswer({ finding, undoing, path, change, span, id, isBack }),
		hints: [
			'Tell it as a story: what was seen first, and by whom?',
			`Think of what happened between the two commits, ${span} apart, and of what ran on the change before it was merged.`,
			'What would have to be in place today for the same change to go in safely?'
		],
		followUps: [
			clarifying(
				2,
				`Which single check, had it existed, would have stopped this before it reached the branch?`,
				[
					essential('A test that fails with the change and passes without it', [
						'a regression test that reproduces it',
						'an automated check for exactly that case'
					]),
					point('It has to run before the merge, on something close to the real environment', [
						'in CI against real data or a staging system',
						'as part of every pull request'
					])
				]
			),
			deeper(3, `When would you have fixed it forward instead of reverting?`, [
				essential(
					'When other changes or migrated data already depend on it, so that going back is not possible',
					[
						'if data was already migrated you cannot go back',
						'later commits build on it and would conflict'
					]
				),
				point('When the cause is known and the fix is smaller than the revert', [
					'a one-line fix that we understand',
					'the problem was clear and quick to correct'
				])
			])
		]
	});
}

const SILENT: readonly [string, ...string[]] = [
	'The message gives no reason: what had gone wrong, and how did you notice?',
	'Why did it have to go, and what would have to be true for it to come back?',
	'What did you know by then that the review had not known?',
	'Walk me through those two decisions: what did you expect of it, and what did it do instead?',
	'Nothing in the message says why. What failed, and why did no check fail first?',
	'Would you decide the same again, or fix it forward instead?'
];

const REASON_GIVEN: readonly [string, ...string[]] = [
	'Its message names a reason: could that have been known before the merge?',
	'You wrote down why. Which check would notice it today, before anybody merges it?',
	'The message explains it in a line. What was the longer story, and what changed in how you work?',
	'Taking the reason in its message as given: why was undoing it better than fixing it?',
	'The stated reason is one thing. How far had the damage gone when you found it?'
];

const OTHERS: readonly [string, ...string[]] = [
	'It was undone by somebody else than its author: what had the two of you seen differently?',
	'Author and reverter are two people, and the message gives no reason. How did it come from the one decision to the other?',
	'Who noticed the problem, and why was it taken out rather than handed back to its author to fix?',
	'One person put it in, another took it out: how was that decided, and what had gone wrong?',
	'What had its author not been able to see, and how would you make it visible next time?'
];

const BACK: readonly [string, ...string[]] = [
	'Later it came in again. What was different the second time?',
	'It is back by now: what had to be solved in between?',
	'It went in again afterwards. Was the first attempt wrong, or only early?',
	'Then it returned. How did you make sure that the second try would not end as the first did?',
	'The change was reapplied since: which of the two decisions would you defend, and how?'
];

interface Told {
	finding: Finding;
	undoing: Commit | undefined;
	path: string;
	change: string;
	span: string;
	id: string;
	isBack: boolean;
}

function modelAnswer({ finding, undoing, path, change, span, id, isBack }: Told): string {
	const reason = (undoing?.body ?? '').replace(/This reverts commit [\da-f]+[^.\n]*\.?/gi, '');
	const why =
		finding.facts['hasReason'] === true
			? `The commit says ${quoted(reason.replace(/\s+/g, ' '), 200)}.`
			: 'Its message does not say why, and it should: without the reason somebody tries the same again.';
	return `
		${change} changed ${path}, and ${id} took it back after ${span}: it had an effect that
		nobody wanted and that showed only once it was merged. ${why} No test covered that case and
		the review could not see it, or it would have been stopped before. Going back was the right
		first step, since it restores a state that is known to work and leaves time to look for the
		cause. ${
			isBack
				? 'It came in again later, when what had made it fail was removed and the change could be made in a form that holds.'
				: 'To bring it in again I would first write the test that fails with it, then redo it in smaller steps or behind a switch.'
		} And I would write down what we learned where the next person looks, in the message or in a
		decision record.
	`;
}
