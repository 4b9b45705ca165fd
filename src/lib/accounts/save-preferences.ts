import type { PreferencesPatch } from './preferences';

/**
 * Keeps preferences with the person, in the background: what is on the screen has changed already,
 * and a choice that could not be kept is only made again next time.
 */
export function savePreferences(preferences: PreferencesPatch): void {
	void fetch('/api/me', {
		method: 'PATCH',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ preferences }),
		keepalive: true
	}).catch(() => undefined);
}
