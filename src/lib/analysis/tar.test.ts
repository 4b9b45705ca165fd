import fc from 'fast-check';
import { Parser, type ReadEntry } from 'tar';
import { expect, test } from 'vitest';
import { packTar } from './tar';

/** What another's reader makes of it. */
async function unpack(archive: Blob): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	const parser = new Parser({
		strict: true,
		onReadEntry: (entry: ReadEntry) => {
			const pieces: Buffer[] = [];
			entry.on('data', (piece: Buffer) => pieces.push(piece));
			entry.on('end', () => (found[entry.path] = Buffer.concat(pieces).toString('utf8')));
		}
	});
	parser.write(Buffer.from(await archive.arrayBuffer()));
	parser.end();
	return found;
}

const pack = (files: Record<string, string>) =>
	packTar(Object.entries(files).map(([path, text]) => ({ path, content: new Blob([text]) })));

test('[N1] files of every length arrive as they were', async () => {
	const files = Object.fromEntries(
		[0, 1, 511, 512, 513, 1024, 5000].map((length) => [`project/${length}.txt`, 'x'.repeat(length)])
	);
	expect(await unpack(pack(files))).toEqual(files);
});

test('[N1] names that are long, or in any script, arrive as they were', async () => {
	const files = {
		[`${'d'.repeat(99)}/${'f'.repeat(99)}`]: 'split',
		[`${'n'.repeat(180)}.ts`]: 'long',
		[`${'deep/'.repeat(80)}index.ts`]: 'deep',
		'Übersicht/größe.py': 'umlauts',
		'日本語/ファイル.rb': 'kana',
		'emoji 😀 "quoted" <b>.c': 'markup'
	};
	expect(await unpack(pack(files))).toEqual(files);
});

test('[N1] whatever files are called, all arrive under their names', async () => {
	const name = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 130 })
		.filter((text) => text.isWellFormed() && !/[/\\\0\n]/.test(text) && text.trim() === text);
	const path = fc
		.array(name, { minLength: 1, maxLength: 6 })
		.map((segments) => segments.map((one) => `f${one}`).join('/'));
	await fc.assert(
		fc.asyncProperty(fc.dictionary(path, fc.string(), { noNullPrototype: true }), async (files) => {
			const wanted = Object.fromEntries(
				Object.entries(files).map(([key, text]) => [key, Buffer.from(text).toString('utf8')])
			);
			fc.pre(Object.keys(files).length > 0);
			expect(await unpack(pack(files))).toEqual(wanted);
		}),
		{ numRuns: 60 }
	);
});
