// A server for a test to kill: carries out one analysis, and keeps in a file what a database would.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { deserialize, serialize } from 'node:v8';
import '../source-hooks.js';

const MEMORY = '../memory-ledger.ts';
const RUN = './run-analysis.ts';

/** @type {typeof import('../memory-ledger')} */
const { MemoryLedger } = await import(MEMORY);
/** @type {typeof import('./run-analysis')} */
const { runAnalysis } = await import(RUN);

const [, , file = '', order = ''] = process.argv;
const kept = [
	'opened',
	'keepFacts',
	'keepOutcome',
	'findings',
	'questions',
	'codePieces',
	'stageDone'
];

const ledger = new MemoryLedger({ remembers: true });
const calls = /** @type {Record<string, (...args: unknown[]) => Promise<void>>} */ (
	/** @type {unknown} */ (ledger)
);
const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
for (const line of before) {
	const [name = '', args = ''] = line.split(' ').slice(-2);
	await calls[name]?.(...deserialize(Buffer.from(args, 'base64')));
}
for (const name of kept) {
	const call = /** @type {(...args: unknown[]) => Promise<void>} */ (calls[name]).bind(ledger);
	calls[name] = async (...args) => {
		await call(...args);
		const of = typeof args[0] === 'string' ? args[0] : '';
		appendFileSync(file, `${of} ${name} ${serialize(args).toString('base64')}\n`);
	};
}
await runAnalysis(JSON.parse(order), ledger, new AbortController().signal);
