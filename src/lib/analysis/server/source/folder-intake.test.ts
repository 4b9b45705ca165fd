import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseEnv } from '../../../server/env';
import { FolderIntake } from './folder-intake';
import { sourceLimits } from './limits';
import { opened, pathsOf, pieces, sentencesOf, temporaryFolder } from './source.fixtures';

const limits = sourceLimits(parseEnv({}));

async function taken(paths: Record<string, string>, most: Partial<typeof limits> = {}) {
	const folder = join(await temporaryFolder(), 'source');
	const options = { name: '../../project', limits: { ...limits, ...most } };
	const intake = await FolderIntake.begin(folder, options);
	onTestFinished(() => intake.abandon());
	for (const [path, content] of Object.entries(paths)) await intake.add(path, pieces(content));
	await intake.finish();
	return opened({ kind: 'folder' }, { folder });
}

test('[N1] a folder of a browser: its files, without its own name', async () => {
	const snapshot = await taken({
		'project/src/a.ts': 'a',
		'project/node_modules/x/index.js': 'x',
		'project/.DS_Store': 'x',
		'__MACOSX/project/._a.ts': 'x'
	});
	expect(snapshot.name).toBe('project');
	expect(pathsOf(snapshot)).toEqual(['.DS_Store', 'src/a.ts']);
	expect((await snapshot.read('src/a.ts')).toString()).toBe('a');
	expect(sentencesOf(snapshot)).toMatch(/2 files left out, of installed packages/);
});

test('[N1] a repository within the folder is not its history', async () => {
	const snapshot = await taken({
		'p/a': 'a',
		'p/module/.git/HEAD': 'ref: refs/heads/x',
		'p/.git': 'gitdir: /etc'
	});
	expect(snapshot.history).toBeUndefined();
	expect(sentencesOf(snapshot)).toContain('leads elsewhere');
	expect(sentencesOf(snapshot)).toContain('(p/module/.git)');
});

test('[F7] no path that was sent becomes a path of this machine', async () => {
	const paths = ['p/../../../../tmp/evil', '/etc/evil', 'p/\0', 'p/CON', 'p/a\\..\\..\\evil', ''];
	const snapshot = await taken(Object.fromEntries(paths.map((path) => [path, 'evil'])));
	expect(pathsOf(snapshot)).toEqual(['CON']);
	await expect(snapshot.read('../intake.json')).rejects.toThrowError(/cannot be read/);
});

test('[Q7] more bytes than are taken are refused while they come', async () => {
	const large = 'x'.repeat(1000);
	const taking = taken({ 'p/a': large, 'p/b': large, 'p/c': large }, { bytes: 2500 });
	await expect(taking).rejects.toMatchObject({ code: 'REPO_TOO_LARGE' });
	async function* endless() {
		while (true) yield Buffer.alloc(1000);
	}
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, {
		name: 'p',
		limits: { ...limits, bytes: 2500 }
	});
	await expect(intake.add('p/endless', endless())).rejects.toMatchObject({
		code: 'REPO_TOO_LARGE'
	});
	await intake.abandon();
});

test('[Q7] files that come at the same time do not mix', async () => {
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, { name: 'p', limits });
	const names = Array.from({ length: 50 }, (_, at) => `p/${at}`);
	await Promise.all(names.map((name) => intake.add(name, pieces(name.repeat(100), name))));
	await intake.finish();
	const snapshot = await opened({ kind: 'folder' }, { folder });
	for (const name of names) {
		const content = await snapshot.read(name.slice(2));
		expect(content.toString()).toBe(name.repeat(101));
	}
});

test('[Q7] a hundred thousand files', async () => {
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, { name: 'p', limits });
	for (let at = 0; at < 100_000; at += 1) {
		await intake.add(`p/d${at % 100}/f${at}`, pieces(`content ${at}`));
	}
	await intake.finish();
	const snapshot = await opened({ kind: 'folder' }, { folder });
	expect(snapshot.files).toHaveLength(100_000);
	expect((await snapshot.read('d99/f99999')).toString()).toBe('content 99999');
}, 60_000);
