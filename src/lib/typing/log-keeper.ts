import { logStore, type KeptTest } from './log-store';
import type { ReservedTest } from './results';

/** Where a tab leaves the tests it is at when it is reloaded: its own, not another tab's. */
const RELOAD_KEY = 'greenroom:typing';
const BETWEEN_WRITES_MS = 1_000;
/** Whoever comes back later than this has left. */
const RESUMABLE_FOR_MS = 5 * 60_000;

/** Keeps one test while it is typed: at most once a second, at its end, and when the page goes. */
export class LogKeeper {
	readonly #describe: () => Omit<KeptTest, 'keptAt'>;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param describe the test as it stands when it is written */
	constructor(describe: () => Omit<KeptTest, 'keptAt'>) {
		this.#describe = describe;
		window.addEventListener('pagehide', this.#leaveForReload);
	}

	/** There are more events. */
	changed(): void {
		this.#timer ??= setTimeout(() => this.keepNow(), BETWEEN_WRITES_MS);
	}

	keepNow(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		void logStore.keep({ ...this.#describe(), keptAt: Date.now() });
	}

	/** The server has it, or nobody wants it any more. */
	drop(): void {
		this.release();
		void logStore.drop(this.#describe().sessionId);
	}

	/** The page turns to something else, and may come back to this test. */
	leave(): void {
		this.keepNow();
		this.release();
		this.#leaveForReload();
	}

	/** Stops watching; what is kept stays. */
	release(): void {
		clearTimeout(this.#timer);
		window.removeEventListener('pagehide', this.#leaveForReload);
		// A page that came back from the browser's cache has left it there.
		const { sessionId } = this.#describe();
		writeLeft(readLeft().filter((left) => left.sessionId !== sessionId));
	}

	/** IndexedDB cannot be waited for when a page goes: the session's storage is written at once. */
	#leaveForReload = () => {
		const kept: KeptTest = { ...this.#describe(), keptAt: Date.now() };
		const others = readLeft().filter((left) => left.sessionId !== kept.sessionId);
		// Full or forbidden: then IndexedDB has all but the last second.
		if (!writeLeft([...others, kept])) this.keepNow();
	};
}

/**
 * The test that this tab was typing when it was reloaded, to go on with (rule T6). Taken once.
 * @param isWanted which of them; those with a common start have pages of their own
 */
export function resumableTest(
	isWanted: (test: ReservedTest) => boolean = ({ startsAt }) => startsAt === undefined,
	now = Date.now()
): KeptTest | undefined {
	const left = readLeft();
	const isOpen = ({ endedAtMs, test }: KeptTest) => endedAtMs === undefined && isWanted(test);
	writeLeft(left.filter((kept) => !isOpen(kept)));
	const kept = left.findLast(isOpen);
	if (kept === undefined || kept.keptAt >= now - RESUMABLE_FOR_MS) return kept;
	void logStore.drop(kept.sessionId);
	return undefined;
}

/** Puts what ended just before this tab was reloaded where the other finished tests are. */
export async function keepEndedBeforeReload(): Promise<void> {
	const left = readLeft();
	for (const kept of left) if (kept.endedAtMs !== undefined) await logStore.keep(kept);
	writeLeft(left.filter(({ endedAtMs }) => endedAtMs === undefined));
}

function readLeft(): KeptTest[] {
	try {
		return JSON.parse(sessionStorage.getItem(RELOAD_KEY) ?? '[]') as KeptTest[];
	} catch {
		return [];
	}
}

/** @returns whether it could be written */
function writeLeft(left: readonly KeptTest[]): boolean {
	try {
		if (left.length === 0) sessionStorage.removeItem(RELOAD_KEY);
		else sessionStorage.setItem(RELOAD_KEY, JSON.stringify(left));
		return true;
	} catch {
		return false;
	}
}
