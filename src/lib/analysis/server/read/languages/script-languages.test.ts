import { describe, expect, test } from 'vitest';
import { told } from '../facts.fixtures';

describe('facts of JavaScript, TypeScript and components', () => {
	test('[Q4] TypeScript', async () => {
		const facts = await told(
			'src/users.ts',
			'typescript',
			`import express, { Router as R } from 'express';
export { hash } from './hash';
const pg = require('pg');
// TODO: page the list
@Injectable({ scope: 1 })
export class UserService extends Base<User> implements Closable {
	private readonly limit: number = 20;
	constructor(private readonly db: Pool) { super(); }
	async find(id: string, deep = false) {
		try {
			if (id && deep) return await this.db?.query(\`select * from users where id = \${id}\`);
			for (const one of this.all) { one.x ??= 1; }
			return this.cache.get<User>(id) ?? null;
		} catch (error) {
			logger.error(error);
			throw new NotFound(id);
		}
	}
}
export const add = (a: number, b: number) => (a > b ? a : b);
app.get('/users/:id', async (req, res, next) => {
	try { res.json(await add(1, 2)); } catch {}
});
`
		);
		expect(facts.symbols).toEqual([
			'class UserService 6-19',
			'method UserService.constructor 8-8 1',
			// if, &&, for, ?? and catch; ??= is none.
			'method UserService.find 9-18 6',
			'function add 20-20 2',
			'function app.get callback 21-23 2'
		]);
		expect(facts.imports).toEqual(['express express Router', './hash hash', 'pg pg']);
		expect(facts.calls).toEqual([
			'super()',
			'this.db.query(`select * from users where id = ${id}`)',
			'this.cache.get(id)',
			'logger.error(error)',
			'new NotFound(id)',
			"app.get('/users/:id', async (req, res, next) => { try { res.json(await add(1, 2)); } catch {} })",
			'res.json(await add(1, 2))',
			'add(1, 2)'
		]);
		expect(facts.annotations).toEqual(['Injectable({ scope: 1 }) on UserService']);
		expect(facts.catches).toEqual(['14 all passes on logs', '22 all empty']);
		expect(facts.texts).toEqual([
			'sql built select * from users where id = ${id}',
			'route /users/:id'
		]);
		expect(facts.assignments).toContain('limit: number = 20');
		expect(facts.facts.notes).toEqual([{ line: 4, text: 'TODO: page the list' }]);
		expect(facts.facts.symbols[0]).toMatchObject({
			isExported: true,
			bases: ['Base<User>', 'Closable']
		});
		expect(facts.facts.calls.find(({ callee }) => callee === 'this.cache.get')).toMatchObject({
			typeArguments: '<User>',
			within: 'UserService.find'
		});
		expect(facts.facts.calls.find(({ callee }) => callee === 'this.db.query')!.isAwaited).toBe(
			true
		);
		expect(facts.facts).toMatchObject({ lines: 23, codeLines: 22, hasErrors: false });
	});

	test('[Q4] JavaScript with JSX: elements are calls with attributes as arguments', async () => {
		const facts = await told(
			'App.jsx',
			'javascript',
			`export default function App() {
	return <Routes><Route path="/x" element={<Home />} /><div className="y" /></Routes>;
}
module.exports.load = async function () { await fetch('https://x.org/' + id); };
`
		);
		expect(facts.symbols).toEqual(['function App 1-3 1', 'function module.exports.load 4-4 1']);
		expect(facts.calls).toEqual([
			'<Routes()',
			'<Route(path="/x", element={<Home />})',
			'<Home()',
			"fetch('https://x.org/' + id)"
		]);
		expect(facts.texts).toEqual(['route /x', 'url built https://x.org/…']);
	});

	test('[Q4] a text in pieces is one text', async () => {
		const facts = await told(
			'a.ts',
			'typescript',
			`db.run('select a ' + 'from t ' + 'where b = 1');
db.run('delete from t where a = ' + a + ' and b = 2');
const sum = a + b;`
		);
		expect(facts.texts).toEqual([
			'sql select a from t where b = 1',
			'sql built delete from t where a = … and b = 2'
		]);
	});

	test.each(['svelte', 'vue'] as const)(
		'[Q4] %s: its scripts, with their lines',
		async (language) => {
			const facts = await told(
				`Page.${language}`,
				language,
				`<!-- a comment -->
<script module>
	export const prerender = true;
</script>

<script lang="ts">
	import Card from './Card.${language}'; import type { Row } from './rows';
	let { name }: { name: string } = load(1);
	function greet(): string { return name || 'you'; }
</script>

<h1>{greet()}</h1>
<script>not closed
`
			);
			expect(facts.symbols).toEqual(['function greet 9-9 2']);
			expect(facts.imports).toEqual([`./Card.${language} Card`, './rows Row']);
			expect(facts.facts.imports.map(({ isType }) => isType)).toEqual([undefined, true]);
			expect(facts.calls).toEqual(['load(1)']);
			expect(facts.facts).toMatchObject({ hasErrors: false, lines: 13, codeLines: 10 });
		}
	);
});
