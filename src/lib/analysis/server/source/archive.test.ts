import { execFileSync } from 'node:child_process';
import { stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { Header, type HeaderData } from 'tar';
import { expect, test } from 'vitest';
import { opened, pathsOf, sentencesOf, temporaryFolder, TestRepository } from './source.fixtures';

/** Opens an archive as it was uploaded. */
async function openedArchive(
	bytes: Uint8Array,
	env: Parameters<typeof opened>[1] = {}
): ReturnType<typeof opened> {
	const file = join(await temporaryFolder(), 'upload');
	await writeFile(file, bytes);
	return opened({ kind: 'archive', file, name: 'project.zip' }, env);
}

const zip = (files: Zippable) => zipSync(files, { level: 9 });

/** A tar of such entries, each as it is, however wrong. */
function tar(...entries: (HeaderData & { content?: string | Uint8Array })[]): Buffer {
	const blocks = entries.flatMap(({ content = '', ...data }) => {
		const bytes = Buffer.from(content);
		const header = new Header({ mode: 0o644, type: 'File', size: bytes.length, ...data });
		header.encode();
		return [header.block!, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
	});
	return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const text = strToU8('text\n');

test('[N1] a .zip and a .tar.gz: files without the one folder around them', async () => {
	const fromZip = await openedArchive(zip({ 'project/src/a.ts': text, 'project/b.md': text }));
	const packed = gzipSync(
		tar(
			{ path: 'project/', type: 'Directory' },
			{ path: 'project/src/a.ts', content: 'text\n' },
			{ path: 'project/b.md', content: 'text\n' }
		)
	);
	const fromTar = await openedArchive(packed);
	for (const snapshot of [fromZip, fromTar]) {
		expect(pathsOf(snapshot)).toEqual(['b.md', 'src/a.ts']);
		expect((await snapshot.read('src/a.ts')).toString()).toBe('text\n');
		expect(sentencesOf(snapshot)).toContain('its history is missing');
	}
	expect(fromZip.files).toEqual(expect.arrayContaining([...fromTar.files]));
});

test('[N3] it is told that an archive is unpacked, before anything is counted', async () => {
	const file = join(await temporaryFolder(), 'upload');
	await writeFile(file, zip({ 'a.ts': text }));
	const told: [string, number, number][] = [];
	const onProgress = (...progress: [string, number, number]) => void told.push(progress);
	await opened({ kind: 'archive', file, name: 'project.zip' }, { onProgress });
	expect(told[0]).toEqual(['resolve', 0, 0]);
});

test('[N1] two folders at the top stay', async () => {
	const snapshot = await openedArchive(zip({ 'web/a.ts': text, 'server/b.ts': text }));
	expect(pathsOf(snapshot)).toEqual(['server/b.ts', 'web/a.ts']);
});

test('[N1] an archive with .git in it has a history, and the files of its commit', async () => {
	const repository = await TestRepository.make();
	const id = await repository.commit('Begin', { 'a.txt': 'a\n' });
	await repository.git('gc', '-q');
	await repository.commit('Go on', { 'b.txt': 'b\n' });
	await repository.write('draft.txt', 'draft');
	const file = join(await temporaryFolder(), 'p.tar.gz');
	execFileSync('tar', ['-czf', file, '-C', join(repository.folder, '..'), 'project']);
	const snapshot = await opened({ kind: 'archive', file, name: 'p.tar.gz' });
	expect(pathsOf(snapshot)).toEqual(['a.txt', 'b.txt']);
	expect(snapshot.history?.commits.map(({ subject }) => subject)).toEqual(['Go on', 'Begin']);
	expect(snapshot.history?.commits[1]?.id).toBe(id);
	expect((await snapshot.read('a.txt')).toString()).toBe('a\n');
});

test('[F7] zip slip: paths that lead out are left out and said', async () => {
	const files = { '../../evil': text, '/etc/evil': text, 'a/../../evil': text, 'C:\\evil': text };
	const snapshot = await openedArchive(zip({ ...files, 'good.ts': text }));
	expect(pathsOf(snapshot)).toEqual(['good.ts']);
	expect(sentencesOf(snapshot)).toMatch(/4 files left out, with an absolute path/);
});

test('[F7] in a .tar too', async () => {
	const snapshot = await openedArchive(
		tar({ path: '../evil' }, { path: '/etc/evil' }, { path: 'good.ts', content: 'good' })
	);
	expect(pathsOf(snapshot)).toEqual(['good.ts']);
	expect(sentencesOf(snapshot)).toMatch(/2 files left out, with an absolute path/);
});

test('[F7] links and devices of a .tar are left out, with what is written through them', async () => {
	const snapshot = await openedArchive(
		tar(
			{ path: 'out', type: 'SymbolicLink', linkpath: '/etc' },
			{ path: 'out/passwd', content: 'mine' },
			{ path: 'hard', type: 'Link', linkpath: '/etc/passwd' },
			{ path: 'device', type: 'BlockDevice' },
			{ path: 'pipe', type: 'FIFO' }
		)
	);
	expect(pathsOf(snapshot)).toEqual(['out/passwd']);
	expect((await snapshot.read('out/passwd')).toString()).toBe('mine');
	expect(sentencesOf(snapshot)).toMatch(/2 links left out/);
	expect(sentencesOf(snapshot)).toMatch(/2 entries left out, neither file nor folder/);
});

test('[F7] links of a .zip are left out', async () => {
	const link = { os: 3, attrs: 0o120777 << 16 } as const;
	const snapshot = await openedArchive(zip({ link: [strToU8('/etc/passwd'), link], a: text }));
	expect(pathsOf(snapshot)).toEqual(['a']);
	expect(sentencesOf(snapshot)).toMatch(/1 link left out/);
});

test('[Q7] a zip bomb is refused', async () => {
	const zeros = new Uint8Array(1024 * 1024);
	const files = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`f${at}`, zeros]));
	await expect(openedArchive(zip(files))).rejects.toMatchObject({
		code: 'ARCHIVE_INVALID',
		message: expect.stringContaining('200 times')
	});
});

