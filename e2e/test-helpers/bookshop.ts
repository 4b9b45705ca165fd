import { makeRepository } from './analyses';

const files: Record<string, string> = {
	'package.json': JSON.stringify({
		name: 'bookshop',
		type: 'module',
		scripts: { start: 'node src/server.js', test: 'node --test' },
		dependencies: {
			bcrypt: '6.0.0',
			express: '5.1.0',
			jsonwebtoken: '9.0.2',
			pg: '8.16.0',
			redis: '5.8.0',
			ws: '8.18.0'
		}
	}),
	'README.md': '# Bookshop\n\nSells books, and tells who waits when an order is on its way.\n',
	Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "src/server.js"]\n',
	'db/schema.sql': `create table account (
	id serial primary key,
	email text not null unique,
	hash text not null
);

create table orders (
	id serial primary key,
	account_id integer not null references account (id),
	state text not null,
	created_at timestamptz not null default now()
);

create table item (
	order_id integer not null references orders (id),
	book_id integer not null,
	count integer not null
);

create index orders_by_account on orders (account_id);
`,
	'src/server.js': `import { createServer } from 'node:http';
import express from 'express';
import { requireAccount, signIn, signUp } from './accounts.js';
import { cachedBook } from './books.js';
import { ordersOf, placeOrder } from './orders.js';
import { follow } from './live.js';
import { limited } from './limits.js';

const app = express();
app.use(express.json());
app.post('/accounts', limited, async (request, response) => {
	const { email, password } = request.body;
	if (!email || !password) return response.status(400).end();
	response.status(201).json(await signUp(email, password));
});
app.post('/sessions', limited, async (request, response) => {
	const token = await signIn(request.body.email, request.body.password);
	if (token === undefined) return response.status(401).end();
	response.json({ token });
});
app.get('/books/:id', async (request, response) => {
	response.json(await cachedBook(request.params.id));
});
app.get('/orders', requireAccount, async (request, response) => {
	response.json(await ordersOf(request.accountId));
});
app.post('/orders', requireAccount, async (request, response) => {
	response.status(201).json(await placeOrder(request.accountId, request.body.items));
});

const server = createServer(app);
follow(server);
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close());
`,
	'src/accounts.js': `import bcrypt from 'bcrypt';
import jwt from 'jsonwebtoken';
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
	return jwt.sign({ accountId: account.id }, process.env.SECRET, { expiresIn: '1h' });
}

export function requireAccount(request, response, next) {
	const [, token] = (request.headers.authorization ?? '').split(' ');
	try {
		request.accountId = jwt.verify(token, process.env.SECRET).accountId;
		next();
	} catch {
		response.status(401).end();
	}
}
`,
	'src/books.js': `import { query } from './database.js';

const KEPT_MS = 60_000;
const kept = new Map();

export async function cachedBook(id) {
	const found = kept.get(id);
	if (found && Date.now() - found.at < KEPT_MS) return found.book;
	const { rows } = await query('select * from book where id = $1', [id]);
	kept.set(id, { book: rows[0], at: Date.now() });
	return rows[0];
}
`,
	'src/orders.js': `import { pool, query } from './database.js';
import { tell } from './live.js';

export async function ordersOf(accountId) {
	const { rows } = await query('select * from orders where account_id = ' + accountId);
	const orders = [];
	for (const row of rows) {
		const items = await query('select * from item where order_id = $1', [row.id]);
		if (items.rows.length > 0 && row.state !== 'cancelled') {
			orders.push({ ...row, items: items.rows });
		}
	}
	return orders;
}

export async function placeOrder(accountId, items) {
	const client = await pool.connect();
	try {
		await client.query('begin');
		const { rows } = await client.query(
			"insert into orders (account_id, state) values ($1, 'placed') returning id",
			[accountId]
		);
		for (const { bookId, count } of items) {
			await client.query('insert into item values ($1, $2, $3)', [rows[0].id, bookId, count]);
		}
		await client.query('commit');
		await tell(accountId, { orderId: rows[0].id, state: 'placed' });
		return rows[0];
	} catch (error) {
		await client.query('rollback');
		throw error;
	} finally {
		client.release();
	}
}
`,
	'src/live.js': `import { createClient } from 'redis';
import { WebSocketServer } from 'ws';

const publisher = createClient({ url: process.env.REDIS_URL });
const subscriber = publisher.duplicate();
const sockets = new Map();

export function follow(server) {
	const line = new WebSocketServer({ server });
	line.on('connection', (socket, request) => {
		const accountId = new URL(request.url, 'http://shop').searchParams.get('account');
		sockets.set(accountId, socket);
		socket.on('close', () => sockets.delete(accountId));
	});
	setInterval(() => {
		for (const socket of line.clients) socket.ping();
	}, 30_000);
	subscriber.subscribe('orders', (text) => {
		const { accountId, ...change } = JSON.parse(text);
		sockets.get(String(accountId))?.send(JSON.stringify(change));
	});
}

export const tell = (accountId, change) =>
	publisher.publish('orders', JSON.stringify({ accountId, ...change }));
`,
	'src/limits.js': `const MOST = 20;
const WINDOW_MS = 60_000;
const hits = new Map();

export function limited(request, response, next) {
	const now = Date.now();
	const recent = (hits.get(request.ip) ?? []).filter((at) => now - at < WINDOW_MS);
	if (recent.length >= MOST) return response.status(429).end();
	hits.set(request.ip, [...recent, now]);
	next();
}
`,
	'src/mail.js': `const TRIES = 5;

export async function send(to, text) {
	for (let attempt = 0; attempt < TRIES; attempt += 1) {
		try {
			const answer = await fetch(process.env.MAIL_URL, { method: 'POST', body: JSON.stringify({ to, text }) });
			if (answer.ok) return;
		} catch (error) {}
		await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 1000));
	}
	throw new Error('The mail was not sent');
}
`,
	'src/database.js': `import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

export const query = (text, values) => pool.query(text, values);
`,
	'test/limits.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { limited } from '../src/limits.js';

test('lets the first one through', () => {
	let passed = false;
	limited({ ip: '::1' }, {}, () => (passed = true));
	assert.ok(passed);
});
`
};

/** A repository that there are more than ten questions about. @returns its path */
export const makeBookshop = (): Promise<string> => makeRepository('bookshop', files);
