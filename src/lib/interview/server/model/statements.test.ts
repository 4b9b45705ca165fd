import { expect, test } from 'vitest';
import { generalBank } from '../bank';
import { seededRandom } from '../../../typing/generate';
import { answer, paging } from './model.fixtures';
import { statementsFor } from './statements';

const statements = (seed: number) =>
	statementsFor(paging.rubric, answer, paging.question, seededRandom(seed));

test('[G5] every point is a statement, once, beside the two controls', () => {
	for (let seed = 1; seed <= 50; seed += 1) {
		const { list, meanings } = statements(seed);
		const meant = list.map(({ id }) => meanings.get(id)!);
		const points = meant.flatMap((meaning) => ('pointId' in meaning ? meaning.pointId : []));
		const controls = meant.flatMap((meaning) => ('control' in meaning ? meaning.control : []));
		expect(points.sort()).toEqual(['p1', 'p2', 'p3']);
		expect(controls.sort()).toEqual(['never_said', 'surely_said']);
	}
});

const claimOf = (control: string, seed: number) => {
	const { list, meanings } = statements(seed);
	return list.find(({ id }) => {
		const meaning = meanings.get(id)!;
		return 'control' in meaning && meaning.control === control;
	})!;
};

test('[G5] what nobody said is a claim about something else, and not always the same', () => {
	const claims = new Set<string>();
	for (let seed = 1; seed <= 50; seed += 1) {
		const { says } = claimOf('never_said', seed);
		expect(paging.rubric.map(({ claim }) => claim)).not.toContain(says);
		expect(generalBank.some(({ rubric }) => rubric.some(({ claim }) => claim === says))).toBe(true);
		expect(says).not.toMatch(/\b(bookmark|page|row|slower|deeper)\b/i);
		claims.add(says);
	}
	expect(claims.size).toBeGreaterThan(25);
});

test('[G5] what was surely said stands in the answer, word for word', () => {
	for (let seed = 1; seed <= 50; seed += 1) {
		const [, words = ''] = /: (.*)$/.exec(claimOf('surely_said', seed).says)!;
		expect(words.split(' ')).toHaveLength(6);
		expect(answer).toContain(words);
	}
});

test('[G5] of a few words none can be asked for', () => {
	const { list } = statementsFor(paging.rubric, 'no idea', paging.question, seededRandom(1));
	expect(list).toHaveLength(paging.rubric.length + 1);
});
