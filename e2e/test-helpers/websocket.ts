import type { Page } from '@playwright/test';

/** What the store tells about the line: its own state, or a message that came. */
export interface LineEvent {
	/** `status`, or the type of a message. */
	type: string;
	/** Only of `status`. */
	status?: string;
	/** Only of `status` (rule A8). */
	authenticated?: boolean;
	/** Only of a message. */
	payload?: Record<string, unknown>;
}

const KEPT_AS = 'greenroomLineEvents';

/**
 * What happens on a page's line, by the store's own `greenroom:line` events: a test waits for what
 * the page was told, not for what it has drawn by now. Each load of the page begins anew.
 */
export class LineWatch {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** Watches every page that is loaded from now on. */
	static async begin(page: Page): Promise<LineWatch> {
		await page.addInitScript((keptAs) => {
			const events: unknown[] = [];
			Reflect.set(window, keptAs, events);
			window.addEventListener('greenroom:line', (event) =>
				events.push((event as CustomEvent).detail)
			);
		}, KEPT_AS);
		return new LineWatch(page);
	}

	/** Everything since the page was loaded, oldest first. */
	events(): Promise<LineEvent[]> {
		return this.#page.evaluate((keptAs) => Reflect.get(window, keptAs) as LineEvent[], KEPT_AS);
	}

	/** The store's states in words, such as "Connected, Not Authenticated"; each change once. */
	async states(): Promise<string[]> {
		const states = (await this.events())
			.filter(({ type }) => type === 'status')
			.map(({ status, authenticated }) =>
				[status, authenticated ? 'Authenticated' : 'Not Authenticated'].join(', ')
			);
		return states.filter((state, index) => state !== states[index - 1]);
	}

	/** Waits until there were `times` events of one type. @returns the last of them */
	async waitFor(type: string, times = 1): Promise<LineEvent> {
		const found = await this.#page.waitForFunction(
			([keptAs, wanted, count]) =>
				(Reflect.get(window, keptAs) as LineEvent[]).filter((event) => event.type === wanted)[
					count - 1
				],
			[KEPT_AS, type, times] as const,
			{ timeout: 20_000 }
		);
		return (await found.jsonValue()) as LineEvent;
	}
}
