import { describe, expect, it } from 'vitest';
import { compared, crossValidate } from './cross-validation';
import type { Example } from './examples';
import { seeded } from './random';

const random = seeded(11);

/** Answers to twenty questions; `level` is known to whoever has seen a question, `share` is not. */
const examples = (scoreOf: (level: number, share: number) => number): Example[] =>
	Array.from({ length: 20 }, (_, question) => ({ question, level: random() })).flatMap(
		({ question, level }) =>
			Array.from({ length: 15 }, () => {
				const share = random();
				return {
					qid: `q${question}`,
					score: scoreOf(level, share),
					recall: random(),
					measured: { row: { share, question }, coverage: share, contrary: 0, isReference: false }
				};
			})
	);

describe('cross-validation', () => {
	it('[G1] finds what holds for questions that were not seen', () => {
		const list = examples((_, share) => share);
		const { each, differences } = compared(list, crossValidate({ kind: 'short', list }, false, 2));
		expect(each).toHaveLength(2);
		expect(each[0]!.ours.r).toBeGreaterThan(0.95);
		expect(differences.r[0]).toBeGreaterThan(0);
	});

	it('[G1] gains nothing by what is known of a question only once it was seen', () => {
		const list = examples((level) => level);
		const { each } = compared(list, crossValidate({ kind: 'short', list }, false, 2));
		expect(each[0]!.ours.r).toBeLessThan(0.5);
	});
});
