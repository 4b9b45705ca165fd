/** An answer as people graded it. */
export interface GradedAnswer {
	dataset: string;
	/** Answers to one question share it. */
	qid: string;
	question: string;
	/** One at least; any one of them would do. */
	reference: string[];
	answer: string;
	/** 0–1. */
	score: number;
}

/**
 * @param text a line of JSON for each answer
 * @throws Error that names the first line that is none
 */
export function parseGradedAnswers(text: string): GradedAnswer[] {
	return text
		.split('\n')
		.map((line, index) => ({ line: line.trim(), number: index + 1 }))
		.filter(({ line }) => line !== '')
		.map(({ line, number }) => {
			const value = parsed(line);
			if (!isGradedAnswer(value)) {
				throw new Error(
					`Line ${number} is no graded answer: { dataset, qid, question, reference: [text, …], answer, score 0–1 }.`
				);
			}
			return value;
		});
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

function isGradedAnswer(value: unknown): value is GradedAnswer {
	if (typeof value !== 'object' || value === null) return false;
	const { dataset, qid, question, reference, answer, score } = value as Record<string, unknown>;
	const areTexts = [dataset, qid, question, answer].every((text) => typeof text === 'string');
	const hasReference =
		Array.isArray(reference) &&
		reference.length > 0 &&
		reference.every((text) => typeof text === 'string');
	return areTexts && hasReference && typeof score === 'number' && score >= 0 && score <= 1;
}

/** Whether people said only right or wrong. */
export const isRightOrWrong = (answers: readonly Pick<GradedAnswer, 'score'>[]) =>
	answers.every(({ score }) => score === 0 || score === 1);
