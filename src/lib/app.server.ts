import { join, resolve } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ownedByAccounts } from './accounts/owned';
import { namesOf } from './accounts/server/names';
import { AccountService } from './accounts/server/service';
import { ownedByAnalysis } from './analysis/owned';
import { analysisFeature } from './analysis/server/handlers';
import { AnalysisService } from './analysis/server/service';
import { AnalysedCode } from './analysis/server/code-source';
import { analysedBank } from './analysis/server/question-source';
import { ownedByChat } from './chat/owned';
import type { SeeSession } from './chat/server/access';
import { Channels } from './chat/server/channels';
import { chatFeature } from './chat/server/handlers';
import { ChatService } from './chat/server/service';
import { ChatStore } from './chat/server/store';
import { ownedByInterviews } from './interview/owned';
import { followUpTo, grade, scoreOf, words, wordsSoFar } from './interview/server/grader';
import { interviewFeature } from './interview/server/handlers';
import { OutsideModel } from './interview/server/model';
import { InterviewService } from './interview/server/service';
import { ownedByRealtime } from './realtime/owned';
import { ownedByRaces } from './races/owned';
import { RaceService } from './races/server/service';
import { Audience } from './realtime/server/audience';
import type { Cluster } from './realtime/server/cluster/cluster';
import { showCluster } from './realtime/server/cluster/cluster-metrics';
import { joinCluster } from './realtime/server/cluster/join';
import { LineCounters } from './realtime/server/counters';
import { Gateway } from './realtime/server/gateway';
import { KeptRequests } from './realtime/server/kept-requests';
import { showLine } from './realtime/server/line-metrics';
import { lineLimits } from './realtime/server/limits';
import { OriginPolicy } from './realtime/server/origin';
import { refuseUpgrade, UpgradeRefused } from './realtime/server/upgrade';
import { RequestLimit } from './server/buckets';
import { addressReader } from './server/address';
import type { Clock } from './server/clock';
import { openDatabase, type Database } from './server/database';
import { databaseIdOf } from './server/database-id';
import { parseEnv, type Env } from './server/env';
import { holdFolder } from './server/folder-lock';
import { createLog, type Log } from './server/log';
import { Metrics } from './server/metrics';
import { Jobs } from './server/jobs';
import { ownedByNobody, type OwnedTable } from './server/owned';
import { showWriter } from './server/writer-metrics';
import { ownedBySessions } from './sessions/owned';
import type { SessionEngine } from './sessions/server/engine';
import { sessionsFeature } from './sessions/server/handlers';
import { SessionService } from './sessions/server/service';
import { memberOf, sessionById } from './sessions/server/store';
import { ownedByTyping } from './typing/owned';
import { typingFeature } from './typing/server/handlers';
import { TypingService } from './typing/server/service';
import { TypingStore } from './typing/server/store';
import { WatchedTests } from './typing/server/watched-tests';

/** The one place that knows all rooms. */
export interface App {
	env: Env;
	log: Log;
	policy: OriginPolicy;
	accounts: AccountService;
	typing: TypingService;
	chat: ChatService;
	sessions: SessionService;
	races: RaceService;
	analyses: AnalysisService;
	interviews: InterviewService;
	/** What the instances know of each other (section X). */
	cluster: Cluster;
	/** Rule L6: REST calls by person, or by address where nobody said who it is. */
	requests: RequestLimit;
	metrics: Metrics;
	/** Rule C1: takes an upgrade that is the line's, and refuses every other with 404. */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** What a request's address counts as, behind a proxy too (rules L3, L6). */
	addressOf(request: IncomingMessage): string;
	/** Connections open now. */
	connectionCount(): number;
	/** Removes what has had its time, as it happens by itself every hour; never rejects. */
	sweep(): Promise<void>;
	/** Rule C7, first half: everybody on the line is told and closed. */
	drain(): Promise<void>;
	/** Rule C7, second half: what is in memory is kept, then the database closes. */
	close(): Promise<void>;
	/** What is not well, by part; empty when all is. Without `redis` everybody goes on (rule X4). */
	troubles(): Promise<Record<string, string>>;
}

/** How often what has expired is removed. */
const SWEEP_MS = 60 * 60 * 1000;

