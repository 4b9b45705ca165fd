import { afterAll, expect, test } from 'vitest';
import { inflateSync } from 'node:zlib';
import { carryOut } from './pipeline';
import { ReaderPool } from './read/reader-pool';
import type { FileToRead } from './read/reader-pool';
import type { TestRepository } from './source/source.fixtures';
import type { WorkOrder } from './work/order';
import { orderOf, shop, SpyLedger, toldBy, type Call } from './work/work.fixtures';

const pool = new ReaderPool({ size: 1 });
afterAll(() => pool.close());
const { signal } = new AbortController();

/** @returns paths that were parsed */
async function run(order: WorkOrder, ledger: SpyLedger): Promise<string[]> {
	const read: string[] = [];
	const readers = Object.create(pool) as ReaderPool;
	readers.start = () => pool.start();
	readers.read = (files: readonly FileToRead[], request) => {
		read.push(...files.map(({ path }) => path));
		return pool.read(files, request);
	};
	await carryOut(order, ledger, { signal, readers });
	return read;
}

const pathOf = ({ folder: path }: TestRepository) => ({ kind: 'path', path }) as const;

let uninterrupted: ReturnType<typeof toldBy> | undefined;

/** What an analysis of the same repository tells that nobody interrupts. */
async function whole(): Promise<ReturnType<typeof toldBy>> {
	if (uninterrupted) return uninterrupted;
	const ledger = new SpyLedger();
	await run(await orderOf(pathOf(await shop())), ledger);
	return (uninterrupted = toldBy(ledger));
}

const steps = ['review', 'report', 'interview'];
const sources = ['src/people.js', 'src/server.js'];

/** The moments a process may die at: before a call is made, and after. */
const moments: { call: Partial<Call>; when: 'before' | 'after' }[] = [
	{ call: { name: 'opened', of: 'project' }, when: 'after' },
	{ call: { name: 'keepOutcome', of: 'review' }, when: 'before' },
	{ call: { name: 'keepOutcome', of: 'review' }, when: 'after' },
	{ call: { name: 'stageDone', of: 'project_review' }, when: 'after' },
	{ call: { name: 'keepFacts', of: sources.join(' ') }, when: 'before' },
	{ call: { name: 'keepFacts', of: sources.join(' ') }, when: 'after' },
	{ call: { name: 'findings', of: 'intelligence_report' }, when: 'after' },
	{ call: { name: 'keepOutcome', of: 'report' }, when: 'after' },
	{ call: { name: 'questions' }, when: 'after' },
	{ call: { name: 'codePieces' }, when: 'after' },
	{ call: { name: 'keepOutcome', of: 'interview' }, when: 'after' },
	{ call: { name: 'stageDone', of: 'interview_simulation' }, when: 'after' }
];

test.each(moments)(
	'[N6] died $when $call, it goes on there and tells the same',
	async ({ call, when }) => {
		const ledger = new SpyLedger();
		const order = await orderOf(pathOf(await shop()));
		const die = ({ name, of }: Call) => {
			if (name === call.name && of === (call.of ?? of)) throw new Error('died');
		};
		if (when === 'before') ledger.onCall = die;
		else ledger.onMade = die;
		await expect(run(order, ledger)).rejects.toThrow('died');

		// Files are read while the project is reviewed: which of them comes first is nobody's promise.
		const kept = { steps: ledger.kept('keepOutcome'), facts: ledger.kept('keepFacts') };
		if (call.name === 'stageDone') expect(kept.steps).not.toEqual([]);
		ledger.calls = [];
		[ledger.onCall, ledger.onMade] = [() => undefined, () => undefined];
		const read = await run(order, ledger);
		expect(toldBy(ledger)).toEqual(await whole());
		expect(ledger.of('keepOutcome')).toEqual(steps.filter((step) => !kept.steps.includes(step)));
		expect(read).toEqual(kept.facts.length > 0 ? [] : sources);
	}
);

test('[N6] what was read while the first stage failed is not read again', async () => {
	const ledger = new SpyLedger();
	const order = await orderOf(pathOf(await shop()));
	const facts = Promise.withResolvers<undefined>();
	ledger.onMade = ({ name }) => {
		if (name === 'keepFacts') facts.resolve(undefined);
	};
	ledger.onCall = async ({ name }) => {
		if (name !== 'keepOutcome') return;
		await facts.promise;
		throw new Error('died');
	};
	await expect(run(order, ledger)).rejects.toThrow('died');
	[ledger.onCall, ledger.onMade] = [() => undefined, () => undefined];
	expect(await run(order, ledger)).toEqual([]);
	expect(toldBy(ledger)).toEqual(await whole());
});

test('[N6] the analysis of a newer commit reads what has changed, and says what it would say anew', async () => {
	const changing = await shop();
	const before = new SpyLedger();
	await run(await orderOf(pathOf(changing)), before);
	await changing.commit('Change one', {
		'src/people.js': 'export const find = async (email) => ({ id: 2, email });\n',
		'src/more.js': 'export const more = () => 1;\n'
	});
	const after = new SpyLedger();
	after.knownFacts = (files, reader) => before.knownFacts(files, reader);
	expect(await run(await orderOf(pathOf(changing)), after)).toEqual([
		'src/more.js',
		'src/people.js'
	]);
	const anew = new SpyLedger();
	await run(await orderOf(pathOf(changing)), anew);
	expect(toldBy(after)).toEqual(toldBy(anew));
	expect(toldBy(after)).not.toEqual(toldBy(before));
});

test('[N6] what lies on disk stays when an analysis breaks off, so that nothing is brought twice', async () => {
	const moving = await shop();
	const order = await orderOf(pathOf(moving));
	const ledger = new SpyLedger();
	ledger.onMade = () => {
		throw new Error('died');
	};
	await expect(run(order, ledger)).rejects.toThrow('died');
	await moving.commit('Meanwhile', { 'src/new.js': 'export const late = true;\n' });
	ledger.onMade = () => undefined;
	expect(await run(order, ledger)).toEqual(sources);
});

test('[N6] secrets are in nothing that is kept, and are found again by what goes on', async () => {
	const leaking = await shop();
	const key = 'kJ8sd7fKJh3kd92mXq';
	await leaking.commit('Leak', {
		'src/keys.js': `import jwt from 'jsonwebtoken';\nexport const sign = (id) => jwt.sign({ id }, '${key}');\n`,
		'src/mail.js': `const apiKey = '${key}';\nexport const send = () => post(apiKey);\n`
	});
	const kept: string[] = [];
	const ledger = new SpyLedger();
	const keepFacts = ledger.keepFacts.bind(ledger);
	ledger.keepFacts = (files, reader) => {
		kept.push(...files.map(({ facts }) => inflateSync(facts).toString()));
		return keepFacts(files, reader);
	};
	const keepOutcome = ledger.keepOutcome.bind(ledger);
	ledger.keepOutcome = (step, outcome) => {
		kept.push(inflateSync(outcome).toString());
		return keepOutcome(step, outcome);
	};
	const order = await orderOf(pathOf(leaking));
	await run(order, ledger);
	expect(kept.length).toBeGreaterThan(steps.length);
	for (const text of kept) {
		expect(text).not.toContain(key);
		expect(text).not.toContain('abcdefgh12345');
	}
	const again = new SpyLedger();
	again.knownFacts = (files, reader) => ledger.knownFacts(files, reader);
	expect(await run(await orderOf(pathOf(leaking)), again)).toEqual(['src/keys.js', 'src/mail.js']);
	expect(toldBy(again)).toEqual(toldBy(ledger));
});
