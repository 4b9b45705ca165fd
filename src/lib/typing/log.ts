import { keyKinds } from './events';
import type { KeyEvent } from './events';

/**
 * The key log: what is stored of a test and replayed. A log is any number of chunks, one behind the
 * other; each stands alone, so that a new one is appended without reading those before.
 *
 * A chunk: version (1) · number of strokes · number of events · first time · the strokes · the
 * events. A stroke is what a key does, apart from when: a byte of kind (two lowest bits), 4 if text
 * follows, 8 if a code follows, then those as length and UTF-8. An event is the index of its stroke
 * and the time since the event before. Times are whole tenths of a millisecond; numbers are LEB128
 * varints, those that may be negative zigzag-coded.
 */
const VERSION = 1;
const HAS_TEXT = 4;
const HAS_CODE = 8;
const TENTHS = 10;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Bytes that are no key log, or not all of one. */
export class MalformedLogError extends Error {
	override readonly name = 'MalformedLogError';
}

/**
 * One self-contained chunk of the log; no bytes for no events. Times are kept to 0.1 ms: `quantise`
 * them before use, and they come back as they were. Texts must be well formed: a lone surrogate
 * comes back as U+FFFD. Throws a RangeError for a time that is no number or larger than 10¹⁴ ms.
 */
export function encodeLog(events: readonly KeyEvent[]): Uint8Array {
	const first = events[0];
	if (first === undefined) {
		return new Uint8Array(0);
	}
	const strokes = new Map<string, number>();
	const table: number[] = [];
	const body: number[] = [];
	let previous = tenths(first.t);
	const head = zigzag(previous);
	for (const event of events) {
		const identity = JSON.stringify([event.kind, event.text ?? null, event.code ?? null]);
		let index = strokes.get(identity);
		if (index === undefined) {
			index = strokes.size;
			strokes.set(identity, index);
			writeStroke(table, event);
		}
		const t = tenths(event.t);
		writeVarint(body, index);
		writeVarint(body, zigzag(t - previous));
		previous = t;
	}
	const bytes: number[] = [VERSION];
	writeVarint(bytes, strokes.size);
	writeVarint(bytes, events.length);
	writeVarint(bytes, head);
	const log = new Uint8Array(bytes.length + table.length + body.length);
	log.set(bytes);
	log.set(table, bytes.length);
	log.set(body, bytes.length + table.length);
	return log;
}

/** The events of all chunks, in order. Throws a MalformedLogError that says what is wrong where. */
export function decodeLog(bytes: Uint8Array): KeyEvent[] {
	const reader = new LogReader(bytes);
	const events: KeyEvent[] = [];
	while (!reader.atEnd) {
		if (reader.byte() !== VERSION) {
			throw reader.malformed('a chunk does not begin with version 1');
		}
		const strokeCount = reader.varint();
		const eventCount = reader.varint();
		// Counts come from outside: without this, a few bytes could ask for any amount of work.
		if (strokeCount + 2 * eventCount > reader.remaining) {
			throw reader.malformed('a chunk promises more than there is');
		}
		let t = unzigzag(reader.varint());
		const strokes = Array.from({ length: strokeCount }, () => readStroke(reader));
		for (let count = 0; count < eventCount; count += 1) {
			const stroke = strokes[reader.varint()];
			if (stroke === undefined) {
				throw reader.malformed('an event names a stroke that is not in its chunk');
			}
			t += unzigzag(reader.varint());
			events.push({ t: t / TENTHS, ...stroke });
		}
	}
	return events;
}

function writeStroke(bytes: number[], { kind, text, code }: KeyEvent): void {
	bytes.push(
		keyKinds.indexOf(kind) |
			(text === undefined ? 0 : HAS_TEXT) |
			(code === undefined ? 0 : HAS_CODE)
	);
	for (const string of [text, code]) {
		if (string !== undefined) {
			const encoded = new TextEncoder().encode(string);
			writeVarint(bytes, encoded.length);
			for (const byte of encoded) {
				bytes.push(byte);
			}
		}
	}
}

function readStroke(reader: LogReader): Omit<KeyEvent, 't'> {
	const flags = reader.byte();
	const kind = keyKinds[flags & 3];
	if (kind === undefined || flags > (HAS_TEXT | HAS_CODE | 3)) {
		throw reader.malformed('a stroke is of an unknown kind');
	}
	return {
		kind,
		...((flags & HAS_TEXT) !== 0 && { text: reader.string() }),
		...((flags & HAS_CODE) !== 0 && { code: reader.string() })
	};
}

function tenths(t: number): number {
	if (!(Math.abs(t) <= 1e14)) {
		throw new RangeError(`A key's time must be a number of milliseconds, not ${t}.`);
	}
	return Math.round(t * TENTHS) + 0;
}

// Arithmetic instead of bit operations: these hold for all safe integers, those for 32 bits.
function zigzag(value: number): number {
	return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
	return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function writeVarint(bytes: number[], value: number): void {
	let rest = value;
	while (rest >= 128) {
		bytes.push((rest % 128) + 128);
		rest = Math.floor(rest / 128);
	}
	bytes.push(rest);
}

class LogReader {
	readonly #bytes: Uint8Array;
	// A byte order mark is a character like others here.
	readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get remaining(): number {
		return this.#bytes.length - this.#at;
	}

	get atEnd(): boolean {
		return this.remaining === 0;
	}

	byte(): number {
		const byte = this.#bytes[this.#at];
		if (byte === undefined) {
			throw this.malformed('it breaks off');
		}
		this.#at += 1;
		return byte;
	}

	varint(): number {
		let value = 0;
		for (let factor = 1; factor <= LARGEST; factor *= 128) {
			const byte = this.byte();
			value += (byte % 128) * factor;
			if (value > LARGEST) {
				break;
			}
			if (byte < 128) {
				return value;
			}
		}
		throw this.malformed('a number is too large');
	}

	string(): string {
		const length = this.varint();
		if (length > this.remaining) {
			throw this.malformed('it breaks off within a text');
		}
		const encoded = this.#bytes.subarray(this.#at, this.#at + length);
		try {
			const text = this.#decoder.decode(encoded);
			this.#at += length;
			return text;
		} catch {
			throw this.malformed('a text is not UTF-8');
		}
	}

	malformed(what: string): MalformedLogError {
		return new MalformedLogError(`The key log is malformed at byte ${this.#at}: ${what}.`);
	}
}
