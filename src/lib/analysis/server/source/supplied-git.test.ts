import { existsSync } from 'node:fs';
import {
	appendFile,
	chmod,
	cp,
	mkdir,
	readdir,
	readFile,
	rm,
	symlink,
	writeFile
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseEnv } from '../../../server/env';
import { FolderIntake } from './folder-intake';
import { sourceLimits } from './limits';
import { isRefName } from './refs';
import {
	filesBelow,
	opened,
	openedPath,
	pathsOf,
	pieces,
	sentencesOf,
	temporaryFolder,
	TestRepository
} from './source.fixtures';

const limits = sourceLimits(parseEnv({}));

const subjects = (snapshot: Awaited<ReturnType<typeof opened>>) =>
	snapshot.history?.commits.map(({ subject }) => subject);

async function someRepository(): Promise<TestRepository> {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'a\n', 'src/b.txt': 'b\n' });
	await repository.commit('Go on', { 'a.txt': 'aa\n' });
	return repository;
}

/** Sends a folder as a browser does: file by file, below its name. */
async function uploaded(root: string): Promise<{ folder: string; intake: FolderIntake }> {
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, { name: 'project', limits });
	for (const path of await filesBelow(root)) {
		await intake.add(`project${path.slice(root.length)}`, pieces(await readFile(path)));
	}
	await intake.finish();
	return { folder, intake };
}

test('[F7] configuration, hooks and attributes of a supplied .git never run', async () => {
	const repository = await someRepository();
	const mark = join(await temporaryFolder(), 'ran');
	const run = `touch ${mark}`;
	const config = [
		`[core]\n\tfsmonitor = ${run}\n\tsshCommand = ${run}\n\tpager = ${run}\n\teditor = ${run}`,
		`\tgitProxy = ${run}\n\taskPass = ${run}\n\tattributesFile = .gitattributes\n\thooksPath = hooks`,
		`[alias]\n\tlog = !${run}\n\tls-tree = !${run}\n[uploadpack]\n\tpackObjectsHook = ${run}`,
		`[diff "x"]\n\ttextconv = ${run}\n\tcommand = ${run}\n[diff]\n\texternal = ${run}`,
		`[filter "x"]\n\tsmudge = ${run}\n\tclean = ${run}\n\tprocess = ${run}`,
		`[gpg]\n\tprogram = ${run}\n[log]\n\tshowSignature = true\n[credential]\n\thelper = !${run}`,
		`[include]\n\tpath = ${join(repository.folder, 'more')}\n`
	];
	await repository.commit('Attributes', { '.gitattributes': '* diff=x filter=x\n', more: '[a]\n' });
	const git = join(repository.folder, '.git');
	await appendFile(join(git, 'config'), config.join('\n'));
	for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
		await writeFile(join(git, 'hooks', hook), `#!/bin/sh\n${run}\n`);
		await chmod(join(git, 'hooks', hook), 0o755);
	}
	await mkdir(join(git, 'info'), { recursive: true });
	await writeFile(join(git, 'info', 'attributes'), '* diff=x filter=x\n');
	const fromPath = await openedPath(repository.folder);
	const { folder } = await uploaded(repository.folder);
	const fromUpload = await opened({ kind: 'folder' }, { folder });
	for (const snapshot of [fromPath, fromUpload]) {
		expect(subjects(snapshot)).toEqual(['Attributes', 'Go on', 'Begin']);
		expect((await snapshot.read('a.txt')).toString()).toBe('aa\n');
	}
	const taken = (await filesBelow(folder)).filter((path) => /hooks|info|attributes$/.test(path));
	expect(taken).toEqual([]);
	const ours = await readFile(join(folder, 'top.git', 'config'), 'utf8');
	expect(ours).toBe('[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
	expect(existsSync(mark)).toBe(false);
	// The trap works: git within the folder itself falls into it.
	await repository.git('status').catch(() => undefined);
	expect(existsSync(mark)).toBe(true);
});

