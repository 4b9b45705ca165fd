import { align, readReference, type Alignment, type Reference } from './alignment';
import { gramsOf } from './grams';
import { piecesOf } from './pieces';
import { Recent } from './recent';
import { TextIndex } from './text-index';

/** A question, read once. */
export interface Asked {
	text: string;
	index: TextIndex;
	stems: ReadonlySet<string>;
}

const recentQuestions = new Recent<Asked>(128);

export const readQuestion = (text: string): Asked =>
	recentQuestions.of(text, () => {
		const index = new TextIndex(text);
		return { text, index, stems: new Set(index.words.map(({ stem }) => stem)) };
	});

/** An answer, read once. */
export interface ReadAnswer {
	index: TextIndex;
	/** Counts of runs of three and of four letters. */
	trigrams: ReadonlyMap<string, number>;
	tetragrams: ReadonlyMap<string, number>;
}

export const readAnswer = (text: string): ReadAnswer => ({
	index: new TextIndex(text),
	trigrams: gramsOf(text, 3),
	tetragrams: gramsOf(text, 4)
});

/** What is measured of an answer beside one text that it might have said. */
export interface Comparison {
	asked: Asked;
	reference: Reference;
	referenceIndex: TextIndex;
	answer: ReadAnswer;
	alignment: Alignment;
	/** The reference's own pieces, each held against the answer by itself. */
	pieces: readonly { reference: Reference; alignment: Alignment }[];
}

/** Takes time in proportion to the two texts together. */
export function compare(asked: Asked, referenceText: string, answer: ReadAnswer): Comparison {
	const reference = readReference(referenceText, asked.stems);
	return {
		asked,
		reference,
		referenceIndex: new TextIndex(referenceText),
		answer,
		alignment: align(reference, answer.index),
		pieces: piecesOf(referenceText).map((piece) => {
			const read = readReference(piece, asked.stems);
			return { reference: read, alignment: align(read, answer.index) };
		})
	};
}
