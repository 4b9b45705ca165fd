import { expect, test } from 'vitest';
import { copiedLibraries } from './copied-libraries';
import type { Manifest } from './manifests';

const manifest = (path: string, name: string): Manifest => ({
	path,
	name,
	ecosystem: path.endsWith('composer.json') ? 'composer' : 'npm',
	dependencies: [],
	scripts: {},
	entryPoints: []
});

const paths = ['LICENSE', 'src/a.php', 'libs/queue/LICENSE', 'libs/queue/Queue.php'];

test('[R4] a folder with a licence of its own is a library that was copied', () => {
	expect(copiedLibraries(paths, [])).toEqual(['libs/queue/']);
	expect(copiedLibraries(['LICENSE', 'libs/queue/Queue.php'], [])).toEqual([]);
});

test('[R4] the only licence of all may stand anywhere', () => {
	expect(copiedLibraries(paths.slice(1), [])).toEqual([]);
});

test('[R4] a package of the project brings a manifest; another vendor names itself there', () => {
	expect(copiedLibraries(paths, [manifest('libs/queue/package.json', '@me/queue')])).toEqual([]);
	const root = manifest('composer.json', 'me/shop');
	const queue = (name: string) => [root, manifest('libs/queue/composer.json', name)];
	expect(copiedLibraries(paths, queue('me/queue'))).toEqual([]);
	expect(copiedLibraries(paths, queue('others/queue'))).toEqual(['libs/queue/']);
});
