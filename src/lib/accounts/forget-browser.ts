const OURS = 'greenroom';

/** Removes what the rooms keep in this browser: unsent tests, reserved ones, one's own text. */
export async function forgetBrowser(): Promise<void> {
	for (const storage of [localStorage, sessionStorage]) {
		for (const key of Object.keys(storage)) {
			if (key.startsWith(OURS)) storage.removeItem(key);
		}
	}
	for (const { name } of await indexedDB.databases()) {
		if (name?.startsWith(OURS)) indexedDB.deleteDatabase(name);
	}
}
