import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepDraft, says, type Draft } from './drafts';

const draft: fc.Arbitrary<Draft> = fc.record({
	text: fc.string({ maxLength: 8 }),
	revision: fc.nat(5)
});

test('[I8] the first draft is kept, and nothing is lost by it', () => {
	const sent = { text: 'A', revision: 1 };
	expect(keepDraft(undefined, sent)).toEqual({ kept: sent });
});

test('[I8] the successor of a draft replaces it, whatever was taken out', () => {
	const kept = { text: 'A cache', revision: 3 };
	expect(keepDraft(kept, { text: 'B', revision: 4 })).toEqual({ kept: { text: 'B', revision: 4 } });
});

test('[I8] of two that were written from the same one the later is told so', () => {
	const kept = { text: 'A cache', revision: 3 };
	expect(keepDraft(kept, { text: 'A queue', revision: 3 })).toEqual({ kept, lost: 'A queue' });
	expect(keepDraft(kept, { text: 'old', revision: 1 })).toEqual({ kept, lost: 'old' });
});

test('[I8] of what was written far away what it replaces is lost', () => {
	const kept = { text: 'A cache', revision: 3 };
	const sent = { text: 'On the train', revision: 9 };
	expect(keepDraft(kept, sent)).toEqual({ kept: sent, lost: 'A cache' });
});

test('[I8] whatever two devices send, all that was said is kept or lost, unless it was taken out', () => {
	fc.assert(
		fc.property(draft, draft, (kept, sent) => {
			const result = keepDraft(kept, sent);
			expect(result.kept.revision).toBe(Math.max(kept.revision, sent.revision));
			const everything = [result.kept.text, result.lost ?? ''];
			const isSuccessor = sent.revision === kept.revision + 1;
			for (const { text } of isSuccessor ? [sent] : [kept, sent]) {
				expect(everything.some((one) => says(one, text))).toBe(true);
			}
		})
	);
});

test('[I8] the same draft again changes nothing', () => {
	fc.assert(
		fc.property(draft, (sent) => {
			expect(keepDraft(sent, sent)).toEqual({ kept: sent });
		})
	);
});
