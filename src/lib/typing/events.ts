/** What a key does to the text, in the order of their numbers in the log. */
export const keyKinds = ['insert', 'deleteChar', 'deleteWord', 'deleteLine'] as const;

export type KeyKind = (typeof keyKinds)[number];

/** One key press, as it travels (T3), is logged and is replayed. */
export interface KeyEvent {
	/** Milliseconds from the start of the test on the typist's monotonic clock; see `quantise`. */
	t: number;
	kind: KeyKind;
	/**
	 * What an insert inserts: one character, or several where a composition or an autocorrection
	 * ended. Absent for the other kinds.
	 */
	text?: string;
	/** The physical key, as `KeyboardEvent.code` names it, where the browser told. */
	code?: string;
}

/**
 * A time in milliseconds, rounded to the 0.1 ms that the log keeps. Round before an event is
 * applied anywhere: browser, server and replay then see the same times.
 */
export function quantise(t: number): number {
	// Adding 0 turns -0 into 0.
	return Math.round(t * 10) / 10 + 0;
}