test('[F7] objects of somebody else, by alternates or links, are not reached', async () => {
	const victim = await someRepository();
	const secret = await victim.commit('Secret', { 'secret.txt': 'secret' });
	const repository = await someRepository();
	const git = join(repository.folder, '.git');
	await mkdir(join(git, 'objects', 'info'), { recursive: true });
	await writeFile(
		join(git, 'objects', 'info', 'alternates'),
		`/etc\n${join(victim.folder, '.git', 'objects')}\n`
	);
	await writeFile(join(git, 'refs', 'heads', 'main'), `${secret}\n`);
	const byAlternates = await openedPath(repository.folder);
	expect(byAlternates.commit).toBeUndefined();
	expect(sentencesOf(byAlternates)).toContain('borrows objects from another');
	expect(pathsOf(byAlternates)).toEqual(['a.txt', 'src/b.txt']);
	await rm(join(git, 'objects'), { recursive: true });
	await symlink(join(victim.folder, '.git', 'objects'), join(git, 'objects'));
	const byLink = await openedPath(repository.folder);
	expect(byLink.commit).toBeUndefined();
	expect(sentencesOf(byLink)).toMatch(/1 link left out.*\.git\/objects/);
});

test('[F7] single objects as links are not followed', async () => {
	const repository = await someRepository();
	const objects = join(repository.folder, '.git', 'objects');
	const blob = await repository.git('rev-parse', 'HEAD:a.txt');
	const path = join(objects, blob.slice(0, 2), blob.slice(2));
	await rm(path);
	await symlink('/etc/passwd', path);
	const snapshot = await openedPath(repository.folder);
	expect(sentencesOf(snapshot)).toMatch(/1 link left out/);
	// The tree lacks it, so that what lies beside it is looked at.
	expect((await snapshot.read('a.txt')).toString()).toBe('aa\n');
});

test('[F7] refs with strange names, and packed-refs full of garbage, are passed over', async () => {
	const repository = await someRepository();
	const id = await repository.git('rev-parse', 'HEAD');
	const git = join(repository.folder, '.git');
	const garbage = [
		'# pack-refs with: peeled fully-peeled sorted',
		`${id} refs/heads/../../../../etc/passwd`,
		`${id} --upload-pack=touch`,
		`${id} refs/heads/--output=x`,
		`${id} refs/replace/${id}`,
		`^${id}`,
		`${id}`,
		'\0\xff\xfe',
		'not-an-id refs/heads/no',
		'x'.repeat(100_000)
	];
	await writeFile(join(git, 'packed-refs'), garbage.join('\n'));
	await writeFile(join(git, 'refs', 'heads', 'a b~^:?*[;$(touch x)'), `${id}\n`);
	await writeFile(join(git, 'refs', 'heads', 'symbolic'), 'ref: /etc/passwd\n');
	await writeFile(join(git, 'refs', 'heads', 'long'), 'x'.repeat(100_000));
	const { folder } = await uploaded(repository.folder);
	const snapshot = await opened({ kind: 'folder' }, { folder });
	expect(subjects(snapshot)).toEqual(['Go on', 'Begin']);
	expect(await readFile(join(folder, 'top.git', 'packed-refs'), 'utf8')).toBe(
		`# pack-refs with: sorted\n${id} refs/heads/--output=x\n${id} refs/heads/main\n`
	);
});

test.each([
	'refs/heads/../x',
	'refs/heads/x.lock',
	'refs/heads/.x',
	'refs/heads/x/',
	'refs/heads/x.',
	'refs/heads//x',
	'refs/heads/x@{1}',
	'refs/heads/x y',
	'refs/heads/x\ny',
	'refs/replace/x',
	'HEAD',
	'refs/heads/'
])('[F7] %j is no name of a ref', (name) => {
	expect(isRefName(name)).toBe(false);
});

test('[F7] replaced objects and grafts change no history', async () => {
	const repository = await someRepository();
	const [newest, oldest] = (await repository.git('rev-list', 'HEAD')).split('\n');
	await repository.git('replace', newest!, oldest!);
	await mkdir(join(repository.folder, '.git', 'info'), { recursive: true });
	await writeFile(join(repository.folder, '.git', 'info', 'grafts'), `${newest}\n`);
	expect(subjects(await openedPath(repository.folder))).toEqual(['Go on', 'Begin']);
});

