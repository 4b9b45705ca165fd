import { describe, expect, test } from 'vitest';
import { duplicatesIn } from './duplicates';
import { readFacts } from './read-facts';

const body = (seed: string) =>
	Array.from(
		{ length: 12 },
		(_, line) => `\tconst ${seed}${line} = compute${line}(input.${seed}${line}, limit - ${line});`
	).join('\n');

const inside = (name: string, code: string) =>
	`import x from '${name}';\nexport function ${name}(input, limit) {\n${code}\n}\n`;

const read = (path: string, text: string) => readFacts(path, 'typescript', text);

describe('duplicated code', () => {
	test('[N3] a copy is found in another file, with its lines', async () => {
		const copy = body('price');
		const one = await read('one.ts', inside('one', copy));
		const other = await read('other.ts', inside('other', `${body('weight')}\n${copy}`));
		const [found, ...others] = duplicatesIn([one, other]);
		expect(others).toEqual([]);
		expect(found!.places.map(({ path }) => path)).toEqual(['one.ts', 'other.ts']);
		// The copy stands at 3–14 and 15–26; winnowing may miss a line or two at its ends.
		const [first, second] = found!.places;
		expect(first.startLine).toBeGreaterThanOrEqual(2);
		expect(first.startLine).toBeLessThanOrEqual(6);
		expect(first.endLine).toBeGreaterThanOrEqual(11);
		expect(second.startLine - first.startLine).toBe(12);
		expect(found!.lines).toBeGreaterThanOrEqual(8);
	});

	test('[N3] other literals, comments and blanks do not hide a copy', async () => {
		const one = await read('one.ts', inside('one', body('price')));
		const changed = body('price').replaceAll(/- \d+/g, '- 7').replaceAll('\n', ' // why\n\n');
		expect(duplicatesIn([one, await read('two.ts', inside('two', changed))])).not.toEqual([]);
	});

	test('[N3] other names are other code', async () => {
		const one = await read('one.ts', inside('one', body('price')));
		expect(duplicatesIn([one, await read('two.ts', inside('two', body('weight')))])).toEqual([]);
	});

	test('[N3] tables of data and lists of imports are no duplicates', async () => {
		const table = `export const table = [\n${'\t1, 2, 3, 4, 5, 6, 7, 8,\n'.repeat(40)}];\n`;
		const imports = Array.from({ length: 40 }, (_, at) => `import a${at} from './a${at}';`).join(
			'\n'
		);
		const files = [
			await read('one.ts', table),
			await read('two.ts', table),
			await read('three.ts', imports),
			await read('four.ts', imports)
		];
		expect(duplicatesIn(files)).toEqual([]);
	});

	test('[N3] a copy within one file is found once', async () => {
		const twice = `${inside('one', body('price'))}${body('filler')}\n${inside('two', body('price'))}`;
		const found = duplicatesIn([await read('one.ts', twice)]);
		expect(found).toHaveLength(1);
		expect(found[0]!.places[0].endLine).toBeLessThan(found[0]!.places[1].startLine);
	});
});
