import { languagesOf, type CodeOffer } from '../code';
import { inMode } from '../components/words-for-settings';
import { testSettings, type CodeSettings, type TestSettings } from '../settings';

/**
 * The settings a person typed with last, from the preferences; 30 seconds where there are none, or
 * where they were a text, which is not kept there.
 */
export function settingsOf(preferred: unknown): TestSettings {
	const parsed = testSettings.safeParse(preferred);
	return parsed.success ? parsed.data : inMode('time', {});
}

/**
 * The same with what there is now: a repository or a language that is gone is any, and without code
 * it is 30 seconds.
 *
 * @param offers of this person's code
 */
export function settingsAmong(settings: TestSettings, offers: readonly CodeOffer[]): TestSettings {
	if (settings.mode !== 'code') return settings;
	if (offers.length === 0) return inMode('time', {});
	const { length, language, analysisId } = settings;
	const offer = offers.find((one) => one.analysisId === analysisId);
	const isThere = languagesOf(offer ? [offer] : offers).some((one) => one === language);
	const known: CodeSettings = { mode: 'code', length };
	if (offer) known.analysisId = offer.analysisId;
	if (isThere) known.language = language;
	return known;
}
