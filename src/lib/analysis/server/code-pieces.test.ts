import { describe, expect, test } from 'vitest';
import { projectOf } from '../analysis.fixtures';
import { codePiecesOf, MOST_PIECES } from './code-pieces';

/** Names of the pieces of one file. */
async function namesOf(path: string, text: string): Promise<string[]> {
	return codePiecesOf(await projectOf({ [path]: text })).map(({ name }) => name);
}

const javascript = (name: string, body = 'total += item.price * item.count;') => `
export function ${name}(items, rate) {
	let total = 0;
	for (const item of items) {
		${body}
	}
	return total * (1 + rate);
}
`;

describe('functions to type', () => {
	test('[T1] are whole lines, as they stand in their file, without the indentation they share', async () => {
		const text = [
			'export class Basket {',
			'\titems: Item[] = [];',
			'',
			'\ttotal(rate: number): number {',
			'\t\tlet sum = 0;',
			'',
			'\t\tfor (const { price, count } of this.items) {',
			'\t\t\tsum += price\t* count;   ',
			'\t\t}',
			'\t\treturn sum * (1 + rate);',
			'\t}',
			'}'
		].join('\r\n');
		expect(codePiecesOf(await projectOf({ 'src/basket.ts': text }))).toEqual([
			{
				path: 'src/basket.ts',
				name: 'Basket.total',
				language: 'typescript',
				startLine: 4,
				endLine: 11,
				text: [
					'total(rate: number): number {',
					'\tlet sum = 0;',
					'',
					'\tfor (const { price, count } of this.items) {',
					'\t\tsum += price * count;',
					'\t}',
					'\treturn sum * (1 + rate);',
					'}'
				].join('\n'),
				characters: 138
			}
		]);
	});

	test.each([
		[
			'sums.py',
			'total',
			`class Basket:
    def total(self, rate: float) -> float:
        """What is to be paid."""
        amount = sum(item.price * item.count for item in self.items)
        return round(amount * (1 + rate), 2)
`
		],
		[
			'basket.go',
			'Total',
			`package basket

func (b *Basket) Total(rate float64) float64 {
	sum := 0.0
	for _, item := range b.items {
		sum += item.Price * float64(item.Count)
	}
	return sum * (1 + rate)
}
`
		],
		[
			'basket.rs',
			'total',
			`impl<'a> Basket<'a> {
    fn total(&self, rate: f64) -> f64 {
        let sum: f64 = self.items.iter().map(|item| item.price * item.count).sum();
        sum * (1.0 + rate)
    }
}
`
		],
		[
			'Basket.java',
			'total',
			`class Basket {
    double total(double rate) {
        double sum = items.stream().mapToDouble(item -> item.price() * item.count()).sum();
        return sum * (1 + rate);
    }
}
`
		],
		[
			'basket.rb',
			'total',
			`class Basket
  def total(rate)
    sum = items.sum { |item| item.price * item.count }
    (sum * (1 + rate)).round(2)
  end
end
`
		],
		[
			'Basket.svelte',
			'total',
			`<script lang="ts">
	function total(rate: number): number {
		const sums = items.map((item) => item.price * item.count);
		return sums.reduce((sum, one) => sum + one, 0) * (1 + rate);
	}
</script>
`
		]
	])('[T1] are found in %s', async (path, name, text) => {
		const [found, ...others] = await namesOf(path, text);
		expect(others).toEqual([]);
		expect(found).toMatch(new RegExp(`(^|\\.)${name}$`));
	});

	test('[T1] are neither of tests, nor of examples, nor of what tools wrote', async () => {
		const project = await projectOf({
			'src/sums.js': javascript('total'),
			'src/sums.test.js': javascript('tested', 'total -= item.discount;'),
			'examples/shop.js': javascript('shown', 'total = Math.max(total, item.price);'),
			'vendor/sums.js': javascript('brought', 'total = Math.min(total, item.price);')
		});
		expect(codePiecesOf(project).map(({ name }) => name)).toEqual(['total']);
	});

	test.each([
		['is too short', 'function total(a) {\n\treturn a;\n}'],
		['is one long line', `function total(a) {\n\treturn ${'a + '.repeat(40)}a;\n}`],
		['is too long', javascript('total', '\n\t\ttotal += 1;'.repeat(40))],
		[
			'has a line of more than 100 characters',
			javascript('total', `run(${'item, '.repeat(20)}a);`)
		],
		['holds what looks like a secret', javascript('total', "const api_key = 'f83hf02hf8302f';")],
		['holds a token', javascript('total', "sign('ghp_abcdefghijklmnopqrstuvwxyz0123456789');")],
		['holds a hash', javascript('total', "check('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b');")],
		['holds signs that no key types', javascript('total', "print('→', '✓', item);")],
		['is mostly in another script', javascript('total', `say('${'всё хорошо '.repeat(4)}');`)],
		['is mostly numbers', javascript('total', 'total += [12345, 67890, 12345, 67890, 24680][0];')],
		['is mostly text', javascript('total', `say('${'all is well and done '.repeat(4)}');`)],
		[
			'is mostly comment',
			javascript('total', '// one\n\t\t// two\n\t\t// three\n\t\t// four\n\t\t// five\n\t\tdone();')
		],
		['says a licence', javascript('total', '// Licensed under the terms of somebody\n\t\tdone();')]
	])('[T1] one that %s is left out', async (_, text) => {
		expect(await namesOf('src/sums.js', text)).toEqual([]);
	});

	test('[T1] a docstring of many lines is a comment', async () => {
		const lines = Array.from({ length: 8 }, (_, line) => `        Line ${line} of what it says.`);
		const text = [
			'class Basket:',
			'    def total(self, rate):',
			'        """',
			...lines,
			'        """',
			'        return sum(item.price * item.count for item in self.items) * (1 + rate)'
		].join('\n');
		expect(await namesOf('sums.py', text)).toEqual([]);
	});

	test('[T1] of those that differ in names and numbers only there is one', async () => {
		const project = await projectOf({
			'src/a.js': javascript('pay'),
			'src/b.js': javascript('whole').replaceAll('total', 'sum').replaceAll('rate', 'share'),
			'src/c.js': javascript('other', 'total = item.price;')
		});
		expect(codePiecesOf(project).map(({ path }) => path)).toEqual(['src/a.js', 'src/c.js']);
	});

	test('[T1] of one within another there is the outer, and the inner where that is too long', async () => {
		const inner = javascript('inner').trim().replace('export ', '').replaceAll('\n', '\n\t');
		const short = `function outer(lists) {\n\t${inner}\n\treturn lists.map(inner);\n}`;
		expect(await namesOf('src/a.js', short)).toEqual(['outer']);
		const long = short.replace('return lists', `${'lists.pop();\n\t'.repeat(40)}return lists`);
		expect((await namesOf('src/a.js', long)).map((name) => name.split('.').at(-1))).toEqual([
			'inner'
		]);
	});
});

