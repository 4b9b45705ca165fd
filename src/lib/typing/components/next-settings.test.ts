import { expect, test } from 'vitest';
import { UserError } from '../../errors';
import type { ReservedTest } from '../results';
import type { FiledSettings, TestSettings } from '../settings';
import { areRemembered, isWithoutCode, settingsAfter } from './next-settings';
import { anyCode, inMode } from './words-for-settings';

const time = inMode('time', {});
const offer = { analysisId: 'a', repository: 'acme/shop', languages: ['go' as const] };
const source = { analysisId: 'a', repository: 'acme/shop', path: 'a.go', name: 'Run' };
const filed: FiledSettings = {
	mode: 'code',
	length: 'short',
	language: 'go',
	source: { ...source, startLine: 1, endLine: 9 }
};

const testOf = (settings: FiledSettings): ReservedTest => ({
	...{ sessionId: 's', text: 'mine', settings },
	...{ createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-31T00:00:00.000Z' }
});

test('[T6] after a resumed test the next one is of its kind', () => {
	expect(settingsAfter(testOf(time), anyCode)).toEqual(time);
	expect(settingsAfter(testOf({ mode: 'custom' }), time)).toEqual({ mode: 'custom', text: 'mine' });
	expect(settingsAfter(testOf(filed), time)).toEqual({
		mode: 'code',
		length: 'short',
		language: 'go'
	});
	const anyLong: TestSettings = { mode: 'code', length: 'long' };
	expect(settingsAfter(testOf(filed), anyLong)).toBe(anyLong);
});

test('[R3] neither a text nor code that is not there is remembered', () => {
	expect(areRemembered(time, [])).toBe(true);
	expect(areRemembered({ mode: 'custom', text: 'mine' }, [offer])).toBe(false);
	expect(areRemembered(anyCode, [offer])).toBe(true);
	expect(areRemembered(anyCode, [])).toBe(false);
});

test('[T1] only a refusal of any code says that there is none', () => {
	const refused = new UserError('INVALID_STATE', 'There is none.', { state: 'no_code' });
	expect(isWithoutCode(anyCode, refused)).toBe(true);
	expect(isWithoutCode({ ...anyCode, language: 'rust' }, refused)).toBe(false);
	expect(isWithoutCode({ ...anyCode, analysisId: 'a' }, refused)).toBe(false);
	expect(isWithoutCode(anyCode, new UserError('CONNECTION_TIMEOUT', 'Away.'))).toBe(false);
});