test('[F7] an index beside a pack is not believed', async () => {
	const repository = await someRepository();
	await repository.git('gc', '-q');
	const folder = join(repository.folder, '.git', 'objects', 'pack');
	for (const name of await readdir(folder)) {
		if (name.endsWith('.pack')) continue;
		await chmod(join(folder, name), 0o644);
		await writeFile(join(folder, name), 'garbage');
	}
	const snapshot = await openedPath(repository.folder);
	expect(subjects(snapshot)).toEqual(['Go on', 'Begin']);
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
});

test('[Q7] a damaged pack: the files beside it, and it is said', async () => {
	const repository = await someRepository();
	await repository.git('gc', '-q');
	const folder = join(repository.folder, '.git', 'objects', 'pack');
	const pack = join(
		folder,
		(await readdir(folder)).find((name) => name.endsWith('.pack'))!
	);
	await chmod(pack, 0o644);
	const bytes = await readFile(pack);
	bytes.fill(0xff, 40, 60);
	await writeFile(pack, bytes);
	const snapshot = await openedPath(repository.folder);
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
	expect(snapshot.commit).toBeUndefined();
	expect(sentencesOf(snapshot)).toContain('A pack of the repository is damaged');
});

test('[Q7] missing objects: as much history as there is, and it is said', async () => {
	const repository = await someRepository();
	const oldest = await repository.git('rev-parse', 'HEAD~1');
	await rm(join(repository.folder, '.git', 'objects', oldest.slice(0, 2), oldest.slice(2)));
	const snapshot = await openedPath(repository.folder);
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
	expect(sentencesOf(snapshot)).toMatch(/part of the history is missing/);
});