test('[Q7] a gzip bomb is refused, though no file of it would be kept', async () => {
	const bomb = gzipSync(tar({ path: 'zeros', content: Buffer.alloc(64 * 1024 * 1024) }));
	await expect(openedArchive(bomb)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
});

test('[Q7] a file that unpacks to more than it says is left out, and the others are not', async () => {
	const bytes = Buffer.from(zip({ liar: new Uint8Array(500_000), honest: text }));
	const size = Buffer.from(Uint32Array.of(500_000).buffer);
	for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size, at)) {
		bytes.writeUInt32LE(10, at);
	}
	const snapshot = await openedArchive(bytes);
	expect(pathsOf(snapshot)).toEqual(['honest']);
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, damaged \(liar\)/);
});

test('[Q7] a file said to have 2 GB is counted, not read', async () => {
	const bytes = Buffer.from(zip({ 'dump.sql': new Uint8Array(500_000), a: text }));
	const size = Buffer.from(Uint32Array.of(500_000).buffer);
	for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size, at)) {
		bytes.writeUInt32LE(2 ** 31, at);
	}
	const snapshot = await openedArchive(bytes);
	expect(pathsOf(snapshot)).toEqual(['a']);
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, too large.*dump\.sql/);
});

test('[Q7] a .tar that says 2 GB and ends is damaged', async () => {
	const bytes = tar({ path: 'dump.sql', size: 2 ** 31 });
	await expect(openedArchive(bytes)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
});

test('[Q7] a file of more than 1 MiB is left out and said', async () => {
	const large = Buffer.alloc(1024 * 1024 + 1);
	const most = Buffer.alloc(1024 * 1024);
	const snapshot = await openedArchive(
		tar({ path: 'large', content: large }, { path: 'most', content: most })
	);
	expect(pathsOf(snapshot)).toEqual(['most']);
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, too large: files up to 1 MiB.*\(large\)/);
	expect(snapshot.truncations.flatMap(({ unread = [] }) => unread)).toEqual(['large']);
});

test('[Q7] more bytes or entries than are taken are refused', async () => {
	const env = { ANALYSIS_MOST_BYTES: 1024 * 1024 };
	const random = () => crypto.getRandomValues(new Uint8Array(60_000));
	const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, random()]));
	await expect(openedArchive(zip(files), { env })).rejects.toMatchObject({
		code: 'REPO_TOO_LARGE'
	});
	const few = { ANALYSIS_MOST_FILES: 3 };
	const folders = Array.from({ length: 13 }, (_, at) => ({
		path: `f${at}/`,
		type: 'Directory' as const
	}));
	await expect(openedArchive(tar(...folders), { env: few })).rejects.toMatchObject({
		code: 'REPO_TOO_LARGE'
	});
});