/** Every table of the house, with what its room declares of it. Owners come last. */
export const ownedTables: OwnedTable[] = [
	...ownedByInterviews,
	...ownedByAnalysis,
	...ownedByRaces,
	...ownedByTyping,
	...ownedByChat,
	...ownedBySessions,
	...ownedByRealtime,
	...ownedByNobody,
	...ownedByAccounts
];

/**
 * Builds the application over the database in `env.DATA_DIR`.
 * @throws ConfigurationError where another process uses that folder, a newer release has, or its Redis
 * serves another database
 */
export async function createApp(
	env: Env,
	now: Clock = Date.now,
	log = createLog(env)
): Promise<App> {
	const letGo = holdFolder(env.DATA_DIR, { shared: env.REDIS_URL !== undefined });
	try {
		return await buildApp(env, now, log, letGo);
	} catch (error) {
		letGo();
		throw error;
	}
}

async function buildApp(env: Env, now: Clock, log: Log, letGo: () => void): Promise<App> {
	const file = join(env.DATA_DIR, 'greenroom.sqlite');
	const database = openDatabase(file, resolve('drizzle'), log);
	const cluster = await joinOthers(env, database, log);
	const accounts = new AccountService({
		...{ database, env, log, now, ownedTables },
		onLeaving(userId) {
			const tells = [sessions.leaving(userId), analyses.leaving(userId)];
			return () => tells.forEach((tell) => tell());
		}
	});
	const typing = new TypingService({
		store: new TypingStore(database),
		code: new AnalysedCode(database.read),
		...{ cluster, log, now }
	});
	const policy = new OriginPolicy(env);
	// Without Redis the folder is this process's alone.
	const isAlone = env.REDIS_URL === undefined;
	const jobs = new Jobs({ database, owner: cluster.instanceId, isAlone, now, log });
	const audience = new Audience(env.LIMIT_CONNECTIONS_PER_SESSION, cluster);
	const names = (userIds: readonly string[]) => namesOf(database.read, userIds);
	const chatStore = new ChatStore(database, seeSessionBeside);
	const channels = new Channels({
		...{ audience, cluster, store: chatStore, namesOf: names, log },
		agentIn: (sessionId) => interviews.agentIn(sessionId)
	});
	const chat = new ChatService({
		store: chatStore,
		channels,
		namesOf: names,
		now
	});
	const sessions = new SessionService({
		database,
		cluster,
		audience,
		jobs,
		namesOf: names,
		origin: env.ORIGIN,
		now,
		log
	});
	const { engine, progress, following } = sessions;
	typing.observe(
		new WatchedTests({
			...{ engine, progress, following, jobs, now, log },
			onMovedOn: (tx, move) => chat.moveOn(tx, move)
		})
	);
	followSessions(chat, engine, cluster, log);
	const races = new RaceService({ database, sessions, typing, namesOf: names, now });
	const analyses = new AnalysisService({
		...{ database, cluster, audience, jobs, env, now, log },
		forgetAnalysis: (...which) => interviews.forgetAnalysis(...which)
	});
	const interviews: InterviewService = new InterviewService({
		...{ database, sessions, audience, jobs, thread: chat, now, log },
		judge: { grade, followUpTo, wordsSoFar },
		model: OutsideModel.configured({ env, reckoning: { score: scoreOf, words }, log, now }),
		analysedBankOf: analysedBank
	});
	const kept = new KeptRequests(database, now);
	const sweep = async () => {
		await Promise.all([typing.sweep(), accounts.sweep(), sessions.sweep(), sweepKept(kept, log)]);
		// Behind whatever else was deleted.
		await analyses.sweep();
	};
	const sweeper = setInterval(() => void sweep(), SWEEP_MS).unref();
	const counters = new LineCounters();
	const addressOf = addressReader(env);
	const gateway = new Gateway({
		features: [
			typingFeature(typing, log),
			chatFeature(chat, channels),
			sessionsFeature(sessions.subscriptions, sessions.progress),
			analysisFeature(analyses.subscriptions),
			interviewFeature(interviews)
		],
		identify: accounts,
		policy,
		limits: lineLimits(env),
		kept,
		cluster,
		addressOf,
		counters,
		log
	});
	const metrics = new Metrics();
	showWriter(metrics, database.writer);
	showCluster(metrics, cluster);
	showLine(metrics, counters, {
		connections: () => gateway.connectionCount,
		unsentBytes: () => gateway.unsentBytes
	});
	return {
		env,
		log,
		policy,
		accounts,
		typing,
		chat,
		sessions,
		races,
		analyses,
		interviews,
		cluster,
		requests: new RequestLimit(env.LIMIT_REQUESTS_PER_MINUTE),
		metrics,
		handleUpgrade(request, socket, head) {
			if (gateway.handleUpgrade(request, socket, head)) return;
			refuseUpgrade(socket, new UpgradeRefused(404, 'Nothing is upgraded at this address.'));
		},
		addressOf,
		connectionCount: () => gateway.connectionCount,
		sweep,
		drain: () => gateway.drain(env.SHUTDOWN_TIMEOUT * 1000),
		async close() {
			clearInterval(sweeper);
			await jobs.stop();
			sessions.close();
			analyses.close();
			await typing.close();
			await cluster.close();
			await database.close();
			letGo();
		},
		async troubles() {
			const troubles: Record<string, string> = {};
			try {
				await database.probe();
			} catch (error) {
				log.warn({ err: error }, 'the database cannot be written');
				troubles['database'] = 'cannot be written';
			}
			if (cluster.trouble !== undefined) troubles['redis'] = cluster.trouble;
			return troubles;
		}
	};
}

