import type { FileFacts } from '../../facts';
import type { Ledger } from '../ledger';
import { packedJson, unpacked } from '../packed';
import { readerVersion } from '../read/read-facts';
import { mayHoldSecret } from '../read/secret-facts';

/** So many files are asked for, and kept, in one go: whoever keeps them has other things to do. */
const FILES_AT_ONCE = 50;

interface HashedFile {
	path: string;
	/** Names its content. */
	hash: string;
}

/** Facts that a ledger keeps, from one run and one analysis to the next (rule N6). */
export class KeptFacts {
	readonly #ledger: Pick<Ledger, 'knownFacts' | 'keepFacts'>;

	constructor(ledger: Pick<Ledger, 'knownFacts' | 'keepFacts'>) {
		this.#ledger = ledger;
	}

	/** @returns in the files' order; undefined for those that are new */
	async of(files: readonly HashedFile[]): Promise<(FileFacts | undefined)[]> {
		const found: (FileFacts | undefined)[] = [];
		for (const some of inPieces(files)) {
			const hashed = some.map(({ path, hash }) => ({ path, hash }));
			const known = await this.#ledger.knownFacts(hashed, readerVersion);
			found.push(...known.map((bytes) => (bytes ? unpacked<FileFacts>(bytes) : undefined)));
		}
		return found;
	}

	/**
	 * Keeps what holds no secret; the rest is read again where it is needed.
	 *
	 * @param facts of these files, in their order
	 */
	async add(files: readonly HashedFile[], facts: readonly FileFacts[]): Promise<void> {
		const told = facts.map((one, place) => ({ file: files[place]!, one }));
		for (const some of inPieces(told)) {
			const kept = some.flatMap(({ file: { path, hash }, one }) => {
				// What failed may have been the machine's fault.
				if (one.skipped === 'failed' || one.skipped === 'too_slow') return [];
				const json = JSON.stringify(one);
				return mayHoldSecret(one, json) ? [] : [{ path, hash, facts: packedJson(json) }];
			});
			if (kept.length > 0) await this.#ledger.keepFacts(kept, readerVersion);
			// Whoever brings the next files has a turn.
			else await new Promise(setImmediate);
		}
	}
}

function inPieces<T>(all: readonly T[]): T[][] {
	const pieces: T[][] = [];
	for (let at = 0; at < all.length; at += FILES_AT_ONCE) {
		pieces.push(all.slice(at, at + FILES_AT_ONCE));
	}
	return pieces;
}
