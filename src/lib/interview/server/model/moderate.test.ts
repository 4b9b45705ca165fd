import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rubbishKinds, verdicts, type Evaluation } from '../../evaluation';
import { builtinOf, paging, reckoning } from './model.fixtures';
import { moderated, MOST_FOR_RUBBISH, MOST_MOVED } from './moderate';
import type { Votes } from './votes';

const vote = fc.constantFrom('said', 'partly', 'missing', 'contradicted');

const anyVotes = fc
	.tuple(...paging.rubric.map(() => fc.option(vote, { nil: undefined })))
	.map(
		(all): Votes =>
			new Map(
				all.flatMap((verdict, index) =>
					verdict === undefined ? [] : [[paging.rubric[index]!.pointId, { verdict } as const]]
				)
			)
	) as fc.Arbitrary<Votes>;

const anyBuiltin = fc
	.record({
		verdicts: fc.tuple(...paging.rubric.map(() => fc.constantFrom(...verdicts))),
		score: fc.integer({ min: 0, max: 100 }),
		confidence: fc.double({ min: 0, max: 1, noNaN: true })
	})
	.map(({ verdicts: found, ...more }) => builtinOf(found, more));

const moderatedBy = (builtin: Evaluation, votes: Votes) =>
	moderated(builtin, votes, reckoning, 'model:small');

test('[G5] whatever is voted, the score moves by 15 at most and stays a score', () => {
	fc.assert(
		fc.property(anyBuiltin, anyVotes, (builtin, votes) => {
			const { score, confidence } = moderatedBy(builtin, votes);
			expect(Math.abs(score - builtin.score)).toBeLessThanOrEqual(MOST_MOVED);
			expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
			expect(confidence).toBeGreaterThanOrEqual(0);
			expect(confidence).toBeLessThanOrEqual(builtin.confidence);
		})
	);
});

test('[G3] whatever is voted, rubbish stays at 10 or below', () => {
	const few = fc.integer({ min: 0, max: MOST_FOR_RUBBISH });
	fc.assert(
		fc.property(
			anyBuiltin,
			few,
			fc.constantFrom(...rubbishKinds),
			anyVotes,
			(builtin, score, rubbish, votes) => {
				const moved = moderatedBy({ ...builtin, score, rubbish }, votes);
				expect(moved.score).toBeLessThanOrEqual(MOST_FOR_RUBBISH);
				expect(moved.rubbish).toBe(rubbish);
			}
		)
	);
});

test('[G5] the grader given in is left as it was', () => {
	fc.assert(
		fc.property(anyBuiltin, anyVotes, (builtin, votes) => {
			const before = structuredClone(builtin);
			moderatedBy(builtin, votes);
			expect(builtin).toEqual(before);
		})
	);
});

test('[G5] what the code itself contradicts stays contradicted', () => {
	const evidence = [{ path: 'a.ts', startLine: 1, endLine: 1, snippet: 'bcrypt.hash(password)' }];
	const builtin = builtinOf(['contradicted', 'contradicted', 'said']);
	builtin.points[0] = { ...builtin.points[0]!, evidence };
	const said = { verdict: 'said', quote: { start: 0, end: 8 } } as const;
	const { points, evidence: against } = moderatedBy(
		builtin,
		new Map([
			['p1', said],
			['p2', said]
		])
	);
	expect(points.map(({ verdict }) => verdict)).toEqual(['contradicted', 'said', 'said']);
	expect(against).toEqual(evidence);
});

test('[G5] a vote that something is missing leaves no words beside it', () => {
	const builtin = builtinOf(['said', 'missing', 'said']);
	builtin.points[0] = { ...builtin.points[0]!, quote: { start: 0, end: 8 } };
	const { points } = moderatedBy(builtin, new Map([['p1', { verdict: 'missing' }]]));
	expect(points[0]).toMatchObject({ verdict: 'missing', share: 0 });
	expect(points[0]).not.toHaveProperty('quote');
});

test('[G5] the more of the answer is disputed, the lower the confidence', () => {
	const builtin = builtinOf(['missing', 'missing', 'missing']);
	const said = { verdict: 'said' } as const;
	const one = moderatedBy(builtin, new Map([['p1', said]]));
	const all = moderatedBy(builtin, new Map(['p1', 'p2', 'p3'].map((id) => [id, said])));
	expect(one.confidence).toBeCloseTo(0.8 * 0.65);
	expect(all.confidence).toBeCloseTo(0);
});
