import type { UserError } from '../../errors';
import type { CodeOffer } from '../code';
import type { ReservedTest } from '../results';
import type { TestSettings } from '../settings';
import type { KeptSettings } from './words-for-settings';

/** What the next test is made by. */

/**
 * What the test after a resumed one is made by.
 * @param preferred as it was before that test was found
 */
export function settingsAfter(
	{ settings: filed, text }: ReservedTest,
	preferred: TestSettings
): TestSettings {
	if (filed.mode === 'custom') return { mode: 'custom', text };
	if (filed.mode !== 'code') return filed;
	if (preferred.mode === 'code') return preferred;
	const { mode, length, language } = filed;
	return { mode, length, language };
}

/** Whether the next visit begins with them: neither with a text, nor with code that is not there. */
export function areRemembered(
	settings: TestSettings,
	offers: readonly CodeOffer[]
): settings is KeptSettings {
	return settings.mode === 'code' ? offers.length > 0 : settings.mode !== 'custom';
}

/**
 * Whether the server refused a test since there is no code at all. It is asked each time: what there
 * is may have changed since the page was loaded.
 */
export function isWithoutCode(wish: TestSettings, error: unknown): boolean {
	if (wish.mode !== 'code' || wish.language !== undefined || wish.analysisId !== undefined) {
		return false;
	}
	const { state } = ((error as UserError).details ?? {}) as { state?: unknown };
	return state === 'no_code';
}
