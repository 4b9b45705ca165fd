import { UserError } from '../errors';
import { readError } from '../realtime/requests';
import type { ReservedTest } from './results';
import type { TestSettings } from './settings';

const KEPT_AHEAD = 3;
/** For all settings together: who tries every mode leaves the oldest behind. */
const MOST_KEPT = 24;
const MARGIN_MS = 24 * 60 * 60 * 1000;
const TIMEOUT_MS = 10_000;

export interface SupplyOptions {
	/** Tests belong to whom they were made for. */
	userId: string;
	fetch?: typeof fetch;
	/** `localStorage` unless told; where it is forbidden, memory. */
	storage?: Pick<Storage, 'getItem' | 'setItem'>;
	now?: () => number;
}

/** A test with the settings it was ordered by: what it is filed under may say more than they did. */
interface Kept {
	order: string;
	test: ReservedTest;
}

/**
 * Tests made ahead (rule T1), so that the next one is there at once, offline too. Three for the
 * settings in use; a text of one's own is never made ahead.
 */
export class TestSupply {
	readonly #options: SupplyOptions;
	readonly #refills = new Map<string, Promise<void>>();
	/** Given out in this page, whatever the storage, shared with other tabs, says later. */
	readonly #handedOut = new Set<string>();
	#memory: Kept[] = [];

	constructor(options: SupplyOptions) {
		this.#options = options;
	}

	/**
	 * A test that was never given out: at once where there is one, else from the server.
	 * @throws UserError (as a rejection) the server's sentence, or `CONNECTION_TIMEOUT` without it
	 */
	next(settings: TestSettings): ReservedTest | Promise<ReservedTest> {
		if (settings.mode === 'custom') return this.#order(settings, 1).then(only);
		const kept = this.#take(settings);
		this.#refill(settings);
		return kept ?? this.#await(settings);
	}

	/** Makes sure that there are three for these settings, in the background. */
	prepare(settings: TestSettings): void {
		if (settings.mode !== 'custom') this.#refill(settings);
	}

	async #await(settings: TestSettings): Promise<ReservedTest> {
		await this.#refills.get(keyOf(settings));
		const kept = this.#take(settings);
		this.#refill(settings);
		// The refill failed, or somebody else waited too and was first.
		return kept ?? this.#order(settings, 1).then(only);
	}

	#refill(settings: TestSettings): void {
		const key = keyOf(settings);
		const missing = KEPT_AHEAD - this.#kept().filter(({ order }) => order === key).length;
		if (missing <= 0 || this.#refills.has(key)) return;
		const refill = this.#order(settings, missing)
			.then((tests) => this.#add(tests.map((test) => ({ order: key, test }))))
			// Nobody waits for it: who needs a test asks again, and is told what is wrong.
			.catch(() => undefined)
			.finally(() => this.#refills.delete(key));
		this.#refills.set(key, refill);
	}

	#take(settings: TestSettings): ReservedTest | undefined {
		const kept = this.#kept();
		const key = keyOf(settings);
		const found = kept.find(({ order }) => order === key);
		if (found === undefined) return undefined;
		this.#handedOut.add(found.test.sessionId);
		this.#write(kept.filter((other) => other !== found));
		return found.test;
	}

	#add(tests: readonly Kept[]): void {
		this.#write([...this.#kept(), ...tests].slice(-MOST_KEPT));
	}

	#kept(): Kept[] {
		const now = (this.#options.now ?? Date.now)();
		return this.#read().filter(
			({ test: { sessionId, expiresAt } }) =>
				Date.parse(expiresAt) - MARGIN_MS > now && !this.#handedOut.has(sessionId)
		);
	}

	#read(): Kept[] {
		try {
			const text = this.#storage().getItem(this.#name());
			return text === null ? this.#memory : (JSON.parse(text) as Kept[]);
		} catch {
			return this.#memory;
		}
	}

	#write(tests: Kept[]): void {
		this.#memory = tests;
		try {
			this.#storage().setItem(this.#name(), JSON.stringify(tests));
		} catch {
			// Full or forbidden: then they last as long as the page.
		}
	}

	#storage(): Pick<Storage, 'getItem' | 'setItem'> {
		return this.#options.storage ?? localStorage;
	}

	#name(): string {
		return `greenroom:kept-tests:${this.#options.userId}`;
	}

	async #order(settings: TestSettings, count: number): Promise<ReservedTest[]> {
		const { fetch: ask = fetch } = this.#options;
		let answer: Response;
		try {
			answer = await ask('/api/typing/sessions', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ ...settings, count }),
				signal: AbortSignal.timeout(TIMEOUT_MS)
			});
		} catch {
			throw new UserError(
				'CONNECTION_TIMEOUT',
				'The server cannot be reached, and no test was kept for these settings.'
			);
		}
		const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
		if (!answer.ok) throw readError((body['error'] ?? {}) as Record<string, unknown>);
		const { reserved = [], ...first } = body as unknown as ReservedTest & {
			reserved?: ReservedTest[];
		};
		return [first, ...reserved.filter(({ sessionId }) => sessionId !== first.sessionId)];
	}
}

function only([test]: ReservedTest[]): ReservedTest {
	if (test === undefined) throw new UserError('INTERNAL_ERROR', 'The server made no test.');
	return test;
}

function keyOf(settings: TestSettings): string {
	switch (settings.mode) {
		case 'custom':
			return 'custom';
		case 'code': {
			const { mode, length, language = 'any', analysisId = 'any' } = settings;
			return [mode, length, language, analysisId].join(' ');
		}
		case 'time':
		case 'words': {
			const { mode, language, punctuation, numbers } = settings;
			const length = settings.mode === 'time' ? settings.seconds : settings.words;
			return [mode, length, language, punctuation, numbers].join(' ');
		}
	}
}
