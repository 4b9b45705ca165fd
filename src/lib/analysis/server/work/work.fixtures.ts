import { join } from 'node:path';
import { parseEnv } from '../../../server/env';
import type { Ledger, StageReports } from '../ledger';
import { MemoryLedger } from '../memory-ledger';
import type { SourceRequest } from '../source/open-source';
import { temporaryFolder, TestRepository } from '../source/source.fixtures';
import type { Stage } from '../../stages';
import type { WorkOrder } from './order';

/** A small program with something to find in it, and two commits. */
export async function shop(): Promise<TestRepository> {
	const repository = await TestRepository.make();
	await repository.commit('Begin', {
		'package.json': JSON.stringify({
			name: 'shop',
			dependencies: { express: '^4.0.0', bcrypt: '^5.0.0', jsonwebtoken: '^9.0.0' },
			scripts: { deploy: 'deploy --token abcdefgh12345' }
		}),
		'src/people.js': [
			"import bcrypt from 'bcrypt';",
			'export const find = async (email) => ({ id: 1, email });',
			'export const hash = (password) => bcrypt.hash(password, 12);'
		].join('\n')
	});
	await repository.commit('Serve', {
		'src/server.js': [
			"import express from 'express';",
			"import bcrypt from 'bcrypt';",
			"import jwt from 'jsonwebtoken';",
			"import { find } from './people.js';",
			'const app = express();',
			"app.post('/login', async (request, response) => {",
			'	const person = await find(request.body.email);',
			'	if (!(await bcrypt.compare(request.body.password, person.hash))) return response.sendStatus(401);',
			"	response.json({ token: jwt.sign({ id: person.id }, process.env.KEY, { expiresIn: '1h' }) });",
			'});'
		].join('\n')
	});
	return repository;
}

/** @param folder what an earlier run left; else a new one */
export async function orderOf(request: SourceRequest, folder?: string): Promise<WorkOrder> {
	const root = request.kind === 'path' ? request.path : '';
	const env = parseEnv({ LOCAL_REPO_ROOTS: root });
	return {
		analysisId: 'test',
		request,
		folder: folder ?? join(await temporaryFolder(), 'source'),
		env
	};
}

export interface Call {
	name: keyof Ledger;
	/** Of what: a step, a stage, paths. */
	of: string;
}

/** Remembers who was asked for what, and can fail at a call: as a process that dies there. */
export class SpyLedger extends MemoryLedger {
	calls: Call[] = [];
	readonly #kept: Call[] = [];
	/** Asked before each call is made. */
	onCall: (call: Call) => void | Promise<void> = () => undefined;
	/** And when it was made. */
	onMade: (call: Call) => void | Promise<void> = () => undefined;

	constructor() {
		super({ remembers: true });
	}

	/** What of the calls of a name. */
	of(name: Call['name']): string[] {
		return this.calls.filter((call) => call.name === name).map((call) => call.of);
	}

	/** What of the calls of a name that were carried out, whoever died behind them. */
	kept(name: Call['name']): string[] {
		return this.#kept.filter((call) => call.name === name).map((call) => call.of);
	}

	override opened(source: Parameters<Ledger['opened']>[0]): Promise<void> {
		return this.#made('opened', source.name, () => super.opened(source));
	}

	override keepFacts(...args: Parameters<Ledger['keepFacts']>): Promise<void> {
		const paths = args[0].map(({ path }) => path).join(' ');
		return this.#made('keepFacts', paths, () => super.keepFacts(...args));
	}

	override keepOutcome(step: string, outcome: Uint8Array): Promise<void> {
		return this.#made('keepOutcome', step, () => super.keepOutcome(step, outcome));
	}

	override findings(...args: Parameters<Ledger['findings']>): Promise<void> {
		return this.#made('findings', args[0], () => super.findings(...args));
	}

	override questions(...args: Parameters<Ledger['questions']>): Promise<void> {
		return this.#made('questions', String(args[0].length), () => super.questions(...args));
	}

	override codePieces(...args: Parameters<Ledger['codePieces']>): Promise<void> {
		return this.#made('codePieces', String(args[0].length), () => super.codePieces(...args));
	}

	override stageDone<S extends Stage>(stage: S, report: StageReports[S]): Promise<void> {
		return this.#made('stageDone', stage, () => super.stageDone(stage, report));
	}

	async #made(name: Call['name'], of: string, make: () => Promise<void>): Promise<void> {
		this.calls.push({ name, of });
		await this.onCall({ name, of });
		await make();
		this.#kept.push({ name, of });
		await this.onMade({ name, of });
	}
}

/** All that an analysis told; once it has ended. */
export const toldBy = (ledger: MemoryLedger) => ({
	...ledger.opening,
	bytes: undefined,
	stages: ledger.stages,
	findings: ledger.allFindings,
	questions: ledger.allQuestions,
	pieces: ledger.pieces
});
