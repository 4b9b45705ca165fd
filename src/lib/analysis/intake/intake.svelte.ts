import { size } from '../numbers';
import { folderParcel, type Parcel, type PickedFiles } from './picked';
import { sendParcel, type SendParcel } from './send-parcel';

/** How far the one upload of this tab is. `looking`: through a folder, for what is to be sent. */
export type IntakePhase = 'idle' | 'looking' | 'sending' | 'sent';

/** Looks through a folder; tells how many files there are so far. */
export type Look = (options: {
	onFound: (files: number) => void;
	signal: AbortSignal;
}) => Promise<PickedFiles>;

/** A rate from less than this says nothing. */
const LEAST_MS = 2_000;

/**
 * The one upload of this tab: it goes on while its person is on another page, and is shown again on
 * the page it was begun on.
 */
export class Intake {
	phase = $state<IntakePhase>('idle');
	name = $state('');
	/** While it looks through a folder. */
	found = $state(0);
	sent = $state(0);
	total = $state(0);
	/** Milliseconds until all is sent, once that can be told. */
	leftMs = $state<number>();
	/** What is not sent although it was chosen. */
	leftBehind = $state.raw<readonly string[]>([]);
	unreadable = $state(0);
	/** The analysis that came of the last one. */
	made = $state<string>();
	/** Why the last one came to nothing. */
	problem = $state<string>();
	readonly #send: SendParcel;
	#aborting: AbortController | undefined;

	constructor(send: SendParcel = sendParcel) {
		this.#send = send;
	}

	get isBusy(): boolean {
		return this.phase !== 'idle';
	}

	/** Resolves once `made` is there, or `problem`, or it was cancelled; never rejects. */
	async bringFolder(look: Look, mostBytes: number): Promise<void> {
		await this.#bring(async (signal) => {
			this.phase = 'looking';
			const onFound = (files: number) => (this.found = files);
			const picked = await look({ onFound, signal });
			if (picked.files.length > 0) return folderParcel(picked);
			throw new Error(
				picked.unreadable > 0
					? 'Nothing in this folder can be read by this browser.'
					: 'This folder is empty.'
			);
		}, mostBytes);
	}

	/** As `bringFolder`. */
	async bring(parcel: Parcel, mostBytes: number): Promise<void> {
		await this.#bring(async () => parcel, mostBytes);
	}

	cancel(): void {
		this.#aborting?.abort();
	}

	async #bring(
		prepare: (signal: AbortSignal) => Promise<Parcel>,
		mostBytes: number
	): Promise<void> {
		if (this.isBusy) {
			this.problem = 'One upload at a time: wait for the one that runs, or cancel it.';
			return;
		}
		const { signal } = (this.#aborting = new AbortController());
		Object.assign(this, { name: '', found: 0, sent: 0, total: 0, leftMs: undefined });
		Object.assign(this, { leftBehind: [], unreadable: 0 });
		Object.assign(this, { made: undefined, problem: undefined });
		this.phase = 'sending';
		const stay = stayOnPage();
		try {
			const parcel = await prepare(signal);
			const { name, body, leftBehind, unreadable } = parcel;
			Object.assign(this, { name, leftBehind, unreadable, total: body.size });
			if (body.size > mostBytes) throw new Error(tooLarge(body.size, mostBytes));
			this.phase = 'sending';
			const from = performance.now();
			const { analysisId } = await this.#send(parcel, {
				onProgress: (sent) => this.#progress(sent, performance.now() - from),
				signal
			});
			this.made = analysisId;
		} catch (error) {
			if (!signal.aborted) this.problem = (error as Error).message;
		} finally {
			this.phase = 'idle';
			stay();
		}
	}

	#progress(sent: number, elapsedMs: number): void {
		this.sent = Math.min(sent, this.total);
		if (this.sent === this.total) this.phase = 'sent';
		const left = this.total - this.sent;
		this.leftMs = elapsedMs < LEAST_MS ? undefined : (elapsedMs / this.sent) * left;
	}
}

/** A tab is closed more easily than an upload repeated. @returns what ends it */
function stayOnPage(): () => void {
	if (typeof window === 'undefined') return () => undefined;
	const ask = (event: BeforeUnloadEvent) => event.preventDefault();
	window.addEventListener('beforeunload', ask);
	return () => window.removeEventListener('beforeunload', ask);
}

const tooLarge = (bytes: number, most: number) =>
	`This is ${size(bytes)}, and uploads may be up to ${size(most)}. Bring the part of it that matters, or the address it can be cloned from.`;

/** Used by all pages of the tab. */
export const intake = new Intake();
