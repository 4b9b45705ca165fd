import { inMode } from '../components/words-for-settings';
import { testSettings, type TestSettings } from '../settings';

/**
 * The settings a person typed with last, from the preferences; 30 seconds where there are none, or
 * where they were a text, which is not kept there.
 */
export function settingsOf(preferred: unknown): TestSettings {
	const parsed = testSettings.safeParse(preferred);
	return parsed.success ? parsed.data : inMode('time', {});
}
