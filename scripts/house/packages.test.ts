import { expect, test } from 'vitest';
import { agrees } from './packages.js';

const lock = (packages: Record<string, { version?: string; optional?: boolean }>) => ({ packages });

test('packages of the locked versions agree', () => {
	const wanted = lock({ '': {}, 'node_modules/ws': { version: '8.0.0' } });
	expect(agrees(wanted, lock({ 'node_modules/ws': { version: '8.0.0' } }))).toBe(true);
});

test('another version does not agree', () => {
	const wanted = lock({ 'node_modules/ws': { version: '8.1.0' } });
	expect(agrees(wanted, lock({ 'node_modules/ws': { version: '8.0.0' } }))).toBe(false);
});

test('an optional package may be absent, another may not', () => {
	const installed = lock({});
	expect(agrees(lock({ 'node_modules/a': { version: '1.0.0' } }), installed)).toBe(false);
	const optional = lock({ 'node_modules/a': { version: '1.0.0', optional: true } });
	expect(agrees(optional, installed)).toBe(true);
});
