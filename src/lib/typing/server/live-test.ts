import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import { compareInput } from '../compare';
import { quantise, type KeyEvent } from '../events';
import { decodeLog } from '../log';
import type { TypingMessages } from '../messages';
import { liveMetrics } from '../metrics';
import { applyEvent, endTyping, startTyping, type Change, type TypingState } from '../reducer';
import { prepareText, type PreparedText } from '../text';
import type { TestRow } from './store';

export type Update = PayloadOf<TypingMessages, 'metrics_update'>;

/** Ten times what the longest text takes: beyond it nobody types, something is broken. */
const MOST_EVENTS = 200_000;
/** As many, since a key brings one: a log of longer texts would cost everybody's time and memory. */
const MOST_CHARACTERS = 200_000;

/** How often two clocks are compared, in milliseconds. */
const ARRIVAL_MS = 1_000;

/** A whole text sent by position (rule T3), and how long that took by the server's clock. */
export interface SimpleInput {
	text: string;
	startedAt: number;
	elapsedMs: number;
}

/** Another connection types this test, here or on another instance (rule T3). */
export class TakenOver extends UserError {
	constructor() {
		super('INVALID_STATE', 'This test is being typed in another tab.', { state: 'taken_over' });
	}
}

/** A test under way, in memory: what the typist's keys made of it so far. */
export class LiveTest {
	readonly prepared: PreparedText;
	readonly state: TypingState;
	/** The whole log; its length is the next sequence number. */
	readonly events: KeyEvent[] = [];
	/** Of all their texts, in UTF-16 units. */
	#characters = 0;
	/** Events below this survive a crash. */
	durableSeq = 0;
	/** The connection that types (rule T3); none while its typist is away. */
	typist: string | undefined;
	/** Whom the database names as typist, as far as this log is his: what another typed is not here. */
	typedBy: string | null;
	simple: SimpleInput | undefined;
	/** Once a second, the time of a message's last key, and when it came: what two clocks tell. */
	readonly arrivals: { t: number; at: number }[] = [];

	constructor(
		readonly row: TestRow,
		checkpoints: readonly Uint8Array[] = []
	) {
		this.prepared = prepareText(row.text);
		this.state = startTyping(this.prepared, row.limitMs === null ? {} : { limitMs: row.limitMs });
		for (const chunk of checkpoints) {
			for (const event of decodeLog(chunk)) this.#apply(event);
		}
		this.durableSeq = this.events.length;
		this.typedBy = row.typist;
	}

	get nextSeq(): number {
		return this.events.length;
	}

