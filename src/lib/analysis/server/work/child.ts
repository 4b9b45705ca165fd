import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AnalysisError } from '../../stages';
import { carryOut } from '../pipeline';
import { ReaderPool } from '../read/reader-pool';
import type { WorkOrder } from './order';
import { RemoteLedger } from './remote-ledger';
import { ALIVE_EVERY_MS, type FromChild, type ToChild } from './wire';

/** The process of one analysis: it does what the server that started it orders, and ends. */

const NICENESS = 10;

/** It gives way to the server, and to all else that answers people. */
function giveWay(): void {
	try {
		// On Linux each thread has a priority of its own; those that come later inherit it.
		for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), NICENESS);
	} catch {
		setPriority(NICENESS);
	}
}

/** Ends this process when its server is gone, even while it is too busy to notice. */
function endWithParent(): void {
	const { ppid } = process;
	const watch = `setInterval(() => {
		if (process.ppid !== ${ppid}) process.kill(process.pid, 'SIGKILL');
	}, 1000);`;
	new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}

/** Resolves once it is on its way. Where nobody listens any more, this process is about to end. */
function send(message: FromChild): Promise<void> {
	return new Promise((resolve) => {
		if (process.connected) process.send!(message, undefined, {}, () => resolve());
		else resolve();
	});
}

const ending = new AbortController();
const remote = new RemoteLedger((message) => void send(message));

async function begin(order: WorkOrder): Promise<void> {
	const readers = new ReaderPool();
	const { signal } = ending;
	const end = await carryOut(order, remote.ledger, { signal, readers }).then(
		(): FromChild => ({ type: 'done' }),
		endOf
	);
	await readers.close().catch(() => undefined);
	await send(end);
	if (process.connected) process.disconnect();
}

function endOf(error: unknown): FromChild {
	if (error instanceof AnalysisError) {
		return { type: 'refused', code: error.code, message: error.message };
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return { type: 'failed', stack };
}

giveWay();
endWithParent();
// Whoever stops the server may signal all its processes; the server says what is to become of this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
setInterval(() => void send({ type: 'alive' }), ALIVE_EVERY_MS).unref();
process.on('message', (message: ToChild) => {
	switch (message.type) {
		case 'begin':
			return void begin(message.order);
		case 'answer':
			return remote.answer(message.id, message.answer);
		case 'stop':
			return stop();
	}
});
process.once('disconnect', stop);

/** git ends with the signal, at once; nothing of this process is needed any more. */
function stop(): void {
	ending.abort(new Error('The server has ended this analysis.'));
	setImmediate(() => process.exit());
}
