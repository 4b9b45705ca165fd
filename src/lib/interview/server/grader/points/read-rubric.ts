import type { RubricPoint } from '$lib/analysis';
import { readReference, sum, type Reference } from '../alignment';
import { piecesOf } from '../pieces';
import { rarityOf } from '../rarity';
import { TextIndex } from '../text-index';

/** A point of a rubric, read once. */
export interface ReadPoint {
	point: RubricPoint;
	/** The claim and its wordings. */
	forms: readonly Reference[];
	contradictions: readonly Reference[];
	/** All its words, whichever form they are from. */
	words: TextIndex;
	/** By stem of those: how much it tells of this point and of no other. */
	weights: ReadonlyMap<string, number>;
	/** Σ weights of one form, on average: whoever says as much has said it once. */
	need: number;
}

export interface ReadRubric {
	points: readonly ReadPoint[];
	/** Every word that a good answer may have. */
	related: TextIndex;
}

/** What a word counts that stands in the question as well. */
const ASKED = 0.3;

/** A model answer's sentence with so much of a form, 0–1, is one more form of that point. */
const SAME = 0.38;

/**
 * @param asked stems of the question
 * @param modelAnswer its sentences word the points in one more way
 * @param besides what else belongs to the subject: the question, the code it is about
 */
export function readRubric(
	asked: ReadonlySet<string>,
	rubric: readonly RubricPoint[],
	modelAnswer: string | undefined,
	besides: readonly string[]
): ReadRubric {
	const read = (text: string) => readReference(text, asked);
	const written = rubric.map(({ claim, wordings }) => [claim, ...wordings].map(read));
	const sentences = modelAnswer ? piecesOf(modelAnswer).map(read) : [];
	const modelled = sentencesByPoint(written, sentences);
	const formsOf = (index: number) => [...written[index]!, ...modelled[index]!];
	const inPoints = new Map<string, number>();
	const stemsOf = (index: number) =>
		new Set(formsOf(index).flatMap(({ content }) => content.map(({ stem }) => stem)));
	rubric.forEach((_, index) => {
		for (const stem of stemsOf(index)) inPoints.set(stem, (inPoints.get(stem) ?? 0) + 1);
	});
	const points = rubric.map((point, index): ReadPoint => {
		const forms = formsOf(index);
		const weights = new Map(
			[...stemsOf(index)].map((stem) => [
				stem,
				(rarityOf(stem) * (asked.has(stem) ? ASKED : 1)) / Math.sqrt(inPoints.get(stem)!)
			])
		);
		const needs = forms.map(({ content }) => sum(content.map(({ stem }) => weights.get(stem)!)));
		return {
			point,
			forms,
			contradictions: (point.contradictions ?? []).map(read),
			words: indexOf(forms),
			weights,
			need: Math.max(1e-6, sum(needs) / needs.length)
		};
	});
	const related = indexOf([...written.flat(), ...sentences, ...besides.map(read)]);
	return { points, related };
}

/** All their words, of which none is read again. */
const indexOf = (references: readonly Reference[]) =>
	new TextIndex(
		references.map(({ text }) => text).join('\n'),
		references.flatMap(({ words }) => words)
	);

/** Each sentence of the model answer goes to the point that it says most of, if it says enough. */
function sentencesByPoint(
	written: readonly (readonly Reference[])[],
	sentences: readonly Reference[]
): Reference[][] {
	const found: Reference[][] = written.map(() => []);
	if (sentences.length === 0) return found;
	const indexes = written.map(indexOf);
	for (const sentence of sentences) {
		const { content, weights } = sentence;
		const total = sum(weights) || 1;
		const shares = indexes.map(
			(index) => sum(content.map((word, at) => index.nearest(word) * weights[at]!)) / total
		);
		const best = shares.indexOf(Math.max(...shares));
		if (shares[best]! >= SAME) found[best]!.push(sentence);
	}
	return found;
}
