import { randomInt } from 'node:crypto';
import { UserError } from '../../errors';
import { generateWords, seededRandom } from '../generate';
import type { FiledSettings, OpenSettings } from '../settings';
import { invalidText, normaliseText } from '../text';
import { englishWords } from './words';

/** Enough words for the fastest typist there ever was: 300 a minute. */
const MOST_WORDS_PER_SECOND = 5;

/** @throws UserError INVALID_MESSAGE_FORMAT for a custom text that cannot be typed */
export function makeText(settings: OpenSettings): string {
	if (settings.mode === 'custom') {
		const text = normaliseText(settings.text);
		const problem = invalidText(text);
		if (problem) throw new UserError('INVALID_MESSAGE_FORMAT', problem, { path: 'text' });
		return text;
	}
	const { punctuation, numbers, language } = settings;
	return generateWords(englishWords, {
		count: settings.mode === 'words' ? settings.words : settings.seconds * MOST_WORDS_PER_SECOND,
		random: seededRandom(randomInt(2 ** 32)),
		punctuation,
		numbers,
		language
	});
}

export function filed(settings: OpenSettings): FiledSettings {
	return settings.mode === 'custom' ? { mode: 'custom' } : settings;
}

/**
 * What a record is compared with: mode, length, language, punctuation and numbers.
 * @returns null where no record can be made: nobody else types a custom text
 */
export function recordClass(settings: FiledSettings): string | null {
	if (settings.mode === 'custom') return null;
	if (settings.mode === 'code') return ['code', settings.length, settings.language].join('/');
	const length = settings.mode === 'time' ? settings.seconds : settings.words;
	const { mode, language, punctuation, numbers } = settings;
	const extras = [punctuation && 'punctuation', numbers && 'numbers'].filter(Boolean);
	return [mode, length, language, ...extras].join('/');
}
