import { UserError } from '../../errors';
import type { LineClient } from '../../realtime/client';
import type { KeyEvent } from '../../typing/events';
import type { TypingMessages } from '../../typing/messages';
import { applyEvent, startTyping } from '../../typing/reducer';
import { prepareText } from '../../typing/text';
import { keysFor } from '../keys';
import type { Dice } from './dice';
import type { Tab } from './tab';
import type { Truth } from './truth';

const TEXT = 'a quick fox jumps over it';
const MISTAKE_SHARE = 0.1;

type Analysis = Record<'position' | 'correct' | 'incorrect' | 'extra' | 'missed', number>;

/**
 * A test as its typist sees it: the log that the browser keeps, what the reducer makes of it here,
 * and what the server has said of it so far.
 */
export class TypedTest {
	static readonly settings = { mode: 'custom', text: TEXT } as const;
	readonly log: KeyEvent[] = [];
	/** Set once the server says that it keeps the result. */
	resultId: string | undefined;
	readonly #keys: KeyEvent[];
	readonly #state = startTyping(prepareText(TEXT));
	/** By the number of keys. */
	readonly #analyses: Analysis[] = [];
	#durableSeq = 0;

	constructor(
		readonly sessionId: string,
		readonly truth: Truth,
		readonly complain: (problem: string) => void,
		dice: Dice
	) {
		this.#keys = keysFor(TEXT, 120, dice.between(1, 1e6)).flatMap((key) =>
			dice.chance(MISTAKE_SHARE)
				? [{ ...key, text: 'ß' }, { t: key.t, kind: 'deleteChar' }, { ...key }]
				: [key]
		);
		this.#note();
	}

	/** What the server says of this test on `client` is held against what is known here. */
	watch(client: LineClient): void {
		const channel = client.channel<TypingMessages>();
		channel.on('metrics_update', ({ sessionId, nextSeq, durableSeq, analysis }) => {
			if (sessionId !== this.sessionId) return;
			const { position, correct, incorrect, extra, missed } = analysis;
			const here = JSON.stringify(this.#analyses[nextSeq]);
			const there = JSON.stringify({ position, correct, incorrect, extra, missed });
			if (here !== there) this.complain(`[T3] ${nextSeq} keys: ${there}, here ${here}`);
			this.#checkDurable(durableSeq);
		});
		channel.on('session_complete', ({ sessionId, resultId }) => {
			if (sessionId !== this.sessionId) return;
			this.resultId ??= resultId;
			const kept = this.truth.results(sessionId).map(({ id }) => id);
			if (kept.length !== 1 || kept[0] !== resultId || this.resultId !== resultId) {
				this.complain(`[T4] told of result ${resultId}, before ${this.resultId}; kept: ${kept}`);
			}
		});
	}

	/** The next keys, as far as there are any. */
	press(count: number, tab: Tab): void {
		for (const key of this.#keys.splice(0, count)) {
			this.log.push(key);
			applyEvent(this.#state, key);
			this.#note();
		}
		if (this.#state.finished) this.end(tab);
		else tab.uploader?.changed();
	}

	end(tab: Tab): void {
		tab.uploader?.end(this.#state.lastT);
	}

	/** Somebody else types keys of this log, from anywhere in it, and maybe takes the test first. */
	repeat(client: LineClient, dice: Dice): void {
		const channel = client.channel<TypingMessages>();
		const { sessionId } = this;
		const seq = dice.between(0, this.log.length);
		const events = this.log.slice(seq, seq + dice.between(1, 10));
		if (dice.chance(0.6)) channel.request('start_session', { sessionId }).catch(() => undefined);
		if (events.length === 0) return;
		channel.request('input_update', { sessionId, seq, events }).then(
			({ nextSeq }) => {
				if (nextSeq < seq) this.complain(`[T3] took ${seq} where ${nextSeq} was next`);
			},
			(error: unknown) => {
				if (!(error instanceof UserError) || error.code !== 'CONFLICT') return;
				const { nextSeq } = error.details as { nextSeq: number };
				if (nextSeq >= seq) this.complain(`[T3] CONFLICT at ${seq}, next was ${nextSeq}`);
			}
		);
	}

	/** What is not as it must be in the end: kept once, with every key, and told. */
	differences(): string[] {
		const [kept, ...more] = this.truth.results(this.sessionId);
		if (kept === undefined || more.length > 0 || this.resultId !== kept.id) {
			return [`[T4] ${kept ? more.length + 1 : 0} results are kept, told was ${this.resultId}`];
		}
		const there = JSON.stringify(kept.log);
		const here = JSON.stringify(this.log);
		return there === here ? [] : [`[T4] kept ${there}, typed ${here}`];
	}

	#note(): void {
		const { position, correct, incorrect, extra, missed } = this.#state;
		this.#analyses.push({ position, correct, incorrect, extra, missed });
	}

	/** What was ever said to be durable is; a late answer may say less than one before it. */
	#checkDurable(durableSeq: number): void {
		this.#durableSeq = Math.max(this.#durableSeq, durableSeq);
		const kept = this.truth.durableKeys(this.sessionId);
		const isOver = this.truth.results(this.sessionId).length > 0;
		if (kept < this.#durableSeq && !isOver) {
			this.complain(`[T3] ${this.#durableSeq} keys are said to be durable, ${kept} are`);
		}
	}
}
