import type { Reader } from '../../server/database';
import type { CodeOffer, CodeSource, CodeWish, OwnCode } from '../../typing';
import { holdersOf, listPieces, pieceById, type ListedPiece } from './code-piece-store';

/** Code to type out of people's own analysed repositories (rule T1). */
export class AnalysedCode implements CodeSource {
	readonly #read: Reader;
	readonly #random: () => number;

	/** @param random numbers in [0, 1) */
	constructor(read: Reader, random: () => number = Math.random) {
		this.#read = read;
		this.#random = random;
	}

	async offers(userId: string): Promise<CodeOffer[]> {
		return holdersOf(this.#read, userId).map(({ analysisId, name, languages }) => ({
			analysisId,
			repository: name,
			languages
		}));
	}

	async pick(userId: string, wish: CodeWish, most: number): Promise<OwnCode[]> {
		const { analysisId, language } = wish;
		const analysisIds =
			analysisId === undefined
				? holdersOf(this.#read, userId).map((holder) => holder.analysisId)
				: [analysisId];
		const listed = listPieces(this.#read, userId, { analysisIds, language });
		return this.#ranked(listed, wish)
			.slice(0, most)
			.flatMap(({ id }) => {
				const kept = pieceById(this.#read, id);
				if (!kept) return [];
				const { piece, ...from } = kept;
				return [{ ...piece, ...from }];
			});
	}

	/** Nearest to the length first; of equals those that were not typed lately, by chance. */
	#ranked(pieces: readonly ListedPiece[], { characters, lately }: CodeWish): ListedPiece[] {
		const { least, most } = characters;
		const ranks = pieces.map((piece) => ({
			piece,
			beside: Math.max(least - piece.characters, piece.characters - most, 0),
			turn: turnOf(piece, lately),
			chance: this.#random()
		}));
		ranks.sort((a, b) => a.beside - b.beside || a.turn - b.turn || a.chance - b.chance);
		return ranks.map(({ piece }) => piece);
	}
}

/** 0 for what was not typed lately, else the more the later it was. */
function turnOf(piece: ListedPiece, lately: CodeWish['lately']): number {
	const place = lately.findIndex(({ path, name }) => path === piece.path && name === piece.name);
	return place === -1 ? 0 : lately.length - place;
}