test('[Q7] more files than are looked at: the first, and it is said', async () => {
	const env = { ANALYSIS_MOST_FILES: 3 };
	const snapshot = await openedArchive(zip({ a: text, b: text, c: text, d: text, e: text }), {
		env
	});
	expect(pathsOf(snapshot)).toEqual(['a', 'b', 'c']);
	expect(sentencesOf(snapshot)).toContain('only the first 3 were');
});

test('[Q7] names: no UTF-8 is left out, the same twice counts once, case makes a difference', async () => {
	const named = Buffer.from(zip({ 'caf_.txt': text, a: text }));
	for (let at = named.indexOf('caf_'); at >= 0; at = named.indexOf('caf_', at))
		named[at + 3] = 0xe9;
	const snapshot = await openedArchive(named);
	expect(pathsOf(snapshot)).toEqual(['a']);
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, named by bytes that are no UTF-8/);
	const twice = await openedArchive(
		tar({ path: 'a', content: '1' }, { path: './a', content: '2' }, { path: 'A', content: '3' })
	);
	expect(pathsOf(twice)).toEqual(['A', 'a']);
	expect((await twice.read('a')).toString()).toBe('2');
	expect((await twice.read('A')).toString()).toBe('3');
	expect(sentencesOf(twice)).toMatch(/1 file left out, there twice/);
});

test('[Q7] folders in folders without end are left out', async () => {
	const snapshot = await openedArchive(zip({ [`${'d/'.repeat(65)}a`]: text, b: text }));
	expect(pathsOf(snapshot)).toEqual(['b']);
	expect(sentencesOf(snapshot)).toMatch(/too deep/);
});

test.each([
	['nothing', Buffer.alloc(0)],
	['an empty .zip', zip({})],
	['an empty .tar', Buffer.alloc(1024)],
	['text', Buffer.from('this is no archive. '.repeat(100))],
	['an image', Buffer.from('\x89PNG\r\n\x1a\n'.repeat(200), 'latin1')],
	[
		'half of a .gz',
		gzipSync(tar({ path: 'a', content: crypto.getRandomValues(new Uint8Array(9000)) })).subarray(
			0,
			5000
		)
	],
	['half of a .zip', zip({ a: crypto.getRandomValues(new Uint8Array(9000)) }).subarray(0, 5000)],
	['half of a .tar', tar({ path: 'a', content: 'a'.repeat(9000) }).subarray(0, 5000)]
])('[Q7] %s is no archive, and says so', async (_, bytes) => {
	await expect(openedArchive(bytes)).rejects.toMatchObject({
		code: 'ARCHIVE_INVALID',
		message: expect.stringMatching(/archive|\.zip/)
	});
});

test('[Q7] a sparse archive of 2 GB is read in pieces', async () => {
	const file = join(await temporaryFolder(), 'upload');
	await writeFile(file, tar({ path: 'a', content: 'a' }));
	await truncate(file, 2 ** 31);
	expect((await stat(file)).size).toBe(2 ** 31);
	const snapshot = await opened({ kind: 'archive', file, name: 'sparse.tar' });
	expect(pathsOf(snapshot)).toEqual(['a']);
});

test('[N4] what was given up leaves nothing on disk', async () => {
	const folder = join(await temporaryFolder(), 'source');
	const file = join(await temporaryFolder(), 'upload');
	await writeFile(file, zip({ a: text }).subarray(0, 60));
	const request = { kind: 'archive', file, name: 'a.zip' } as const;
	await expect(opened(request, { folder })).rejects.toThrowError();
	await expect(stat(join(folder, 'files.bin'))).rejects.toThrowError(/ENOENT/);
});

test('[N4] cancelled while it unpacks, it stops with the reason of who cancelled', async () => {
	const reason = new Error('cancelled');
	const file = join(await temporaryFolder(), 'upload');
	await writeFile(file, zip({ a: text }));
	const request = { kind: 'archive', file, name: 'a.zip' } as const;
	await expect(opened(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