test('[Q7] a missing file of a repository without others beside it is said, the rest is read', async () => {
	const repository = await someRepository();
	const blob = await repository.git('rev-parse', 'HEAD:a.txt');
	await rm(join(repository.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
	const bare = await temporaryFolder();
	await cp(join(repository.folder, '.git'), join(bare, '.git'), { recursive: true });
	const snapshot = await openedPath(bare);
	expect(pathsOf(snapshot)).toEqual(['src/b.txt']);
	expect((await snapshot.read('src/b.txt')).toString()).toBe('b\n');
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, whose content is missing.*a\.txt/);
	expect(snapshot.history?.commits).toHaveLength(2);
});

test('[Q7] a damaged object is told when it is read, and the next one is read', async () => {
	const repository = await someRepository();
	const blob = await repository.git('rev-parse', 'HEAD:a.txt');
	const path = join(repository.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
	const bytes = await readFile(path);
	await chmod(path, 0o644);
	// The header stays good, the rest does not.
	await writeFile(path, Buffer.concat([bytes.subarray(0, bytes.length - 4), Buffer.alloc(4)]));
	const bare = await temporaryFolder();
	await cp(join(repository.folder, '.git'), join(bare, '.git'), { recursive: true });
	const snapshot = await openedPath(bare);
	const outcome = await snapshot.read('a.txt').catch((error: Error) => error.name);
	expect(outcome).toBe('UnreadableFile');
	expect((await snapshot.read('src/b.txt')).toString()).toBe('b\n');
});

test('[Q7] an empty repository: no files, no history, and it is said', async () => {
	const repository = await TestRepository.make();
	const snapshot = await openedPath(repository.folder);
	expect(snapshot).toMatchObject({ files: [] });
	expect(snapshot.history).toBeUndefined();
	expect(sentencesOf(snapshot)).toContain('no commits yet');
});

test('[Q7] a detached HEAD, and none at all', async () => {
	const repository = await someRepository();
	await repository.git('checkout', '-q', '--detach', 'HEAD~1');
	const detached = await openedPath(repository.folder);
	expect(subjects(detached)).toEqual(['Begin']);
	expect(detached.history?.branch).toBe('HEAD');
	expect(sentencesOf(detached)).toContain('HEAD is detached');
	await writeFile(join(repository.folder, '.git', 'HEAD'), 'ref: refs/heads/gone\n');
	const other = await openedPath(repository.folder);
	expect(subjects(other)).toEqual(['Go on', 'Begin']);
	expect(sentencesOf(other)).toContain('the branch main is looked at');
	await rm(join(repository.folder, '.git', 'HEAD'));
	expect(subjects(await openedPath(repository.folder))).toEqual(['Go on', 'Begin']);
});

test('[Q7] a shallow clone has the history that it has', async () => {
	const origin = await someRepository();
	const repository = await TestRepository.make();
	await repository.git('fetch', '-q', '--depth=1', `file://${origin.folder}`, 'main:other');
	await repository.git('checkout', '-q', 'other');
	const snapshot = await openedPath(repository.folder);
	expect(subjects(snapshot)).toEqual(['Go on']);
	expect(sentencesOf(snapshot)).toContain('shallow clone');
});

test('[N1] a worktree says that its repository is elsewhere', async () => {
	const repository = await someRepository();
	const worktree = join(await temporaryFolder(), 'worktree');
	await repository.git('worktree', 'add', '-q', worktree, 'HEAD~1');
	const snapshot = await openedPath(worktree);
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
	expect(snapshot.history).toBeUndefined();
	expect(sentencesOf(snapshot)).toContain('leads elsewhere');
});

test('[N1] links, submodules and repositories within are left out and said', async () => {
	const repository = await someRepository();
	await symlink('/etc/passwd', join(repository.folder, 'link'));
	const id = await repository.git('rev-parse', 'HEAD');
	await repository.git('update-index', '--add', '--cacheinfo', `160000,${id},module`);
	await repository.git('add', 'link');
	await repository.git('commit', '-qm', 'Links');
	const snapshot = await openedPath(repository.folder);
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
	expect(sentencesOf(snapshot)).toMatch(/1 link left out/);
	expect(sentencesOf(snapshot)).toMatch(/1 submodule left out/);
});

test('[F7] a tree with .. and absolute names in it opens nothing outside', async () => {
	const repository = await someRepository();
	const blob = await repository.git('rev-parse', 'HEAD:a.txt');
	const entry = (name: string) =>
		Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
	const names = ['..', '../../evil', '/etc/evil', '.git', 'good.txt'];
	await repository.write('tree', Buffer.concat(names.map(entry)));
	const tree = await repository.git('hash-object', '-t', 'tree', '--literally', '-w', 'tree');
	const commit = await repository.git('commit-tree', '-m', 'Hostile', tree);
	await repository.git('update-ref', 'refs/heads/main', commit);
	const snapshot = await openedPath(repository.folder);
	expect(pathsOf(snapshot)).not.toEqual(
		expect.arrayContaining([expect.stringMatching(/\.\.|^\//)])
	);
	expect(sentencesOf(snapshot)).toMatch(/left out, with an absolute path/);
});

test('[Q7] repositories with SHA-256 names are read', async () => {
	const repository = await TestRepository.make('--object-format=sha256');
	await repository.commit('Begin', { 'a.txt': 'a\n' });
	const snapshot = await openedPath(repository.folder);
	expect(snapshot.commit).toHaveLength(64);
	expect((await snapshot.read('a.txt')).toString()).toBe('a\n');
});

test('[N1] a browser may send the .git alone: it tells the files', async () => {
	const repository = await someRepository();
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, { name: 'project', limits });
	const git = join(repository.folder, '.git');
	for (const path of await filesBelow(git)) {
		await intake.add(`project/.git${path.slice(git.length)}`, pieces(await readFile(path)));
	}
	expect(await intake.hasWholeHead()).toBe(true);
	await intake.finish();
	const snapshot = await opened({ kind: 'folder' }, { folder });
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'src/b.txt']);
});

test('[N4] an upload that did not end is no source', async () => {
	const folder = join(await temporaryFolder(), 'source');
	const intake = await FolderIntake.begin(folder, { name: 'project', limits });
	onTestFinished(() => intake.abandon());
	await expect(opened({ kind: 'folder' }, { folder })).rejects.toMatchObject({
		code: 'UNSUPPORTED_SOURCE'
	});
});
