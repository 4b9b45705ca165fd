import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { user } from '../../accounts/server/schema';
import { permissionsUpTo } from '../../realtime/permissions';
import { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import type { Database } from '../../server/database';
import { parseEnv } from '../../server/env';
import { Jobs } from '../../server/jobs';
import { createLog } from '../../server/log';
import { startTestLine, type TestLine } from '../../testing/line';
import type { RawClient } from '../../testing/raw-client';
import type { AnalysisAnswer } from '../answers';
import type { Finding } from '../findings';
import type { Question } from '../questions';
import type { Stage } from '../stages';
import { analysisFeature } from './handlers';
import type { Ledger, StageReports } from './ledger';
import { AnalysisService } from './service';
import type { WorkOrder } from './work/order';

/** Analyses that a test carries out itself, step by step, over a real database and real sockets. */

/** One that was begun: the test does its work and says how it ends. */
export interface ScriptedRun {
	order: WorkOrder;
	ledger: Ledger;
	signal: AbortSignal;
	finish(): void;
	fail(error: Error): void;
}

export interface ScriptedHouse {
	line: TestLine;
	service: AnalysisService;
	database: Database;
	/** The next one that is begun and that no test has taken. */
	nextRun(): Promise<ScriptedRun>;
	/** How many are being carried out now. */
	running(): number;
	/** Moves the clock of jobs and rows. */
	advance(milliseconds: number): void;
	/** A git repository of somebody's, analysed. */
	analyse(userId: string, url?: string): Promise<string>;
	open(userId: string): Promise<RawClient>;
	until(
		userId: string,
		analysisId: string,
		is: (answer: AnalysisAnswer) => boolean
	): Promise<AnalysisAnswer>;
	/** As when the process ends. */
	stop(): Promise<void>;
}

const PATIENCE_MS = 5_000;

interface HouseOptions {
	env?: Record<string, string>;
	/** What a house before it left, or another one has open. */
	beside?: ScriptedHouse;
	/** What joins it to others; alone unless told. */
	cluster?: Cluster;
}

/** @returns a house that is closed when the test is over */
export async function scriptedHouse({
	env = {},
	beside,
	cluster = joinMemory(new MemoryHub())
}: HouseOptions = {}): Promise<ScriptedHouse> {
	const folder = beside?.line.folder ?? makeFolder();
	const begun: ScriptedRun[] = [];
	const running = new Set<ScriptedRun>();
	let ahead = 0;
	const now = () => Date.now() + ahead;
	let service: AnalysisService | undefined;
	let jobs: Jobs | undefined;
	const carryOut = (order: WorkOrder, ledger: Ledger, signal: AbortSignal) =>
		new Promise<void>((resolve, reject) => {
			const end = (settle: () => void) => () => {
				running.delete(run);
				settle();
			};
			const run: ScriptedRun = {
				...{ order, ledger, signal },
				finish: end(resolve),
				fail: (error) => end(() => reject(error))()
			};
			signal.addEventListener('abort', () => run.fail(signal.reason as Error), { once: true });
			running.add(run);
			begun.push(run);
		});
	const line = await startTestLine({
		folder,
		env,
		cluster,
		features(database) {
			const variables = parseEnv({ LOG_LEVEL: 'silent', ...env });
			const log = createLog(variables);
			jobs = new Jobs({ database, owner: cluster.instanceId, now, log });
			service = new AnalysisService({
				...{ database, cluster, jobs, now, log, carryOut },
				audience: new Audience(100, cluster),
				env: { ...variables, DATA_DIR: folder }
			});
			return [analysisFeature(service.subscriptions)];
		}
	});
	const { database } = line;
	let isStopped = false;
	const stop = async () => {
		if (isStopped) return;
		isStopped = true;
		await jobs!.stop();
		service!.close();
		await cluster.close();
		await line.stop();
	};
	onTestFinished(stop);
	const until: ScriptedHouse['until'] = async (userId, analysisId, is) => {
		for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause()) {
			const answer = await service!.show(userId, analysisId);
			if (is(answer)) return answer;
		}
		throw new Error(`it stays ${(await service!.show(userId, analysisId)).status}`);
	};
	return {
		...{ line, database, until, stop },
		service: service!,
		running: () => running.size,
		async nextRun() {
			for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause()) {
				const run = begun.shift();
				if (run) return run;
			}
			throw new Error('no analysis was begun');
		},
		advance(milliseconds) {
			ahead += milliseconds;
		},
		async analyse(userId, url = 'https://forge.example/ada/shop') {
			await addPerson(database, userId);
			const identity = { userId, permissions: permissionsUpTo('write'), credential: userId };
			return (await service!.create(identity, { url })).analysisId;
		},
		async open(userId) {
			await addPerson(database, userId);
			return line.openAs(userId);
		}
	};
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** With a database in it, until the test is over. */
function makeFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-analyses-'));
	copyFileSync(inject('templateDatabase'), join(folder, 'greenroom.sqlite'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

async function addPerson(database: Database, id: string): Promise<void> {
	const at = new Date();
	const person = { id, name: id, email: `${id}@example.org`, createdAt: at, updatedAt: at };
	await database.write((tx) => tx.insert(user).values(person).onConflictDoNothing().run());
}

export const findingOf = (key: string): Finding => ({
	key,
	detector: 'test',
	topic: 'caching',
	kind: 'decision',
	title: `About ${key}`,
	detail: 'It was found.',
	confidence: 0.9,
	manifestOnly: false,
	evidence: [{ path: 'src/a.ts', startLine: 1, endLine: 2, snippet: 'a\nb' }],
	facts: {}
});

export const questionOf = (questionId: string, ...findingKeys: string[]): Question => ({
	questionId,
	question: `Why ${questionId}?`,
	category: 'tradeoffs',
	difficulty: 'senior',
	topic: 'caching',
	fileReferences: ['src/a.ts'],
	evidence: [{ path: 'src/a.ts', startLine: 1, endLine: 2, snippet: 'a\nb' }],
	findingKeys,
	rubric: [
		{
			pointId: 'p1',
			claim: 'a secret claim',
			wordings: ['a secret wording'],
			weight: 1,
			isEssential: true,
			evidence: []
		}
	],
	modelAnswer: 'a secret answer',
	hints: ['a secret hint'],
	followUps: []
});

/** Stands for whatever a stage tells: rows and messages carry it whole. */
export const reportOf = <S extends Stage>(stage: S) =>
	({ of: stage }) as unknown as StageReports[S];
