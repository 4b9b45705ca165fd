import { describe, expect, it } from 'vitest';
import type { Question, RubricPoint } from '../questions';
import { questionSchema } from './question-schema';

const point = (pointId: string, weight: number): RubricPoint => ({
	pointId,
	claim: `Claim of ${pointId}`,
	wordings: ['the same', 'in other words'],
	weight,
	isEssential: pointId === 'p1',
	evidence: []
});

const question: Question = {
	questionId: 'q1',
	question: 'Why is the session kept on the server?',
	category: 'tradeoffs',
	difficulty: 'junior',
	topic: 'authentication',
	fileReferences: ['src/session.ts'],
	evidence: [{ path: 'src/session.ts', startLine: 1, endLine: 2, snippet: 'const a = 1;\n' }],
	findingKeys: ['sessions:cookie'],
	rubric: [point('p1', 0.1), point('p2', 0.2), point('p3', 0.7)],
	modelAnswer: 'Because it can be revoked.',
	hints: ['Think of a stolen laptop.', 'What must end at once?'],
	followUps: [
		{
			type: 'clarifying',
			question: 'What happens at noon?',
			pointId: 'p2',
			rubric: [point('f1p1', 0.5), point('f1p2', 0.5)]
		}
	]
};

const accepts = (change: Partial<Question>) =>
	questionSchema.safeParse({ ...question, ...change }).success;

describe("the bank's format", () => {
	it('[Q3] takes a question with rubric, hints and follow-ups', () => {
		expect(accepts({})).toBe(true);
	});

	it('[Q3] refuses weights that do not add up to 1, of the question or of a follow-up', () => {
		expect(accepts({ rubric: [point('p1', 0.1), point('p2', 0.2), point('p3', 0.6)] })).toBe(false);
		const [followUp] = question.followUps;
		const rubric = [point('f1p1', 0.5), point('f1p2', 0.4)];
		expect(accepts({ followUps: [{ ...followUp!, rubric }] })).toBe(false);
	});

	it('[Q3] refuses fewer than three points and more than seven', () => {
		expect(accepts({ rubric: [point('p1', 0.5), point('p2', 0.5)] })).toBe(false);
		const eight = Array.from({ length: 8 }, (_, index) => point(`p${index + 1}`, 0.125));
		expect(accepts({ rubric: eight })).toBe(false);
		expect(accepts({ rubric: eight.slice(0, 7).map((one) => ({ ...one, weight: 1 / 7 })) })).toBe(
			true
		);
	});

	it('[Q3] refuses a point id used twice and a follow-up that leads nowhere', () => {
		const [followUp] = question.followUps;
		const twice = [point('p1', 0.5), point('f1p2', 0.5)];
		expect(accepts({ followUps: [{ ...followUp!, rubric: twice }] })).toBe(false);
		expect(accepts({ followUps: [{ ...followUp!, pointId: 'p9' }] })).toBe(false);
	});

	it('[Q3] refuses a point in fewer than two wordings and a question with one hint', () => {
		const [first, ...others] = question.rubric;
		expect(accepts({ rubric: [{ ...first!, wordings: ['once'] }, ...others] })).toBe(false);
		expect(accepts({ hints: ['Only one.'] })).toBe(false);
	});
});
