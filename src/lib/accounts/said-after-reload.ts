import { readSaying, type Saying } from './said';

/**
 * What is said once this tab has loaded its next page, kept where no other tab finds it, to which it
 * is not news.
 */

const KEPT_AS = 'greenroom:said';

/** The next page that this tab loads says it. */
export function keepSaying(saying: Saying): void {
	try {
		sessionStorage.setItem(KEPT_AS, saying);
	} catch {
		// Forbidden: then the page says nothing, unless a cookie brings it.
	}
}

/** Loads the page again. @returns never */
export function reloadSaying(saying: Saying): Promise<never> {
	keepSaying(saying);
	// The notice stands at the page's top, and where somebody had scrolled to is kept over a reload.
	scrollTo({ top: 0, behavior: 'instant' });
	location.reload();
	return new Promise<never>(() => undefined);
}

/** What this tab said it would say; once. */
export function takeSaying(): Saying | undefined {
	try {
		const saying = sessionStorage.getItem(KEPT_AS) ?? undefined;
		sessionStorage.removeItem(KEPT_AS);
		return readSaying(saying);
	} catch {
		return undefined;
	}
}
