import { UserError } from '../errors';
import { backoffMs } from '../realtime/backoff';
import type { PayloadOf } from '../realtime/catalogue';
import type { Channel, FeatureLine } from '../realtime/channel';
import { LineLostError, newRequestId } from '../realtime/requests';
import { draftKey, readDraft, type DraftStorage, type LocalDraft } from './leftovers';
import type { Draft } from './drafts';
import type { InterviewMessages } from './messages';

type Kept = PayloadOf<InterviewMessages, 'draft_kept'>;

interface DraftOptions {
	sessionId: string;
	questionId: string;
	line: FeatureLine;
	/** As the server has it, where it has one. */
	first?: Draft | undefined;
	/** Drafts of this question that lost before. */
	lost?: readonly string[];
	/** Called once the page is alive. */
	storage: () => DraftStorage | undefined;
}

/** Far below what a connection may say in a minute (rule L2). */
const EVERY_MS = 1_500;

/**
 * What is being written to one question (rule I8): in this browser at every key, on the server a
 * moment later, and from there on the person's other devices. What two of them write at once the
 * server decides by its revision; what lost is kept to be looked at.
 */
export class DraftKeeper {
	readonly questionId: string;
	text = $state('');
	/** What was written elsewhere, or here, and lost. Newest first. */
	lost = $state.raw<readonly string[]>([]);
	/** Whether the server has what is shown. */
	isKept = $state(true);

	readonly #options: DraftOptions;
	readonly #channel: Channel<InterviewMessages>;
	readonly #key: string;
	#storage: DraftStorage | undefined;
	/** Of the draft that what is shown was written from. */
	#revision = 0;
	/** What lost and is not to be shown any more. */
	readonly #gone = new Set<string>();
	/** Sent, and perhaps kept: it goes again under its id before anything newer (rule D3). */
	#unsure: (Draft & { requestId: string }) | undefined;
	#isClosed = true;
	#isSending = false;
	#sentAt = -Infinity;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: DraftOptions) {
		const { sessionId, questionId, line, first, lost = [] } = options;
		this.questionId = questionId;
		this.#options = options;
		this.#channel = line.channel<InterviewMessages>();
		this.#key = draftKey(sessionId, questionId);
		this.lost = [...new Set(lost)];
		if (first) this.#show(first);
	}

	/** Takes up what this browser kept, and keeps on. @returns what ends it */
	open(): () => void {
		const { line, storage, sessionId } = this.#options;
		this.#isClosed = false;
		this.#attempt(() => (this.#storage = storage()));
		this.#takeUp();
		const endings = [
			this.#channel.on('draft_kept', (kept) => {
				const isMine = kept.sessionId === sessionId && kept.questionId === this.questionId;
				if (isMine) this.hear(kept);
			}),
			line.onReady(() => this.#sendSoon(0))
		];
		return () => {
			void this.flush();
			this.#isClosed = true;
			clearTimeout(this.#timer);
			for (const end of endings) end();
		};
	}

	/** The person changed it. */
	write(text: string): void {
		if (text === this.text) return;
		this.text = text;
		this.isKept = false;
		this.#keepHere();
		this.#sendSoon();
	}

	/** Puts what had lost behind what stands here. */
	takeBack(text: string): void {
		this.letGo(text);
		this.write([this.text.trimEnd(), text].filter(Boolean).join('\n\n'));
	}

	/** It need not be shown any more. */
	letGo(text: string): void {
		this.#gone.add(text.trim());
		this.lost = this.lost.filter((one) => one.trim() !== text.trim());
	}

	/** The server says what it keeps, to another device or on being asked. */
	hear({ text, revision, lost }: Draft & { lost?: string | undefined }): void {
		if (this.#isClosed || this.#isSending) return;
		if (lost !== undefined) this.#lose(lost);
		// What is written here goes there in a moment, and is answered with what won.
		if (!this.isKept || revision <= this.#revision) return;
		this.#show({ text, revision });
		this.#keepHere();
	}

	/** It was answered: nothing of it is kept here any more. */
	done(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		this.#attempt(() => this.#storage?.removeItem(this.#key));
	}

	/** Sends what the server does not have yet, now. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.isKept || this.#isSending || this.#isClosed) return;
		this.#isSending = true;
		this.#sentAt = Date.now();
		const { sessionId } = this.#options;
		const { questionId } = this;
		this.#unsure ??= { requestId: newRequestId(), text: this.text, revision: this.#revision + 1 };
		const { requestId, ...draft } = this.#unsure;
		this.#keepHere();
		try {
			const wish = { sessionId, questionId, ...draft };
			const kept = await this.#channel.request('draft_update', wish, { requestId });
			this.#unsure = undefined;
			this.#failures = 0;
			this.#isSending = false;
			this.#settle(draft.text, kept);
			this.#sendSoon();
		} catch (error) {
			this.#isSending = false;
			// The next connection sends it again.
			if (error instanceof LineLostError) return;
			const code = error instanceof UserError ? error.code : undefined;
			if (code !== 'CONNECTION_TIMEOUT') this.#unsure = undefined;
			// The question is closed: what is here stays here.
			if (code !== 'INVALID_STATE') this.#sendSoon(backoffMs(this.#failures++, Math.random()));
		}
	}

	/** What was sent won, or lost. */
	#settle(sent: string, { text, revision, lost }: Kept): void {
		if (this.#isClosed) return;
		if (text !== sent) {
			// With what was added since: it was written on from what lost.
			this.#lose(this.text.includes(sent) ? this.text : sent);
			if (!this.text.includes(sent)) this.#lose(this.text);
			this.#show({ text, revision });
		} else if (lost !== undefined) this.#lose(lost);
		this.#revision = revision;
		this.isKept = this.text === text;
		this.#keepHere();
	}

	/** What this browser kept and the server did not hear of. */
	#takeUp(): void {
		const local = this.#local();
		if (!local || local.isKept || local.text === this.text) return;
		// The answer to what this browser sent may have been lost with the page.
		const isOwn = local.sent === this.text && this.#revision === local.revision + 1;
		this.#show({ text: local.text, revision: isOwn ? this.#revision : local.revision });
		this.isKept = false;
		this.#sendSoon();
	}

	#show({ text, revision }: Draft): void {
		this.text = text;
		this.#revision = revision;
		this.isKept = true;
	}

	#lose(text: string): void {
		if (text.trim() === '' || this.#gone.has(text.trim())) return;
		this.lost = [text, ...this.lost.filter((one) => one !== text)];
	}

	#sendSoon(afterMs = Math.max(0, this.#sentAt + EVERY_MS - Date.now())): void {
		clearTimeout(this.#timer);
		if (this.isKept || this.#isClosed) return;
		this.#timer = setTimeout(() => void this.flush(), afterMs);
	}

	#keepHere(): void {
		const draft: LocalDraft = {
			text: this.text,
			revision: this.#revision,
			isKept: this.isKept,
			...(this.#unsure && { sent: this.#unsure.text })
		};
		this.#attempt(() => this.#storage?.setItem(this.#key, JSON.stringify(draft)));
	}

	#local(): LocalDraft | undefined {
		let found: LocalDraft | undefined;
		this.#attempt(() => (found = this.#storage && readDraft(this.#storage, this.#key)));
		return found;
	}

	/** Storage may be forbidden or full: then the server alone keeps it. */
	#attempt(work: () => void): void {
		try {
			work();
		} catch {
			// As said.
		}
	}
}
