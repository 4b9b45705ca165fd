import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { AnalysisError } from '../../stages';
import type { FolderIntake } from './folder-intake';
import type { Reason } from './left-out';

const GZIP = Buffer.from([0x1f, 0x8b]);

/** Of what describes an entry: long names, attributes. */
const MOST_META_BYTES = 64 * 1024;

const invalid = (sentence: string) => new AnalysisError('ARCHIVE_INVALID', sentence);

/**
 * Takes the files of a .tar or .tar.gz.
 *
 * @throws AnalysisError ARCHIVE_INVALID where it is none, or ends early
 */
export async function takeTar(path: string, intake: FolderIntake): Promise<void> {
	const reader = new TarReader(intake);
	for await (const chunk of unzipped(path, await isGzip(path))) {
		await reader.take(chunk);
		// What follows the end is nobody's, and the parser would keep all of it.
		if (reader.sawEnd) break;
	}
	await reader.end();
}

async function isGzip(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
		return bytesRead === 2 && buffer.equals(GZIP);
	} finally {
		await file.close();
	}
}

async function* unzipped(path: string, isZipped: boolean): AsyncGenerator<Buffer> {
	const file = createReadStream(path);
	if (!isZipped) {
		yield* file;
		return;
	}
	const gunzip = createGunzip();
	file.on('error', (error) => gunzip.destroy(error));
	try {
		yield* file.pipe(gunzip);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error;
		throw invalid('The archive is damaged, or ends early: pack it or send it again.');
	} finally {
		file.destroy();
		gunzip.destroy();
	}
}

interface Arrived {
	path: string;
	/** Why it cannot be taken; undefined for files. */
	refused: Reason | 'folder' | undefined;
	pieces: Pieces;
}

/** Gives the parser a chunk, then waits until all that came out of it was taken. */
class TarReader {
	readonly #intake: FolderIntake;
	readonly #parser: Parser;
	readonly #arrived: Arrived[] = [];
	#current: { pieces: Pieces; task: Promise<void> } | undefined;
	sawEnd = false;
	#entries = 0;
	#problem: string | undefined;

	constructor(intake: FolderIntake) {
		this.#intake = intake;
		this.#parser = new Parser({
			maxMetaEntrySize: MOST_META_BYTES,
			onReadEntry: (entry: ReadEntry) => this.#arrive(entry),
			onwarn: (code: string, message: string | Error) => this.#hear(code, String(message))
		});
		this.#parser.on('eof', () => (this.sawEnd = true));
	}

	async take(chunk: Buffer): Promise<void> {
		this.#parser.write(chunk);
		await this.#settle();
	}

	async end(): Promise<void> {
		this.#parser.end();
		await this.#settle();
		if (this.#entries === 0 || this.#problem !== undefined) {
			throw invalid(
				this.#entries === 0
					? 'This is no .zip, .tar or .tar.gz archive, or there is nothing in it.'
					: 'The archive is damaged, or ends early: pack it or send it again.'
			);
		}
	}

	#arrive(entry: ReadEntry): void {
		this.#entries += 1;
		const pieces = new Pieces();
		this.#arrived.push({ path: entry.path, refused: refusalOf(entry), pieces });
		entry.on('data', (piece: Buffer) => pieces.push(piece));
		entry.on('end', () => pieces.end());
	}

	#hear(code: string, message: string): void {
		if (code === 'TAR_ENTRY_INVALID') this.#intake.leftOut.add('damaged', `entry: ${message}`);
		else if (code === 'TAR_BAD_ARCHIVE' || code === 'TAR_ABORT') this.#problem = message;
	}

	async #settle(): Promise<void> {
		for (;;) {
			this.#current ??= this.#startNext();
			if (this.#current === undefined) return;
			const { pieces, task } = this.#current;
			if (!pieces.isEnded) return void (await Promise.race([pieces.taken(), task]));
			await task;
			this.#current = undefined;
		}
	}

	#startNext() {
		const next = this.#arrived.shift();
		if (next === undefined) return undefined;
		const task = this.#takeEntry(next);
		// Whoever waits for it hears of it; until then it is nobody's.
		task.catch(() => undefined);
		return { pieces: next.pieces, task };
	}

	async #takeEntry({ path, refused, pieces }: Arrived): Promise<void> {
		if (refused === undefined) return this.#intake.add(path, pieces);
		if (refused === 'folder') this.#intake.countEntry();
		else this.#intake.refuse(path, refused);
		pieces.forget();
	}
}

function refusalOf({ type }: ReadEntry): Arrived['refused'] {
	switch (type) {
		case 'File':
		case 'OldFile':
		case 'ContiguousFile':
			return undefined;
		case 'Directory':
			return 'folder';
		case 'Link':
		case 'SymbolicLink':
			return 'link';
		default:
			return 'special';
	}
}

/** What was pushed and is not yet taken. */
class Pieces implements AsyncIterable<Buffer> {
	isEnded = false;
	#queue: Buffer[] = [];
	#isForgotten = false;
	#wake: (() => void) | undefined;
	#whenTaken: (() => void) | undefined;

	push(piece: Buffer): void {
		if (!this.#isForgotten) this.#queue.push(piece);
		this.#wake?.();
	}

	end(): void {
		this.isEnded = true;
		this.#wake?.();
	}

	/** Nobody will take them. */
	forget(): void {
		this.#isForgotten = true;
		this.#queue = [];
	}

	/** Resolves when there is nothing left to take. */
	taken(): Promise<void> {
		if (this.#queue.length === 0) return Promise.resolve();
		return new Promise((resolve) => (this.#whenTaken = resolve));
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
		for (;;) {
			for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
				yield next;
			}
			this.#whenTaken?.();
			if (this.isEnded) return;
			await new Promise<void>((resolve) => (this.#wake = resolve));
		}
	}
}
