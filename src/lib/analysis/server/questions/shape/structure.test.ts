import { describe, expect, it } from 'vitest';
import { asked, faultsOf, placesIn } from '../questions.fixtures';
import { centralModules } from './central-modules';
import { complexFunctions } from './complex-functions';
import { cycles } from './cycles';
import { decisionRecords } from './decision-records';
import { directions } from './directions';
import { duplicatedCode } from './duplicated-code';
import { layers } from './layers';

const many = (count: number, entry: (place: number) => [string, string]) =>
	Object.fromEntries(Array.from({ length: count }, (_, place) => entry(place)));

const services = many(9, (place) => [
	`src/api/route${place}.ts`,
	`import { load } from '../store/users';\nexport const route${place} = () => load(${place});\n`
]);

const store = 'export function load(id: number) {\n\treturn id;\n}\n';

describe('directions', () => {
	it('[Q3] asks about the one use against the direction of all others, and shows both', async () => {
		const [draft] = await asked(directions, {
			...services,
			'src/store/users.ts': `import { route1 } from '../api/route1';\n${store}route1();\n`
		});
		expect(draft?.question).toContain('src/store/users.ts');
		expect(draft?.question).toContain('9');
		expect(placesIn(draft!)[0]).toBe('src/store/users.ts:1');
		expect(draft?.evidence[1]?.path).toMatch(/^src\/api\/route/);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks nothing where all go one way', async () => {
		expect(await asked(directions, { ...services, 'src/store/users.ts': store })).toEqual([]);
	});
});

describe('layers', () => {
	it('[Q3] asks what keeps an order that nothing breaks', async () => {
		const [draft] = await asked(layers, { ...services, 'src/store/users.ts': store });
		expect(draft?.question).toContain('src/store');
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] asks nothing where something breaks it', async () => {
		const broken = `import { route1 } from '../api/route1';\n${store}route1();\n`;
		expect(await asked(layers, { ...services, 'src/store/users.ts': broken })).toEqual([]);
	});
});

describe('cycles', () => {
	it('[Q3] shows both lines of two files that use each other', async () => {
		const [draft] = await asked(cycles, {
			'src/user.ts': "import { teamOf } from './team';\nexport const user = () => teamOf();\n",
			'src/team.ts': "\nimport { user } from './user';\nexport const teamOf = () => user();\n"
		});
		expect(placesIn(draft!).toSorted()).toEqual(['src/team.ts:2', 'src/user.ts:1']);
		expect(draft?.modelAnswer).toContain('Which of them is loaded first');
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('centralModules', () => {
	it('[Q3] asks about what most others use, with a user as the second place', async () => {
		const [draft] = await asked(centralModules, { ...services, 'src/store/users.ts': store });
		expect(draft?.question).toContain('src/store/users.ts');
		expect(draft?.question).toContain('9');
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('complexFunctions', () => {
	const decide = [
		'export function decide(value: number) {',
		...Array.from({ length: 15 }, (_, place) => `\tif (value === ${place}) return ${place};`),
		'\treturn -1;',
		'}'
	];
	const simple = many(4, (place) => [`f${place}`, `export const f${place} = () => ${place};`]);

	it('[Q3] sets a hard function against the simple ones of its file, and shows a caller', async () => {
		const [draft] = await asked(complexFunctions, {
			'src/rules.ts': [...Object.values(simple), ...decide, ''].join('\n'),
			'src/use.ts': "import { decide } from './rules';\nexport const use = () => decide(3);\n"
		});
		expect(draft?.question).toContain('decide');
		expect(draft?.question).toContain('16');
		expect(draft?.modelAnswer).toContain('called once elsewhere');
		expect(placesIn(draft!)).toContain('src/use.ts:2');
		expect(faultsOf(draft!)).toEqual([]);
	});

	it('[Q3] does not call what nobody else calls called', async () => {
		const [draft] = await asked(complexFunctions, { 'src/rules.ts': decide.join('\n') });
		expect(draft?.isRelated).toBe(false);
		expect(draft?.modelAnswer).not.toContain('called');
	});
});

describe('duplicatedCode', () => {
	it('[Q3] asks of equal lines in two files whether they are one rule', async () => {
		const body = (name: string) =>
			[
				`export function ${name}(order, rates) {`,
				'	const known = order.items.filter((item) => item.price > 0 && !item.isGift);',
				'	if (known.length === 0) throw new Error("There is nothing to count.");',
				'	let total = 0;',
				'	for (const { price, count, country } of known) {',
				'		const rate = rates.get(country) ?? rates.get("default");',
				'		total += price * count * (1 + rate / 100);',
				'	}',
				'	const discount = order.coupon ? total * order.coupon.share : 0;',
				'	const shipping = total - discount > 5000 ? 0 : order.address.isFar ? 990 : 490;',
				'	const rounded = Math.round(total - discount + shipping);',
				'	console.info("counted", { id: order.id, rounded, shipping });',
				'	return { total: rounded, shipping, discount, currency: order.currency };',
				'}',
				''
			].join('\n');
		const [draft] = await asked(duplicatedCode, {
			'src/invoice.ts': body('invoice'),
			'src/refund.ts': body('refund')
		});
		expect(draft?.fileReferences.toSorted()).toEqual(['src/invoice.ts', 'src/refund.ts']);
		expect(draft?.isRelated).toBe(true);
		expect(faultsOf(draft!)).toEqual([]);
	});
});

describe('decisionRecords', () => {
	it('[Q3] asks about a decision by its own title, and never about the template', async () => {
		const contents = {
			'docs/adr/0000-template.md': '# Title\n',
			'docs/adr/0001-one-database.md': '# 1. One database for all tenants\n\nBecause.\n',
			'src/a.ts': 'export const a = 1;\n'
		};
		const [draft] = await asked(decisionRecords, contents);
		expect(draft?.question).toContain('“One database for all tenants”');
		expect(faultsOf(draft!)).toEqual([]);
	});
});
