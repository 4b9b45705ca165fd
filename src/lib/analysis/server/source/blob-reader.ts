import { MOST_READ_BYTES } from '../../source';
import { GitProcess } from './git-process';

/** A blob that takes longer is one that was made to take long. */
const MOST_MS = 30_000;

interface Asked {
	id: string;
	/** The running git has been asked for it. */
	isSent: boolean;
	answer: (content: Buffer | undefined) => void;
}

/**
 * Reads blobs through one `git cat-file --batch`, started when it is needed. Whoever asks for several
 * at once has git look for the next while one is on its way; the answers come in order.
 */
export class BlobReader {
	readonly #options: { repository: string; folder: string };
	#running: GitProcess | undefined;
	/** In the order of their asking. */
	readonly #waiting: Asked[] = [];
	#chunks: Buffer[] = [];
	#bytes = 0;
	/** How many bytes what is waited for takes, where that is known: its header, its content, a line break. */
	#wanted = 0;
	#timer: NodeJS.Timeout | undefined;
	#sending: NodeJS.Immediate | undefined;
	#isClosed = false;

	constructor(options: { repository: string; folder: string }) {
		this.#options = options;
	}

	/** @returns undefined where it is missing, damaged, no blob, or longer than what is read */
	read(id: string): Promise<Buffer | undefined> {
		if (this.#isClosed) return Promise.resolve(undefined);
		return new Promise((answer) => {
			this.#waiting.push({ id, isSent: false, answer });
			// Whoever hears several answers asks for several more: they are written in one go.
			this.#sending ??= setImmediate(() => this.#send());
		});
	}

	close(): void {
		this.#isClosed = true;
		this.#stop();
		for (const { answer } of this.#waiting.splice(0)) answer(undefined);
	}

	#send(): void {
		clearImmediate(this.#sending);
		this.#sending = undefined;
		const fresh = this.#waiting.filter(({ isSent }) => !isSent);
		if (fresh.length === 0) return;
		this.#running ??= this.#start();
		for (const one of fresh) one.isSent = true;
		this.#timer ??= this.#startTimer();
		this.#running.stdin.write(fresh.map(({ id }) => `${id}\n`).join(''));
	}

	#start(): GitProcess {
		const running = new GitProcess(['cat-file', '--batch'], this.#options);
		running.stdout.on('data', (chunk: Buffer) => {
			if (running === this.#running) this.#take(chunk);
		});
		void running.ended.then(() => {
			if (running === this.#running) this.#giveUp();
		});
		return running;
	}

	#startTimer(): NodeJS.Timeout {
		return setTimeout(() => this.#giveUp(), MOST_MS);
	}

	#take(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
		if (this.#bytes < this.#wanted) return;
		let known = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
		this.#wanted = 0;
		for (;;) {
			const end = known.indexOf(0x0a);
			if (end < 0) break;
			const [, type, size] = known.toString('latin1', 0, end).split(' ');
			if (type === 'missing') {
				known = known.subarray(end + 1);
				this.#answer(undefined);
				continue;
			}
			const bytes = Number(size);
			if (type !== 'blob' || !(bytes <= MOST_READ_BYTES)) return this.#giveUp();
			this.#wanted = end + 1 + bytes + 1;
			if (known.length < this.#wanted) break;
			const content = known.subarray(end + 1, end + 1 + bytes);
			known = known.subarray(this.#wanted);
			this.#wanted = 0;
			this.#answer(content);
		}
		[this.#chunks, this.#bytes] = [known.length > 0 ? [known] : [], known.length];
	}

	#answer(content: Buffer | undefined): void {
		clearTimeout(this.#timer);
		this.#waiting.shift()?.answer(content);
		this.#timer = this.#waiting.length > 0 ? this.#startTimer() : undefined;
	}

	/** git ends at the first damaged object: what was asked for behind it is asked of another one. */
	#giveUp(): void {
		this.#stop();
		this.#waiting.shift()?.answer(undefined);
		for (const one of this.#waiting) one.isSent = false;
		this.#send();
	}

	#stop(): void {
		this.#running?.stop();
		this.#running = undefined;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		[this.#chunks, this.#bytes, this.#wanted] = [[], 0, 0];
	}
}
