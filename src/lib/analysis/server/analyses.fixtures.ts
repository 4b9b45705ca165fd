import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { AnalysisAnswer } from '../answers';
import type { TestApp } from '../../testing/app';

const run = promisify(execFile);

/** Small, and with something of each kind to find. */
const files: Record<string, string> = {
	'package.json': JSON.stringify({
		name: 'shop',
		scripts: { start: 'node src/server.js' },
		dependencies: { express: '5.1.0', bcrypt: '6.0.0', pg: '8.16.0' }
	}),
	'src/server.js': `import express from 'express';
import { signUp, signIn } from './accounts.js';
import { ordersOf } from './orders.js';

const app = express();
app.use(express.json());
app.post('/accounts', async (request, response) => {
	response.status(201).json(await signUp(request.body.email, request.body.password));
});
app.post('/sessions', async (request, response) => {
	const token = await signIn(request.body.email, request.body.password);
	if (token === undefined) return response.status(401).end();
	response.json({ token });
});
app.get('/orders', async (request, response) => {
	response.json(await ordersOf(request.query.customer));
});
app.listen(3000);
`,
	'src/accounts.js': `import bcrypt from 'bcrypt';
import { query } from './database.js';

export async function signUp(email, password) {
	const hash = await bcrypt.hash(password, 12);
	const { rows } = await query('insert into account (email, hash) values ($1, $2) returning id', [
		email,
		hash
	]);
	return rows[0];
}

export async function signIn(email, password) {
	const { rows } = await query('select id, hash from account where email = $1', [email]);
	const account = rows[0];
	if (!account) return undefined;
	if (!(await bcrypt.compare(password, account.hash))) return undefined;
	return account.id;
}
`,
	'src/orders.js': `import { query } from './database.js';

export async function ordersOf(customer) {
	try {
		const { rows } = await query('select * from orders where customer = ' + customer);
		const orders = [];
		for (const row of rows) {
			const items = await query('select * from item where order_id = $1', [row.id]);
			if (items.rows.length > 0 && row.state !== 'cancelled') {
				orders.push({ ...row, items: items.rows });
			}
		}
		return orders;
	} catch (error) {
		return [];
	}
}
`,
	'src/database.js': `import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const query = (text, values) => pool.query(text, values);
`
};

/** A repository on the disk, for as long as the test that made it wants it. */
export interface TestShop {
	/** What LOCAL_REPO_ROOTS may name. */
	root: string;
	path: string;
	write(path: string, content: string): Promise<void>;
	commit(message: string): Promise<string>;
	/** All of it, history too, as somebody packs it. */
	tar(): Promise<Uint8Array<ArrayBuffer>>;
	remove(): Promise<void>;
}

export async function makeShop(): Promise<TestShop> {
	const root = await realpath(await mkdtemp(join(tmpdir(), 'greenroom-shop-')));
	const path = join(root, 'shop');
	const git = (...args: string[]) => {
		const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
		return run('git', [...who, ...args], { cwd: path });
	};
	const shop: TestShop = {
		root,
		path,
		async write(name, content) {
			await mkdir(dirname(join(path, name)), { recursive: true });
			await writeFile(join(path, name), content);
		},
		async commit(message) {
			await git('add', '-A');
			await git('commit', '-q', '-m', message);
			return (await git('rev-parse', 'HEAD')).stdout.trim();
		},
		async tar() {
			const file = join(root, 'shop.tar');
			await run('tar', ['-cf', file, '-C', root, 'shop']);
			return new Uint8Array(await readFile(file));
		},
		remove: () => rm(root, { recursive: true, force: true })
	};
	await mkdir(path);
	await git('init', '-q', '-b', 'main');
	for (const [name, content] of Object.entries(files)) await shop.write(name, content);
	await shop.commit('A shop');
	return shop;
}

/** How long a test waits for a small repository. */
const PATIENCE_MS = 60_000;

/** Resolves once an analysis is over, one way or the other. */
export async function untilOver(
	{ app }: TestApp,
	userId: string,
	analysisId: string
): Promise<AnalysisAnswer> {
	return untilIt({ app }, userId, analysisId, ({ status }) =>
		['completed', 'failed', 'cancelled'].includes(status)
	);
}

/** Resolves once something is true of an analysis. */
export async function untilIt(
	{ app }: Pick<TestApp, 'app'>,
	userId: string,
	analysisId: string,
	is: (answer: AnalysisAnswer) => boolean
): Promise<AnalysisAnswer> {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
		const answer = await app.analyses.show(userId, analysisId);
		if (is(answer)) return answer;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	const { status, stage, running } = await app.analyses.show(userId, analysisId);
	throw new Error(`the analysis does not get there: ${JSON.stringify({ status, stage, running })}`);
}
