import { expect, test } from 'vitest';
import { mergePreferences, readPreferences } from './preferences-row';

test('[R3] a preference that is not understood does not take the others along', () => {
	const stored = JSON.stringify({ theme: 'sepia', typing: { words: 25 }, later: true });
	expect(readPreferences(stored)).toEqual({ theme: 'system', typing: { words: 25 } });
	expect(readPreferences(JSON.stringify({ theme: 'dark', typing: 'fast' }))).toEqual({
		theme: 'dark'
	});
	expect(readPreferences('{}')).toEqual({ theme: 'system' });
});

test('[R3] the account’s choices win, and a guest’s fill what it has not chosen', () => {
	const merged = mergePreferences('{"theme":"dark","typing":{"words":10}}', '{"theme":"light"}');
	expect(JSON.parse(merged)).toEqual({ theme: 'light', typing: { words: 10 } });
});
