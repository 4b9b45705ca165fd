import { describe, expect, test } from 'vitest';
import { describeSource } from './words-for-code';
import {
	anyCode,
	describeSettings,
	duration,
	inMode,
	nameOfCharacter,
	withLength
} from './words-for-settings';

describe('settings in words', () => {
	test('[T1] say how long, and what was added', () => {
		const plain = inMode('time', {});
		expect(describeSettings(plain)).toBe('30 seconds');
		expect(describeSettings({ ...plain, punctuation: true, numbers: true })).toBe(
			'30 seconds, punctuation, numbers'
		);
		expect(describeSettings({ mode: 'custom' })).toBe('Your own text');
	});

	test('[T1] of code say in which language, and how long it is', () => {
		expect(describeSettings({ mode: 'code', length: 'short', language: 'csharp' })).toBe(
			'Your code, C#, short'
		);
		expect(describeSettings(anyCode)).toBe('Your code, medium');
		const place = { path: 'src/users.ts', startLine: 12, endLine: 20, name: 'Users.create' };
		expect(describeSource({ ...place, analysisId: 'a', repository: 'acme/shop' })).toBe(
			'src/users.ts:12 Users.create'
		);
	});

	test('[T1] another mode keeps punctuation and numbers', () => {
		expect(inMode('words', { punctuation: true })).toEqual({
			mode: 'words',
			words: 25,
			language: 'english',
			punctuation: true,
			numbers: false
		});
	});

	test('[T1] a length that the mode does not have is none', () => {
		expect(withLength(inMode('time', {}), 60)).toMatchObject({ seconds: 60 });
		expect(withLength(inMode('words', {}), 100)).toMatchObject({ words: 100 });
		expect(withLength(inMode('time', {}), 25)).toBeUndefined();
	});
});

describe('figures in words', () => {
	test('times are seconds below a minute, and minutes from there', () => {
		expect(duration(15_000)).toBe('15.0 s');
		expect(duration(125_400)).toBe('2:05');
	});

	test('white space has a name', () => {
		expect([' ', '\n', 'x'].map(nameOfCharacter)).toEqual(['space', 'Enter', 'x']);
	});
});