describe('a choice of them', () => {
	/** Functions that are not alike: each has another order of the same statements. */
	const many = (count: number, prefix: string) =>
		Array.from({ length: count }, (_, place) => {
			const steps = [...place.toString(2).padStart(9, '0')];
			const body = steps.map((bit) => (bit === '1' ? 'add(item);' : 'item = next(item);'));
			return javascript(`${prefix}${place}`, body.join('\n\t\t'));
		}).join('\n');

	test('[T1] is at most two hundred, spread over languages and folders, and always the same', async () => {
		const contents = {
			'src/big.js': many(300, 'big'),
			'src/deep/small.js': javascript('small', 'total **= 2;'),
			'tools/sum.py':
				'def total(items, rate):\n    amount = sum(item.price * item.count for item in items)\n    return round(amount * (1 + rate), 2)\n'
		};
		const pieces = codePiecesOf(await projectOf(contents));
		expect(pieces).toHaveLength(MOST_PIECES);
		expect(new Set(pieces.slice(0, 2).map(({ language }) => language)).size).toBe(2);
		expect(pieces.slice(0, 6).map(({ path }) => path)).toContain('src/deep/small.js');
		const backwards = Object.fromEntries(Object.entries(contents).toReversed());
		expect(codePiecesOf(await projectOf(backwards))).toEqual(pieces);
	});
});
