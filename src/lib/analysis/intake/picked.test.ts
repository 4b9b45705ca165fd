import { Parser, type ReadEntry } from 'tar';
import { expect, test } from 'vitest';
import { MOST_READ_BYTES } from '../source';
import { filesBelow } from './dropped';
import { archiveParcel, folderParcel, isArchiveName, type PickedFile } from './picked';

async function sizesIn(archive: Blob): Promise<Record<string, number>> {
	const sizes: Record<string, number> = {};
	const parser = new Parser({
		strict: true,
		onReadEntry: (entry: ReadEntry) => {
			sizes[entry.path] = entry.size;
			entry.resume();
		}
	});
	parser.write(Buffer.from(await archive.arrayBuffer()));
	parser.end();
	return sizes;
}

const files = (entries: Record<string, number>): PickedFile[] =>
	Object.entries(entries).map(([path, size]) => ({ path, content: new Blob(['x'.repeat(size)]) }));
const object = `objects/ab/${'0'.repeat(38)}`;

test('[N1] a folder goes with its history, and without what the server would read past', async () => {
	const { kind, name, body, leftBehind, unreadable } = folderParcel({
		unreadable: 2,
		files: files({
			'shop/src/index.ts': 10,
			'shop/.env.example': 3,
			'shop/.git/HEAD': 20,
			'shop/.git/config': 30,
			'shop/.git/hooks/pre-commit': 30,
			[`shop/.git/${object}`]: MOST_READ_BYTES + 50,
			'shop/node_modules/left-pad/index.js': 40,
			'shop/node_modules/left-pad/package.json': 40,
			'shop/dump.sql': MOST_READ_BYTES + 50,
			'shop/vendor/other/.git/HEAD': 20,
			'shop/vendor/other/.git/config': 20
		})
	});
	expect({ kind, name, unreadable }).toEqual({ kind: 'folder', name: 'shop', unreadable: 2 });
	expect(await sizesIn(body)).toEqual({
		'shop/src/index.ts': 10,
		'shop/.env.example': 3,
		'shop/.git/HEAD': 20,
		[`shop/.git/${object}`]: MOST_READ_BYTES + 50,
		// So that the report can say that they were there.
		'shop/node_modules/left-pad/index.js': 0,
		'shop/dump.sql': MOST_READ_BYTES + 1,
		'shop/vendor/other/.git/HEAD': 0
	});
	expect(leftBehind).toEqual(['shop/node_modules', 'shop/vendor/other/.git']);
});

test('[N1] several things picked at once are one source', () => {
	expect(folderParcel({ unreadable: 0, files: files({ 'a/x.py': 1, 'y.py': 1 }) }).name).toBe(
		'Files'
	);
});

test('[N1] an archive goes as it is', () => {
	const file = new File(['PK'], 'shop.zip');
	expect(archiveParcel(file)).toMatchObject({ kind: 'archive', name: 'shop.zip', body: file });
	expect(['a.zip', 'b.TAR.GZ', 'c.tgz', 'd.tar'].every(isArchiveName)).toBe(true);
	expect(['a.rar', 'zip', 'b.gz', 'readme.md'].some(isArchiveName)).toBe(false);
});

/** As browsers have them: folders give their children some at a time. */
function played(path: string, tree: object | string | null): FileSystemEntry {
	const common = { fullPath: path, name: path.split('/').at(-1) };
	if (tree === null || typeof tree === 'string') {
		const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
			tree === null ? reject(new Error('gone')) : resolve(new File([tree], common.name!));
		return { ...common, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
	}
	const createReader = () => {
		const left = Object.entries(tree).map(([name, below]) => played(`${path}/${name}`, below));
		return { readEntries: (take: (some: unknown[]) => void) => take(left.splice(0, 2)) };
	};
	return {
		...common,
		isFile: false,
		isDirectory: true,
		createReader
	} as unknown as FileSystemEntry;
}

test('[N1] a dropped folder is looked through to its end, hidden files included', async () => {
	const found: number[] = [];
	const { files, unreadable } = await filesBelow(
		[
			played('/shop', {
				'a.ts': 'a',
				'b.ts': 'b',
				'.env': 'c',
				dangling: null,
				src: { deep: { 'd.ts': 'd' } },
				node_modules: { x: { 'index.js': 'x' } },
				'.git': { HEAD: 'ref', config: '[core]', objects: { ab: { cd: 'o' } }, lfs: { big: 'o' } },
				sub: { '.git': { HEAD: 'ref' } }
			})
		],
		{ signal: new AbortController().signal, onFound: (count) => found.push(count) }
	);
	expect(files.map(({ path }) => path).sort()).toEqual([
		'shop/.env',
		'shop/.git/HEAD',
		'shop/.git/config',
		'shop/.git/lfs/-',
		'shop/.git/objects/ab/cd',
		'shop/a.ts',
		'shop/b.ts',
		'shop/node_modules/-',
		'shop/src/deep/d.ts',
		'shop/sub/.git/-'
	]);
	expect(unreadable).toBe(1);
	expect(found.at(-1)).toBe(files.length);
});

test('[N1] looking through a folder can be cancelled', async () => {
	const looked = filesBelow([played('/shop', { src: { 'a.ts': 'a' } })], {
		signal: AbortSignal.abort(),
		onFound: () => undefined
	});
	await expect(looked).rejects.toThrow('aborted');
});
