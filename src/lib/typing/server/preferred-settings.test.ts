import { describe, expect, test } from 'vitest';
import type { CodeOffer } from '../code';
import { settingsAmong, settingsOf } from './preferred-settings';

const offers: CodeOffer[] = [
	{ analysisId: 'shop', repository: 'acme/shop', languages: ['typescript', 'sql'] },
	{ analysisId: 'tool', repository: 'acme/tool', languages: ['go'] }
];

const among = (preferred: object) => settingsAmong(settingsOf(preferred), offers);

describe('settings a person typed with last', () => {
	test('[R3] are his again, and 30 seconds where there are none that can be used', () => {
		const words = { mode: 'words', words: 50, language: 'english', punctuation: true };
		expect(settingsOf(words)).toEqual({ ...words, numbers: false });
		for (const none of [undefined, { mode: 'words', words: 3 }, { mode: 'custom' }]) {
			expect(settingsOf(none)).toMatchObject({ mode: 'time', seconds: 30 });
		}
	});

	test('[T1] code stays where it is still there', () => {
		const code = { mode: 'code', length: 'long', language: 'sql', analysisId: 'shop' };
		expect(among(code)).toEqual(code);
		expect(among({ mode: 'code' })).toEqual({ mode: 'code', length: 'medium' });
	});

	test('[T1] a repository or a language that is gone is any', () => {
		const gone = { mode: 'code', length: 'short', language: 'go', analysisId: 'gone' };
		expect(among(gone)).toEqual({ mode: 'code', length: 'short', language: 'go' });
		expect(among({ ...gone, analysisId: 'shop' })).toEqual({
			mode: 'code',
			length: 'short',
			analysisId: 'shop'
		});
	});

	test('[T1] without code it is 30 seconds', () => {
		expect(settingsAmong(settingsOf({ mode: 'code' }), [])).toMatchObject({ mode: 'time' });
		const words = settingsOf({ mode: 'words', words: 10 });
		expect(settingsAmong(words, [])).toBe(words);
	});
});
