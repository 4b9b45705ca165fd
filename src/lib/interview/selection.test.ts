import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choose, type Choosable } from './selection';

const question: fc.Arbitrary<Choosable> = fc.record({
	questionId: fc.oneof(
		fc.nat(60).map((number) => `shop/${number}`),
		fc.nat(60).map((number) => `general/caching/${number}`)
	),
	category: fc.constantFrom('architecture', 'implementation', 'tradeoffs', 'scalability'),
	difficulty: fc.constantFrom('junior', 'mid-level', 'senior'),
	topic: fc.constantFrom('caching', 'sql', 'http')
});

const bank = fc.uniqueArray(question, { selector: ({ questionId }) => questionId, maxLength: 40 });

const ranks = ['junior', 'mid-level', 'senior'];

/** The same numbers each time. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 16_807 + 11) % 2_147_483_647) / 2_147_483_647;
}

const how = (seed: number, timesAsked = new Map<string, number>()) => ({
	timesAsked,
	random: numbers(seed)
});

test('[I1] as many as were wished for are chosen, or all there are, each once and in order', () => {
	fc.assert(
		fc.property(bank, fc.integer({ min: 1, max: 40 }), fc.nat(1000), (questions, count, seed) => {
			const chosen = choose(questions, { count }, how(seed));
			expect(chosen).toHaveLength(Math.min(count, questions.length));
			expect(new Set(chosen.map(({ questionId }) => questionId)).size).toBe(chosen.length);
			const levels = chosen.map(({ difficulty }) => ranks.indexOf(difficulty));
			expect(levels).toEqual(levels.toSorted());
		})
	);
});

test('[I1] no category is asked about twice more than another one that has questions left', () => {
	fc.assert(
		fc.property(bank, fc.integer({ min: 1, max: 12 }), fc.nat(1000), (questions, count, seed) => {
			const ofOneSource = questions.filter(({ questionId }) => questionId.startsWith('shop/'));
			const chosen = choose(ofOneSource, { count }, how(seed));
			const left = ofOneSource.filter((one) => !chosen.includes(one));
			const countOf = (category: string) =>
				chosen.filter((one) => one.category === category).length;
			for (const { category } of left) {
				for (const other of chosen) {
					expect(countOf(other.category) - countOf(category)).toBeLessThanOrEqual(1);
				}
			}
		})
	);
});

test('[I1] what was asked more often waits until everything else was', () => {
	fc.assert(
		fc.property(bank, fc.array(fc.nat(3)), fc.nat(1000), (questions, times, seed) => {
			const timesAsked = new Map(
				questions.map(({ questionId }, place) => [questionId, times[place] ?? 0])
			);
			const timesOf = ({ questionId }: Choosable) => timesAsked.get(questionId)!;
			const count = Math.ceil(questions.length / 2);
			const chosen = choose(questions, { count }, how(seed, timesAsked));
			const left = questions.filter((one) => !chosen.includes(one));
			const most = Math.max(0, ...chosen.map(timesOf));
			for (const one of left) expect(timesOf(one)).toBeGreaterThanOrEqual(most);
		})
	);
});

test('[I1] what was taken before is not chosen again', () => {
	fc.assert(
		fc.property(bank, fc.nat(1000), (questions, seed) => {
			const taken = questions.slice(0, 5);
			const chosen = choose(questions, { count: 40 }, { ...how(seed), taken });
			expect(chosen.some((one) => taken.includes(one))).toBe(false);
		})
	);
});

test('[I1] a category and a difficulty leave those that have them', () => {
	fc.assert(
		fc.property(bank, fc.nat(1000), (questions, seed) => {
			const wish = { category: 'tradeoffs', difficulty: 'senior' } as const;
			const fitting = questions.filter(
				({ category, difficulty }) => category === 'tradeoffs' && difficulty === 'senior'
			);
			const chosen = choose(questions, { count: 40, ...wish }, how(seed));
			expect(chosen.toSorted(byId)).toEqual(fitting.toSorted(byId));
		})
	);
});

const byId = (one: Choosable, other: Choosable) => (one.questionId < other.questionId ? -1 : 1);
