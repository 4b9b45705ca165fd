import { describe, expect, it } from 'vitest';
import { contraryPairs } from './fit/contrary-cases';
import { gradeByReferences } from './marking';

const question = 'What is a stack and how does it differ from a queue?';
const reference =
	'A stack returns the element that was added last, whereas a queue returns the element that was added first.';

const shareOf = (answer: string) =>
	gradeByReferences(question, [reference], answer, 'mohler').share;

describe('grading by references', () => {
	it('[G1] gives more to an answer that says more of it, in whatever words', () => {
		const all = shareOf(
			'The stack gives back what was inserted last, the queue what came in first.'
		);
		const nothing = shareOf('A stack is better than a queue, since it is a good structure.');
		expect(all).toBeGreaterThan(nothing);
		expect(nothing).toBeGreaterThan(
			shareOf('My cousin bought tomatoes at the market last autumn.')
		);
	});

	it('[G2] takes the nearest of several references', () => {
		const other = 'Something else entirely about networks and cables.';
		const several = gradeByReferences(question, [other, reference], reference, 'beetle_2way');
		const one = gradeByReferences(question, [reference], reference, 'beetle_2way');
		expect(several.share).toBeCloseTo(one.share, 1);
	});

	it('[G4] gives more to a claim than to its contrary', () => {
		const claims = [
			reference,
			'The loop ends before the last element is read.',
			'A pointer holds the address of a variable.',
			'Increasing the block size increases the throughput more than the latency.'
		];
		const wrong = claims.flatMap(contraryPairs).filter(({ truth, contrary }) => {
			const share = (answer: string) => gradeByReferences('Why?', [truth], answer, 'mohler').share;
			return share(truth) <= share(contrary);
		});
		expect(wrong).toEqual([]);
	});

	it('[G3] gives rubbish next to nothing', () => {
		expect(shareOf(question)).toBeLessThanOrEqual(0.1);
		expect(shareOf('fhgj skdl qwop zxcm')).toBeLessThanOrEqual(0.1);
		expect(shareOf('')).toBeLessThanOrEqual(0.1);
	});
});
