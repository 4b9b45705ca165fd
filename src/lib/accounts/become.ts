import { SAID_COOKIE, type Saying } from './said';

/**
 * A tab whose person changed loads itself again, or it would show what is somebody else's. The tab
 * that made the change has a page of its own to go to, and must not be called back from it.
 */

let isBecoming = false;
let held: (() => void) | undefined;

/**
 * Makes this browser's cookie somebody else's, and opens `path` as that person by a whole load.
 *
 * @param change what asks the server for it
 * @param saying what the page says once it is there
 * @returns never, where the change was made; rejects where it was not
 */
export async function become(
	change: () => Promise<unknown>,
	path: string,
	saying: Saying
): Promise<never> {
	isBecoming = true;
	try {
		await change();
	} catch (error) {
		isBecoming = false;
		// The answer may have been lost, not the change.
		held?.();
		held = undefined;
		throw error;
	}
	document.cookie = `${SAID_COOKIE}=${saying}; path=/; max-age=30; samesite=lax`;
	location.assign(path);
	return new Promise<never>(() => undefined);
}

/** Loads the page again for its new person, unless this tab is on its way already. */
export function reloadForNewPerson(): void {
	if (isBecoming) held = () => location.reload();
	else location.reload();
}