	get finished(): boolean {
		return this.state.finished || (this.simple !== undefined && this.#simpleFinished());
	}

	/** Its guest became part of an account, which it belongs to from now on. */
	moveTo(userId: string): void {
		this.row.userId = userId;
	}

	/** Rule T3: the tab that last started types. @throws UserError INVALID_STATE */
	refuseOthers(connectionId: string): void {
		if (this.typist !== connectionId) throw new TakenOver();
	}

	/** Nothing counts before a race's common start. @throws UserError INVALID_STATE */
	refuseBeforeStart(now: number): void {
		const { startsAt } = this.row;
		if (startsAt !== null && now < startsAt.getTime()) {
			throw new UserError('INVALID_STATE', 'This test has not begun yet. Wait for the start.', {
				state: 'countdown',
				startsAt: startsAt.toISOString()
			});
		}
	}

	/**
	 * Applies the events that are new, and keeps them; those below `nextSeq` were here before.
	 *
	 * @param now milliseconds on any clock that does not jump
	 * @throws UserError CONFLICT where some are missing in between
	 */
	type(seq: number, events: readonly KeyEvent[], now: number): Update {
		this.#refuseWhenFinished();
		if (this.simple) throw mixedInput();
		if (seq > this.nextSeq) throw missingEvents(this.nextSeq);
		const characters = charactersOf(events.slice(this.nextSeq - seq));
		if (seq + events.length > MOST_EVENTS || this.#characters + characters > MOST_CHARACTERS) {
			throw new UserError('INVALID_STATE', 'This test has too many keys. Start a new one.', {
				state: 'running'
			});
		}
		const changes: Change[] = [];
		for (let index = this.nextSeq - seq; index < events.length; index++) {
			const event = events[index]!;
			event.t = quantise(event.t);
			changes.push(...this.#apply(event));
			// Keys after the end belong to nothing.
			if (this.state.finished) break;
		}
		const { lastT } = this.state;
		if (lastT - (this.arrivals.at(-1)?.t ?? -Infinity) >= ARRIVAL_MS) {
			this.arrivals.push({ t: lastT, at: now });
		}
		const { position, correct, incorrect, extra, missed } = this.state;
		return {
			sessionId: this.row.id,
			nextSeq: this.nextSeq,
			durableSeq: this.durableSeq,
			analysis: { position, correct, incorrect, extra, missed, changes },
			metrics: liveMetrics(this.state, this.state.lastT)
		};
	}

	/** The whole text so far, compared by position: allowed, and never a record (rule T3). */
	typeWhole(input: string, now: number): Update {
		this.#refuseWhenFinished();
		if (this.nextSeq > 0) throw mixedInput();
		this.simple ??= { text: '', startedAt: now, elapsedMs: 0 };
		const analysis = compareInput(this.prepared, input, this.simple.text);
		this.simple.text = input;
		this.simple.elapsedMs = now - this.simple.startedAt;
		return {
			sessionId: this.row.id,
			nextSeq: 0,
			durableSeq: 0,
			analysis,
			metrics: simpleMetrics(this.prepared, this.simple)
		};
	}

	/**
	 * Ends the test before its text does (rule T4).
	 *
	 * @param seq how many events the client holds
	 * @param t when it ended, by the client's clock, in milliseconds
	 * @throws UserError CONFLICT where events are missing, INVALID_STATE where nothing was typed
	 */
	end(seq: number | undefined, t: number | undefined): void {
		if (this.state.finished) return;
		if (seq !== undefined && seq > this.nextSeq) throw missingEvents(this.nextSeq);
		if (this.nextSeq === 0 && !this.simple) {
			throw new UserError('INVALID_STATE', 'Nothing was typed yet, so there is nothing to keep.', {
				state: 'reserved'
			});
		}
		endTyping(this.state, quantise(Math.max(t ?? 0, this.state.lastT)));
	}

	/** Characters of a whole text sent by position. */
	simpleCharacters(): Pick<Update['analysis'], 'correct' | 'incorrect' | 'extra' | 'missed'> {
		const { correct, incorrect, extra, missed } = compareInput(this.prepared, this.simple!.text);
		return { correct, incorrect, extra, missed };
	}

	#apply(event: KeyEvent): Change[] {
		this.events.push(event);
		this.#characters += event.text?.length ?? 0;
		return applyEvent(this.state, event);
	}

	#refuseWhenFinished(): void {
		if (this.finished) {
			throw new UserError('INVALID_STATE', 'This test is over. Start a new one.', {
				state: 'completed'
			});
		}
	}

	#simpleFinished(): boolean {
		return compareInput(this.prepared, this.simple!.text).position >= this.prepared.length;
	}
}

/** Correct characters by position, five to a word; nothing else is known of a simple client. */
export function simpleMetrics(
	prepared: PreparedText,
	{ text, elapsedMs }: SimpleInput
): Update['metrics'] {
	const { correct, incorrect, extra } = compareInput(prepared, text);
	const typed = correct + incorrect + extra;
	const perMinute = (characters: number) =>
		elapsedMs === 0 ? 0 : Math.round((characters / 5 / (elapsedMs / 60_000)) * 100) / 100;
	return {
		wpm: perMinute(correct),
		raw: perMinute(typed),
		accuracy: typed === 0 ? 0 : Math.round((correct / typed) * 10_000) / 100,
		consistency: 0,
		elapsedMs
	};
}

const charactersOf = (events: readonly KeyEvent[]) =>
	events.reduce((sum, { text = '' }) => sum + text.length, 0);

const missingEvents = (nextSeq: number) =>
	new UserError('CONFLICT', `Events are missing: send them again from ${nextSeq} on.`, { nextSeq });

const mixedInput = () =>
	new UserError('INVALID_STATE', 'A test takes either events or whole inputs, not both.', {
		state: 'running'
	});
