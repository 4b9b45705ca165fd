import { untilHere, whoIsHere, type Bearer } from '../realtime/cookie';
import { line } from '../realtime/line.svelte';
import type { Me } from './account-client';
import { SAID_COOKIE, type Saying } from './said';
import { keepSaying, reloadSaying } from './said-after-reload';

/**
 * A tab whose person changed loads itself again, or it would show what is somebody else's. The tab
 * that made the change has a page of its own to go to, and must not be called back from it.
 */

let isBecoming = false;
let held: (() => void) | undefined;

/**
 * Makes this browser's cookie somebody else's, and opens `path` as that person by a whole load.
 *
 * @param change what asks the server for it; where it says who one is now, what the guest left unsent
 * goes along (rule D5)
 * @param saying what the page says once it is there
 * @returns never, where the change was made; rejects where it was not
 */
export async function become(
	change: () => Promise<Pick<Me, 'userId'> | undefined>,
	path: string,
	saying: Saying
): Promise<never> {
	isBecoming = true;
	const before = line.userId;
	let now: Pick<Me, 'userId'> | undefined;
	try {
		now = await change();
	} catch (error) {
		isBecoming = false;
		// The answer may have been lost, not the change.
		held?.();
		held = undefined;
		throw error;
	}
	if (now && before !== undefined && before !== now.userId) {
		// A browser that keeps nothing for us has nothing to take along.
		await line.adopt(before, now.userId).catch(() => undefined);
	}
	// The cookie has it in the page from the start; Chromium may ask for that without it, or another
	// tab's page may get it.
	keepSaying(saying);
	document.cookie = `${SAID_COOKIE}=${saying}; path=/; max-age=30; samesite=lax`;
	location.assign(path);
	return new Promise<never>(() => undefined);
}

/**
 * Loads the page again for its new person, once the cookie is that person's, unless this tab is on its
 * way already.
 */
export function reloadForNewPerson(userId: string): void {
	const reload = () => void untilHere(userId).then(() => reloadSaying('somebody-else'));
	if (isBecoming) held = reload;
	else reload();
}

/**
 * Loads the page again where this browser is somebody else by now, if only a guest who became an
 * account in another tab, or here by a try whose answer was lost.
 *
 * @param before for whom the page was made
 * @returns where nothing of that kind has happened, or nobody can tell; else never
 */
export async function reloadUnlessStill(before: Bearer): Promise<void> {
	const now = await whoIsHere().catch(() => undefined);
	if (now === undefined) return;
	if (now.userId !== before.userId) await reloadSaying('somebody-else');
	if (now.isGuest !== before.isGuest) await reloadSaying('account-made');
}