/** @throws ConfigurationError (rule X5); the database is closed then */
async function joinOthers({ REDIS_URL: url }: Env, database: Database, log: Log): Promise<Cluster> {
	try {
		return await joinCluster({ url, databaseId: await databaseIdOf(database), log });
	} catch (error) {
		await database.close();
		throw error;
	}
}

/** What the thread beside a session is called at first, by the session's kind. */
const threadTitles: Record<string, string> = {
	clock: 'Beside a clock',
	interview: 'Beside an interview',
	race: 'Beside a race',
	typing: 'While I typed'
};

/** What a session is to the thread beside it (rule H1). */
const seeSessionBeside: SeeSession = (from, sessionId, userId) => {
	const session = sessionById(from, sessionId);
	if (!session || !memberOf(from, sessionId, userId)) return undefined;
	return { ownerId: session.userId, title: threadTitles[session.kind] ?? session.kind };
};

/**
 * Who loses his part in a session leaves the thread beside it (rule H1), and what is said in a session
 * is heard there (rule H3), on whatever instance.
 */
function followSessions(
	chat: ChatService,
	engine: SessionEngine,
	cluster: Cluster,
	log: Log
): void {
	let isLooking = false;
	let isStale = false;
	// One look at a time: what is told in the meantime, however often, is one more.
	const look = async () => {
		isStale = true;
		if (isLooking) return;
		isLooking = true;
		while (isStale) {
			isStale = false;
			try {
				await chat.lookAtMembers();
			} catch (error) {
				log.warn({ err: error }, 'who may hear a thread cannot be told');
			}
		}
		isLooking = false;
	};
	const lookBeside = (sessionId: string) =>
		chat
			.lookBeside(sessionId)
			.catch((error: unknown) => log.warn({ err: error }, 'what was said cannot be read'));
	engine.onNews((news) => {
		if ('members' in news || news.state === null) void look();
		else void lookBeside(news.sessionId);
	});
	cluster.onMissed(() => void look());
}

async function sweepKept(kept: KeptRequests, log: Log): Promise<void> {
	try {
		await kept.sweep();
	} catch (error) {
		log.warn({ err: error }, 'answers kept for repeated messages could not be removed');
	}
}

/** Where the two entries (`server.js`, the development server) find the application. */
const slot = Symbol.for('greenroom');

type Slot = { [slot]?: Promise<App> };

/**
 * The application of this process, built at the first call. In development this module is loaded
 * again after an edit: the one before is taken down first.
 */
export function startApp(): Promise<App> {
	started ??= restart();
	return started;
}

let started: Promise<App> | undefined;

async function restart(): Promise<App> {
	const before = (globalThis as Slot)[slot];
	const next = (async () => {
		if (before) {
			// One that failed to start must not keep the next, mended one from starting.
			const old = await before.catch(() => undefined);
			await old?.drain();
			await old?.close();
		}
		return createApp(parseEnv(process.env));
	})();
	(globalThis as Slot)[slot] = next;
	return next;
}
