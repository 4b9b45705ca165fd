import { execFileSync } from 'node:child_process';
import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnreadableFile } from '../../source';
import { pathBelowRoots } from './local-path';
import {
	opened,
	openedPath,
	pathsOf,
	sentencesOf,
	temporaryFolder,
	TestRepository
} from './source.fixtures';

test('[N1] a local repository: the files of its newest commit, with their history', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'src/a.ts': 'one\n', 'ö/ü.md': 'zwei\n', empty: '' });
	const newest = await repository.commit('Go on', { 'src/a.ts': 'one\ntwo\n' });
	await repository.write('src/draft.ts', 'not committed');
	const snapshot = await openedPath(repository.folder);
	expect(snapshot).toMatchObject({ name: 'project', commit: newest });
	expect(pathsOf(snapshot)).toEqual(['empty', 'src/a.ts', 'ö/ü.md']);
	expect((await snapshot.read('src/a.ts')).toString()).toBe('one\ntwo\n');
	expect((await snapshot.read('empty')).length).toBe(0);
	expect(snapshot.history).toMatchObject({ branch: 'main', total: 2 });
	expect(sentencesOf(snapshot)).toContain(`Looked at is commit ${newest.slice(0, 10)}`);
	await expect(snapshot.read('src/draft.ts')).rejects.toThrowError(UnreadableFile);
});

test('[N1] a local folder without git: its files, and what is missing is said', async () => {
	const root = await temporaryFolder();
	await mkdir(join(root, 'src'));
	await mkdir(join(root, 'node_modules', 'left-pad'), { recursive: true });
	await writeFile(join(root, 'src', 'a.ts'), 'export const a = 1;\n');
	await writeFile(join(root, 'node_modules', 'left-pad', 'index.js'), 'x');
	const snapshot = await openedPath(root);
	expect(pathsOf(snapshot)).toEqual(['src/a.ts']);
	expect(snapshot.history).toBeUndefined();
	expect(sentencesOf(snapshot)).toContain('its history is missing');
	expect(sentencesOf(snapshot)).toContain('node_modules');
});

test('[N6] a file has the same hash with git and without', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'the same\n' });
	const plain = await temporaryFolder();
	await writeFile(join(plain, 'a.txt'), 'the same\n');
	const [one, other] = await Promise.all([openedPath(repository.folder), openedPath(plain)]);
	expect(one.files).toEqual(other.files);
});

test('[F7] links are not followed, neither of files nor of folders', async () => {
	const root = await temporaryFolder();
	const outside = await temporaryFolder();
	await writeFile(join(outside, 'secret'), 'secret');
	await symlink(join(outside, 'secret'), join(root, 'file'));
	await symlink(outside, join(root, 'folder'));
	await symlink(outside, join(root, '.git'));
	await writeFile(join(root, 'own'), 'own');
	const snapshot = await openedPath(root);
	expect(pathsOf(snapshot)).toEqual(['own']);
	expect(sentencesOf(snapshot)).toMatch(/3 links left out/);
});

test('[F7] what is neither file nor folder does not keep anybody waiting', async () => {
	const root = await temporaryFolder();
	execFileSync('mkfifo', [join(root, 'pipe')]);
	const snapshot = await openedPath(root);
	expect(snapshot.files).toEqual([]);
	expect(sentencesOf(snapshot)).toContain('pipe');
});

test('[F7] only what is below LOCAL_REPO_ROOTS is opened, wherever links lead', async () => {
	const root = join(await temporaryFolder(), 'root');
	const outside = await temporaryFolder();
	await mkdir(root);
	await mkdir(`${root}-beside`);
	await symlink(outside, join(root, 'link'));
	const env = { LOCAL_REPO_ROOTS: [root] };
	const paths = [
		outside,
		join(root, 'link'),
		`${root}-beside`,
		join(root, '..'),
		'etc',
		`${root}/no`
	];
	for (const path of [...paths, `${root}\0/x`]) {
		await expect(opened({ kind: 'path', path }, { env }), path).rejects.toMatchObject({
			code: 'UNSUPPORTED_SOURCE'
		});
	}
	await expect(opened({ kind: 'path', path: root })).rejects.toThrowError(/names none/);
});

test('[Q7] names that are no UTF-8 are left out and said', async () => {
	const root = Buffer.from(await temporaryFolder());
	await writeFile(Buffer.concat([root, Buffer.from('/caf\xe9.txt', 'latin1')]), 'latin-1');
	const snapshot = await openedPath(root.toString());
	expect(snapshot.files).toEqual([]);
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, named by bytes that are no UTF-8/);
});

test('[N6] what was brought before a restart is opened again, not brought again', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'a' });
	const folder = join(await temporaryFolder(), 'source');
	const before = await openedPath(repository.folder, { folder });
	await repository.commit('Later', { 'b.txt': 'b' });
	const after = await openedPath(repository.folder, { folder });
	expect(after.files).toEqual(before.files);
	expect(after.commit).toBe(before.commit);
	await after.dispose();
	await expect(readFile(join(folder, 'intake.json'))).rejects.toThrowError(/ENOENT/);
});

test('[N1] a bare repository on this server', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'a\n' });
	const bare = join(await temporaryFolder(), 'project.git');
	await repository.git('clone', '-q', '--bare', '.', bare);
	const snapshot = await openedPath(bare);
	expect(pathsOf(snapshot)).toEqual(['a.txt']);
	expect(snapshot.history?.commits).toHaveLength(1);
});

test('[N1] repositories within a folder are left out and said', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'a\n' });
	await writeFile(join(repository.folder, '..', 'b.txt'), 'b\n');
	const snapshot = await openedPath(join(repository.folder, '..'));
	expect(pathsOf(snapshot)).toEqual(['b.txt', 'project/a.txt']);
	expect(snapshot.history).toBeUndefined();
	expect(sentencesOf(snapshot)).toMatch(/another repository within this one \(project\/\.git\)/);
});

test('[N1] a file, or what is neither file nor folder, is no repository', async () => {
	const root = await temporaryFolder();
	await writeFile(join(root, 'file'), 'x');
	execFileSync('mkfifo', [join(root, 'pipe')]);
	for (const name of ['file', 'pipe']) {
		const attempt = pathBelowRoots(join(root, name), [root]);
		await expect(attempt).rejects.toThrowError(/no such folder/);
	}
	expect(await pathBelowRoots(root, [root])).toBe(await realpath(root));
});
