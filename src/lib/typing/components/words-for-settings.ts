import { testSeconds, testWordCounts } from '../choices';
import type { CodeSettings, TestMode, TestSettings, ToldSettings } from '../settings';
import { languageNames } from './words-for-code';

/** Settings and figures of tests, in words. */

export const modeNames: Record<TestMode, string> = {
	time: 'Time',
	words: 'Words',
	code: 'Code',
	custom: 'Own text'
};

/** For instance "30 seconds, punctuation", or "Your code, TypeScript, short". */
export function describeSettings(settings: ToldSettings | CodeSettings): string {
	if (settings.mode === 'custom') return 'Your own text';
	if (settings.mode === 'code') {
		const { language, length } = settings;
		return ['Your code', ...(language ? [languageNames[language]] : []), length].join(', ');
	}
	const parts = [
		settings.mode === 'time' ? `${settings.seconds} seconds` : `${settings.words} words`
	];
	if (settings.punctuation) parts.push('punctuation');
	if (settings.numbers) parts.push('numbers');
	return parts.join(', ');
}

/** What one speaks of while the settings have a length: of seconds or of words. */
export type LengthSettings = Extract<TestSettings, { mode: 'time' | 'words' }>;

/** What is begun with the next time; a text of one's own is not among it. */
export type KeptSettings = LengthSettings | CodeSettings;

/** Any of one's own code, in the usual length. */
export const anyCode: CodeSettings = { mode: 'code', length: 'medium' };

/** The same options in another mode, with that mode's usual length. */
export function inMode(
	mode: LengthSettings['mode'],
	options: Partial<LengthSettings>
): LengthSettings {
	const { language = 'english', punctuation = false, numbers = false } = options;
	const same = { language, punctuation, numbers };
	return mode === 'time' ? { mode, seconds: 30, ...same } : { mode, words: 25, ...same };
}

/** The same settings with another length; undefined for a length that the mode does not have. */
export function withLength(settings: LengthSettings, length: number): LengthSettings | undefined {
	if (settings.mode === 'time') {
		const seconds = testSeconds.find((choice) => choice === length);
		return seconds && { ...settings, seconds };
	}
	const words = testWordCounts.find((choice) => choice === length);
	return words && { ...settings, words };
}

/** A key's character as a reader would call it. */
export function nameOfCharacter(char: string): string {
	if (char === ' ') return 'space';
	if (char === '\n') return 'Enter';
	return char === '' ? 'the end' : char;
}

/** Milliseconds as seconds, or as minutes and seconds from one minute on: "30.0 s", "2:05". */
export function duration(ms: number): string {
	if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
