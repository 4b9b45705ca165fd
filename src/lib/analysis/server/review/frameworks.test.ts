import { expect, test } from 'vitest';
import type { Dependency, Ecosystem, Manifest } from '../../manifests';
import { frameworkTable } from './framework-table';
import { frameworksOf, knownAs } from './frameworks';
import { manifestOf } from './manifests/reader';

const dependency = (ecosystem: Ecosystem, name: string, isDevelopment = false): Dependency => ({
	ecosystem,
	name,
	isDevelopment,
	path: 'x',
	line: 1
});

test('[N3] at least 150 libraries are known, none for two purposes in the same ecosystem', () => {
	const names = Object.entries(frameworkTable).flatMap(([ecosystem, rows]) =>
		Object.values(rows).flatMap((row) => Object.keys(row).map((name) => `${ecosystem} ${name}`))
	);
	expect(names.length).toBeGreaterThanOrEqual(150);
	expect(new Set(names).size).toBe(names.length);
});

test('[N3] a library is known by its whole name, or by the longest beginning', () => {
	expect(knownAs(dependency('npm', 'express'))).toEqual({ name: 'Express', purpose: 'web' });
	expect(knownAs(dependency('pypi', 'express'))).toBeUndefined();
	expect(knownAs(dependency('npm', 'express-session'))).toBeUndefined();
	expect(knownAs(dependency('go', 'github.com/labstack/echo/v4'))?.name).toBe('Echo');
	expect(knownAs(dependency('nuget', 'Microsoft.AspNetCore.Identity.UI'))?.purpose).toBe(
		'authentication'
	);
	expect(knownAs(dependency('npm', 'constructor'))).toBeUndefined();
});

test('[N3] a framework is told once, with the place where production asks for it', () => {
	const manifest = (path: string, isDevelopment: boolean): Manifest => ({
		...manifestOf('npm', path),
		dependencies: [{ ...dependency('npm', 'express', isDevelopment), path, line: 7 }]
	});
	const jest = { ...manifestOf('npm', 'c'), dependencies: [dependency('npm', 'jest', true)] };
	const found = frameworksOf([jest, manifest('a', true), manifest('b', false)]);
	expect(found).toEqual([
		{
			name: 'Express',
			purpose: 'web',
			ecosystem: 'npm',
			dependency: 'express',
			version: undefined,
			isDevelopment: false,
			path: 'b',
			line: 7,
			manifests: 2
		},
		expect.objectContaining({ name: 'Jest', purpose: 'test' })
	]);
});
