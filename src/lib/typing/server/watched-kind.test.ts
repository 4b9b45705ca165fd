import { expect, test } from 'vitest';
import type { FiledSettings } from '../settings';
import { newTest } from './new-test';
import { watchedKind, watchedOf } from './watched-kind';

const watched = (settings: FiledSettings) =>
	watchedOf(newTest({ userId: 'u', settings, text: 'text', limitMs: null }, 0), 'p').settings;

test('[T1] [A6] who watches somebody type his code is not told where it stands', () => {
	const source = { analysisId: 'a', repository: 'acme/shop', path: 'src/a.ts', name: 'settle' };
	const settings = watched({
		mode: 'code',
		length: 'short',
		language: 'go',
		source: { ...source, startLine: 1, endLine: 9 }
	});
	expect(settings).toEqual({ mode: 'code', length: 'short', language: 'go' });
	expect(watchedKind.viewSchema?.safeParse({ settings }).error?.issues).not.toContainEqual(
		expect.objectContaining({ path: expect.arrayContaining(['settings']) })
	);
});

test('[T7] of other tests he is told all the settings', () => {
	const words: FiledSettings = {
		mode: 'words',
		words: 25,
		language: 'english',
		punctuation: true,
		numbers: false
	};
	expect(watched(words)).toEqual(words);
	expect(watched({ mode: 'custom' })).toEqual({ mode: 'custom' });
});
