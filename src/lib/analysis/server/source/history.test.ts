import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openedPath, sentencesOf, TestRepository } from './source.fixtures';

async function historyOf(repository: TestRepository) {
	const { history } = await openedPath(repository.folder);
	return history!;
}

test('[N1] a commit: who as a hash, when, what it says and which files it changed', async () => {
	const repository = await TestRepository.make();
	const first = await repository.commit('Begin\n\nWith a body\nof two lines', {
		'a.txt': 'a\nb\n'
	});
	const second = await repository.commit('Go on', { 'a.txt': 'a\nc\nd\n', 'b.txt': 'b\n' });
	const { commits, branch } = await historyOf(repository);
	expect(branch).toBe('main');
	expect(commits).toEqual([
		{
			id: second,
			parents: [first],
			author: commits[1]!.author,
			authorName: 'Ada',
			at: '2024-03-01T10:00:01+01:00',
			subject: 'Go on',
			body: '',
			files: [{ path: 'a.txt' }, { path: 'b.txt' }]
		},
		{
			id: first,
			parents: [],
			author: expect.stringMatching(/^[0-9a-f]{16}$/),
			authorName: 'Ada',
			at: '2024-03-01T10:00:00+01:00',
			subject: 'Begin',
			body: 'With a body\nof two lines',
			files: [{ path: 'a.txt' }]
		}
	]);
});

test('[N1] the same person by whatever case the address is written in; no address is kept', async () => {
	const repository = await TestRepository.make();
	await repository.commit('One');
	await repository.git(
		'-c',
		'x.y=z',
		'commit',
		'-q',
		'--allow-empty',
		'-m',
		'Two',
		'--author=A <ADA@example.ORG>'
	);
	await repository.git(
		'commit',
		'-q',
		'--allow-empty',
		'-m',
		'Three',
		'--author=B <b@example.org>'
	);
	const { commits } = await historyOf(repository);
	expect(new Set(commits.map(({ author }) => author)).size).toBe(2);
	expect(JSON.stringify(commits)).not.toMatch(/example\.org/i);
});

test('[N1] renames are told with where from; merges have parents and no files', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'old.txt': 'content\n' });
	await repository.git('mv', 'old.txt', 'new name.txt');
	await repository.commit('Rename');
	await repository.git('checkout', '-q', '-b', 'side', 'HEAD~1');
	await repository.commit('Side', { 'side.txt': 's\n' });
	await repository.git('checkout', '-q', 'main');
	await repository.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
	const { commits } = await historyOf(repository);
	const bySubject = new Map(commits.map((commit) => [commit.subject, commit]));
	expect(bySubject.get('Rename')?.files).toEqual([{ path: 'new name.txt', from: 'old.txt' }]);
	expect(bySubject.get('Merge')).toMatchObject({
		files: [],
		parents: [{}, {}].map(() => expect.any(String))
	});
});

test('[N1] a revert can be known by its body', async () => {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'a.txt': 'a\n' });
	const id = await repository.commit('Mistake', { 'a.txt': 'b\n' });
	await repository.git('revert', '--no-edit', 'HEAD');
	const { commits } = await historyOf(repository);
	expect(commits[0]).toMatchObject({
		subject: 'Revert "Mistake"',
		body: `This reverts commit ${id}.`
	});
});

test('[F7] messages and names made to look like other commits stay what they are', async () => {
	const repository = await TestRepository.make();
	const fake = `\n\n${'0'.repeat(40)}\n\0A\0fake.txt\n\nM\tfake.txt`.replaceAll('\0', '');
	await repository.commit(`Begin${fake}`, { 'M\tx\ny': 'odd', '-\t-\tz': 'odd', 'a b': 'a' });
	await repository.commit('Go on', { 'a b': 'b' });
	const { commits } = await historyOf(repository);
	expect(commits.map(({ subject }) => subject)).toEqual(['Go on', 'Begin']);
	expect(commits[1]!.files.map(({ path }) => path).sort()).toEqual(['-\t-\tz', 'M\tx\ny', 'a b']);
	expect(commits[1]!.body).toContain('fake.txt');
});

test('[Q7] binary files have no lines; messages in other encodings and without words are read', async () => {
	const repository = await TestRepository.make();
	await repository.write('logo.png', Uint8Array.of(0, 1, 2, 0, 255));
	await repository.git('add', '-A');
	await repository.git('commit', '-q', '--allow-empty-message', '-m', '');
	await repository.write('message', Buffer.from('gr\xfc\xdfe', 'latin1'));
	await repository.git(
		'-c',
		'i18n.commitEncoding=ISO-8859-1',
		'commit',
		'-q',
		'--allow-empty',
		'-F',
		'message'
	);
	const { commits } = await historyOf(repository);
	expect(commits.map(({ subject }) => subject)).toEqual(['grüße', '']);
	expect(commits[1]!.files).toEqual([{ path: 'logo.png' }]);
});

test('[N1] tags, with the commits that they name', async () => {
	const repository = await TestRepository.make();
	const first = await repository.commit('Begin');
	await repository.git('tag', 'v0.1');
	const second = await repository.commit('Go on');
	await repository.git('tag', '-a', 'v1.0', '-m', 'One');
	const { tags } = await historyOf(repository);
	expect(tags.map(({ name, commit }) => [name, commit])).toEqual([
		['v1.0', second],
		['v0.1', first]
	]);
});

test('[Q7] a missing blob costs the history nothing: files are named without being read', async () => {
	const repository = await TestRepository.make();
	await repository.commit('One', { 'a.txt': 'a\n' });
	await repository.commit('Two', { 'b.txt': 'gone\n' });
	const blob = await repository.git('rev-parse', 'HEAD:b.txt');
	await repository.commit('Three', { 'b.txt': 'b\n' });
	await repository.commit('Four', { 'c.txt': 'c\n' });
	await rm(join(repository.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
	const snapshot = await openedPath(repository.folder);
	expect(snapshot.history!.commits.map(({ files }) => files.length)).toEqual([1, 1, 1, 1]);
});

test('[N1] very long bodies are cut', async () => {
	const repository = await TestRepository.make();
	await repository.commit(`Begin\n\n${'x'.repeat(100_000)}`);
	const { commits } = await historyOf(repository);
	expect(commits[0]!.body).toHaveLength(2000);
});

test('[Q7] a tree of a thousand million files is cut short, and it is said', async () => {
	const repository = await TestRepository.make();
	await repository.write('blob', 'x');
	let child = await repository.git('hash-object', '-w', 'blob');
	for (let level = 0; level < 9; level += 1) {
		const kind = level === 0 ? '100644' : '40000';
		const entry = (at: number) =>
			Buffer.concat([Buffer.from(`${kind} d${at}\0`), Buffer.from(child, 'hex')]);
		await repository.write('tree', Buffer.concat(Array.from({ length: 10 }, (_, at) => entry(at))));
		child = await repository.git('hash-object', '-t', 'tree', '-w', 'tree');
	}
	const commit = await repository.git('commit-tree', '-m', 'Bomb', child);
	await repository.git('update-ref', 'refs/heads/main', commit);
	const snapshot = await openedPath(repository.folder, { env: { ANALYSIS_MOST_FILES: 1000 } });
	expect(snapshot.files).toHaveLength(1000);
	expect(sentencesOf(snapshot)).toContain('only the first 1,000 were');
	expect(sentencesOf(snapshot)).toContain('A part of the history is missing, damaged or too large');
}, 60_000);
