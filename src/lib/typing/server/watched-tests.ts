import type { Clock } from '../../server/clock';
import type { Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import type { SessionEngine } from '../../sessions/server/engine';
import type { Following } from '../../sessions/server/following';
import type { Progress } from '../../sessions/server/progress';
import type { SessionNews, SessionScope } from '../../sessions/server/scope';
import type { Update } from './live-test';
import type { TypingObserver } from './observers';
import type { ResultRow, TestRow } from './store';
import { completed, WATCHED, watchedKind, watchedOf, type WatchedTest } from './watched-kind';
import { FORGOTTEN_AFTER_MS, WatchedNow } from './watched-now';

/** The job that looks at a test which its typist left. */
const LEFT = 'watched_test_left';

/** So long whoever was away is led from there to what is typed now. */
const LEADS_ON_MS = 24 * 60 * 60_000;

interface Parts {
	engine: SessionEngine;
	progress: Progress;
	following: Following;
	jobs: Jobs;
	now: Clock;
	log: Log;
	/**
	 * The links that follow a typist led on from one session to another: what else goes along, in the
	 * same transaction.
	 */
	onMovedOn: (tx: Transaction, move: { ownerId: string; from: string; to: string }) => void;
}

/**
 * Shows typing tests to those who came by a link (rules T7, A6). A test that nobody shared costs one
 * indexed read when it is taken up, another when it is over, and a look into a map for each message.
 */
export class WatchedTests implements TypingObserver {
	readonly #parts: Parts;
	readonly #watched: WatchedNow;
	/** When a test was taken up or shown from here: after a pause it may have been forgotten. */
	readonly #heardAt = new WeakMap<TestRow, number>();
	/** What is to be told once the transaction of a completion is through. */
	readonly #untold = new WeakMap<TestRow, SessionScope>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#watched = new WatchedNow(parts.now);
		parts.engine.register(watchedKind);
		parts.jobs.register(LEFT, (id) => this.#removeLeft(id));
		parts.engine.onNews((news) => this.#hear(news));
	}

	onStarted(test: TestRow): void {
		if (test.startsAt !== null) return;
		this.#heardAt.set(test, this.#parts.now());
		if (this.#parts.following.living(test.userId, WATCHED).length > 0) this.#begin(test);
	}

	onProgress(test: TestRow, { analysis, metrics }: Update): void {
		const watched = this.#watched.typed(test.id) ?? this.#lookedUp(test);
		if (!watched) return;
		this.#heardAt.set(test, this.#parts.now());
		const { typistId, isWaiting } = watched;
		if (isWaiting) {
			// Shared after it was taken up.
			watched.isWaiting = false;
			this.#begin(test);
		}
		const { position } = analysis;
		const { wpm, accuracy } = metrics;
		this.#parts.progress.report(test.id, { id: typistId, position, wpm, accuracy });
	}

	onCompleted(tx: Transaction, test: TestRow, result: ResultRow): void {
		const scope = this.#parts.engine.scope(tx);
		if (scope.find(test.id)?.kind !== WATCHED) return;
		scope.change<WatchedTest>(test.id, (state) => completed(state, result));
		this.#untold.set(test, scope);
	}

	afterCompleted(test: TestRow): void {
		const scope = this.#untold.get(test);
		if (scope) this.#parts.engine.announce(scope);
	}

	/** Says that it is typed now, and has the links follow; what fails keeps nobody from typing. */
	#begin(test: TestRow): void {
		this.#write(test).catch((error: unknown) => {
			this.#parts.log.error({ err: error }, 'watchers could not be shown a test');
		});
	}

	async #write(test: TestRow): Promise<void> {
		const { engine, following, jobs, now, onMovedOn } = this.#parts;
		const { id, userId } = test;
		const at = now();
		const startedAt = new Date(at).toISOString();
		const session = await engine.write((sessions, tx) => {
			const before = following.moveOn(sessions, tx, { id, userId, kind: WATCHED }, (personId) => {
				if (sessions.find(id)) return;
				const state = watchedOf({ ...test, status: 'reserved' }, personId);
				sessions.create({ id, ownerId: userId, kind: WATCHED, state, personId });
			});
			for (const from of before) {
				sessions.change<WatchedTest>(from, (state) => ({ ...state, nextSessionId: id }));
				onMovedOn(tx, { ownerId: userId, from, to: id });
				jobs.schedule(tx, LEFT, from, at + LEADS_ON_MS);
			}
			if (!sessions.find(id)) return undefined;
			return sessions.change<WatchedTest>(id, (state) => begun(state, startedAt));
		});
		if (session) this.#watched.know(id, session.state);
	}

	/** One that was left without a result, a day ago: nobody looks at it, and each start leaves one. */
	async #removeLeft(id: string): Promise<void> {
		const { engine, following } = this.#parts;
		await engine.write((sessions, tx) => {
			const session = sessions.find<WatchedTest>(id);
			if (session?.kind !== WATCHED) return;
			const { status, nextSessionId } = session.state;
			// Taken up again, or under a link of its own.
			if (nextSessionId === undefined || following.isLedTo(tx, id)) return;
			if (status !== 'completed') sessions.remove(id);
		});
	}

	/** Once after a pause; undefined for one that nobody watches. */
	#lookedUp(test: TestRow) {
		const heardAt = this.#heardAt.get(test);
		if (heardAt === undefined || this.#parts.now() - heardAt < FORGOTTEN_AFTER_MS) return undefined;
		this.#heardAt.delete(test);
		const session = this.#parts.engine.find<WatchedTest>(test.id);
		if (session?.kind !== WATCHED) return undefined;
		this.#watched.know(test.id, session.state);
		return this.#watched.typed(test.id);
	}

	#hear(news: SessionNews): void {
		if ('members' in news) return;
		if (news.state === null) this.#watched.forget(news.sessionId);
		else if (news.kind === WATCHED) this.#watched.know(news.sessionId, news.state as WatchedTest);
	}
}

/** The same state where it had begun; taken up again, nothing comes after it. */
function begun(state: WatchedTest, startedAt: string): WatchedTest {
	if (state.status === 'completed') return state;
	if (state.status === 'typing' && state.startedAt && !state.nextSessionId) return state;
	const { nextSessionId: _over, ...rest } = state;
	return { startedAt, ...rest, status: 'typing' };
}
