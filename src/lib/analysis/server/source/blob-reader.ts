import { GitProcess, writeTo } from './git-process';
import { MOST_READ_BYTES } from '../../source';

/** A blob that takes longer is one that was made to take long. */
const MOST_MS = 30_000;

/** Reads blobs one after the other through one `git cat-file --batch`, started when it is needed. */
export class BlobReader {
	readonly #options: { repository: string; folder: string };
	#running: { process: GitProcess; bytes: AsyncIterator<Buffer>; rest: Buffer } | undefined;
	#last: Promise<unknown> = Promise.resolve();
	#isClosed = false;

	constructor(options: { repository: string; folder: string }) {
		this.#options = options;
	}

	/** @returns undefined where it is missing, damaged, no blob, or longer than what is read */
	read(id: string): Promise<Buffer | undefined> {
		const reading = this.#last.then(() => this.#read(id));
		this.#last = reading;
		return reading;
	}

	close(): void {
		this.#isClosed = true;
		this.#stop();
	}

	async #read(id: string): Promise<Buffer | undefined> {
		if (this.#isClosed) return undefined;
		const timer = setTimeout(() => this.#stop(), MOST_MS);
		try {
			return await this.#ask(id);
		} catch {
			// It ends at the first damaged object; the next is asked of another one.
			this.#stop();
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	}

	async #ask(id: string): Promise<Buffer | undefined> {
		this.#running ??= this.#start();
		await writeTo(this.#running.process.stdin, `${id}\n`);
		const header = (await this.#takeLine()).split(' ');
		if (header[1] !== 'blob') {
			if (header[1] !== 'missing') this.#stop();
			return undefined;
		}
		const bytes = Number(header[2]);
		if (!(bytes <= MOST_READ_BYTES)) {
			this.#stop();
			return undefined;
		}
		const content = await this.#take(bytes + 1);
		return content.subarray(0, bytes);
	}

	#start() {
		const running = new GitProcess(['cat-file', '--batch'], this.#options);
		const bytes = running.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
		return { process: running, bytes, rest: Buffer.alloc(0) };
	}

	#stop(): void {
		this.#running?.process.stop();
		this.#running = undefined;
	}

	async #takeLine(): Promise<string> {
		for (let known = this.#rest(); ; known = await this.#more()) {
			const end = known.indexOf(0x0a);
			if (end >= 0) return (await this.#take(end + 1)).toString('latin1', 0, end);
		}
	}

	async #take(bytes: number): Promise<Buffer> {
		const chunks = [this.#rest()];
		let length = this.#rest().length;
		while (length < bytes) {
			const chunk = await this.#next();
			chunks.push(chunk);
			length += chunk.length;
		}
		const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
		this.#now().rest = all.subarray(bytes);
		return all.subarray(0, bytes);
	}

	async #more(): Promise<Buffer> {
		const chunk = await this.#next();
		const running = this.#now();
		running.rest = Buffer.concat([running.rest, chunk]);
		return running.rest;
	}

	async #next(): Promise<Buffer> {
		const { value, done } = await this.#now().bytes.next();
		if (done === true) throw new Error('git ended');
		return value;
	}

	#rest(): Buffer {
		return this.#now().rest;
	}

	#now() {
		if (this.#running === undefined) throw new Error('git was ended');
		return this.#running;
	}
}
