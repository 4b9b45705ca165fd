import type { Question, RubricPoint } from '$lib/analysis';
import { readQuestion } from '../comparison';
import { piecesOf } from '../pieces';
import { readRubric } from '../points/read-rubric';
import { signalNames, signalsOf } from '../points/signals';
import { TextIndex } from '../text-index';
import { seeded, shuffled } from './random';

/**
 * From what the chance is learnt that a point was said: answers put together from the general bank.
 * Some of a question's points are said, each by one of its wordings, which then is no wording of the rubric
 * any more, or by the model answer's sentence; around them stand sentences about the same topic. What was
 * said is known, and no word of it was shown before.
 */
export interface PointExample {
	questionId: string;
	/** In the order of `signalNames`. */
	row: number[];
	/** 1 where the point was said. */
	said: number;
}

/** Of all points so many are said, and so many of those in the model answer's words. */
const SAID = 0.5;
const BY_MODEL_ANSWER = 0.4;

/** Sentences about the same topic that say none of the points. */
const OTHERS = 3;

/** As many answers a question. */
const ANSWERS = 6;

export function pointExamples(bank: readonly Question[], seed = 1): PointExample[] {
	const random = seeded(seed);
	return bank.flatMap((question) => {
		const others = bank
			.filter(
				({ topic, questionId }) => topic === question.topic && questionId !== question.questionId
			)
			.flatMap(({ modelAnswer }) => piecesOf(modelAnswer));
		return Array.from({ length: ANSWERS }, () => examplesOf(question, others, random)).flat();
	});
}

function examplesOf(
	question: Question,
	others: readonly string[],
	random: () => number
): PointExample[] {
	const { stems } = readQuestion(question.question);
	const sentences = sentencesByPoint(question, stems);
	const said = question.rubric.map((point) =>
		random() < SAID ? wayToSay(point, sentences, random) : undefined
	);
	const rubric = question.rubric.map((point, index): RubricPoint =>
		withoutForm(point, said[index])
	);
	const texts = [
		...said.flatMap((text) => text ?? []),
		...shuffled(others, random).slice(0, OTHERS)
	];
	const answer = new TextIndex(shuffled(texts, random).join('. '));
	const { points } = readRubric(stems, rubric, undefined, []);
	return points.map((read, index) => {
		const signals = signalsOf(read, answer);
		return {
			questionId: question.questionId,
			row: signalNames.map((name) => signals[name]),
			said: said[index] === undefined ? 0 : 1
		};
	});
}

function wayToSay(
	{ pointId, wordings }: RubricPoint,
	sentences: ReadonlyMap<string, string>,
	random: () => number
): string {
	const modelled = sentences.get(pointId);
	if (modelled !== undefined && random() < BY_MODEL_ANSWER) return modelled;
	return wordings[Math.floor(random() * wordings.length)]!;
}

const withoutForm = (point: RubricPoint, said: string | undefined): RubricPoint => ({
	...point,
	wordings: point.wordings.filter((wording) => wording !== said)
});

/** The model answer's sentence that says most of a point, by its id. */
function sentencesByPoint(
	{ rubric, modelAnswer }: Question,
	asked: ReadonlySet<string>
): Map<string, string> {
	const { points } = readRubric(asked, rubric, undefined, []);
	const pieces = piecesOf(modelAnswer).map((text) => ({ text, index: new TextIndex(text) }));
	return new Map(
		points.map((read) => {
			const rated = pieces.map(({ text, index }) => ({ text, near: signalsOf(read, index).near }));
			const best = rated.reduce((most, one) => (one.near > most.near ? one : most));
			return [read.point.pointId, best.text];
		})
	);
}
