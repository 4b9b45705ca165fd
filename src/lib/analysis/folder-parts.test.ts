import { describe, expect, it } from 'vitest';
import { folderParts } from './folder-parts';
import type { FileWeight } from './reports';

const file = (path: string, codeLines: number): FileWeight => ({
	path,
	codeLines,
	language: 'TypeScript',
	complexity: 1,
	commits: 1,
	heat: 0
});

const told = (files: FileWeight[]) =>
	folderParts(files).map((part) => [part.folder, part.files.length]);

describe('the folders that files are drawn in', () => {
	it('[N3] are those below what is common to all', () => {
		const files = [
			file('src/lib/a/1.ts', 50),
			file('src/lib/a/2.ts', 1),
			file('src/lib/b/1.ts', 49)
		];
		expect(told(files)).toEqual([
			['src/lib/a/', 2],
			['src/lib/b/', 1]
		]);
	});

	it('[N3] are opened while one holds too much, and keep what lies in themselves', () => {
		const files = [
			file('src/main.ts', 10),
			file('src/big/x/1.ts', 400),
			file('src/big/y/1.ts', 400),
			file('docs/1.ts', 50)
		];
		expect(told(files)).toEqual([
			['src/big/x/', 1],
			['src/big/y/', 1],
			['docs/', 1],
			['src/', 1]
		]);
	});

	it('[N3] hold every file once and are never more than a dozen', () => {
		const files = Array.from({ length: 300 }, (_, index) =>
			file(`a/${index % 7}/${index % 11}/${index}.ts`, index)
		);
		const parts = folderParts(files);
		expect(parts.length).toBeLessThanOrEqual(12);
		expect(new Set(parts.flatMap((part) => part.files)).size).toBe(300);
	});

	it('[N3] are gathered where they are too small to be seen', () => {
		const files = [file('a/1.ts', 500), file('b/1.ts', 500), file('c/1.ts', 4), file('d/1.ts', 5)];
		expect(told(files)).toEqual([
			['a/', 1],
			['b/', 1],
			[undefined, 2]
		]);
	});

	it('[N3] stay whole where there are too many folders, or none', () => {
		const many = Array.from({ length: 40 }, (_, index) => file(`${index}/a.ts`, 5));
		expect(told(many)).toEqual([['', 40]]);
		expect(told([file('a.ts', 3)])).toEqual([['', 1]]);
		expect(told([])).toEqual([]);
	});
});
