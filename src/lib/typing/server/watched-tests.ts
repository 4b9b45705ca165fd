import type { Clock } from '../../server/clock';
import type { Transaction } from '../../server/database';
import type { Log } from '../../server/log';
import type { SessionEngine } from '../../sessions/server/engine';
import type { Progress } from '../../sessions/server/progress';
import type { SessionNews, SessionScope } from '../../sessions/server/scope';
import type { Sharing } from '../../sessions/server/sharing';
import type { Update } from './live-test';
import type { TypingObserver } from './observers';
import type { ResultRow, TestRow } from './store';
import { completed, WATCHED, watchedKind, watchedOf, type WatchedTest } from './watched-kind';

interface Parts {
	engine: SessionEngine;
	progress: Progress;
	sharing: Sharing;
	now: Clock;
	log: Log;
	/**
	 * The links that follow a typist led on from one session to another: what else goes along, in the
	 * same transaction.
	 */
	onMovedOn: (tx: Transaction, move: { ownerId: string; from: string; to: string }) => void;
}

interface Watched {
	typistId: string;
	isWaiting: boolean;
}

/**
 * Shows typing tests to those who came by a link (rules T7, A6). A test that nobody shared costs one
 * indexed read when it is taken up, another when it is over, and a look into a map for each message.
 */
export class WatchedTests implements TypingObserver {
	readonly #parts: Parts;
	/** Tests that are sessions and not over, on whatever instance, as far as this one heard of them. */
	readonly #watched = new Map<string, Watched>();
	/** What is to be told once the transaction of a completion is through. */
	readonly #untold = new WeakMap<TestRow, SessionScope>();

	constructor(parts: Parts) {
		this.#parts = parts;
		parts.engine.register(watchedKind);
		parts.engine.onNews((news) => this.#hear(news));
	}

	onStarted(test: TestRow): void {
		if (test.startsAt !== null) return;
		if (this.#parts.sharing.living(test.userId, WATCHED).length > 0) this.#begin(test);
	}

	onProgress(test: TestRow, { analysis, metrics }: Update): void {
		const watched = this.#watched.get(test.id);
		if (!watched) return;
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
		const { engine, sharing, now, onMovedOn } = this.#parts;
		const { id, userId } = test;
		const startedAt = new Date(now()).toISOString();
		const session = await engine.write((sessions, tx) => {
			const before = sharing.moveOn(sessions, tx, { id, userId, kind: WATCHED }, (personId) => {
				if (sessions.find(id)) return;
				const state = watchedOf({ ...test, status: 'reserved' }, personId);
				sessions.create({ id, ownerId: userId, kind: WATCHED, state, personId });
			});
			for (const from of before) {
				sessions.change<WatchedTest>(from, (state) => ({ ...state, nextSessionId: id }));
				onMovedOn(tx, { ownerId: userId, from, to: id });
			}
			if (!sessions.find(id)) return undefined;
			return sessions.change<WatchedTest>(id, (state) => begun(state, startedAt));
		});
		if (session) this.#know(id, session.state);
	}

	#hear(news: SessionNews): void {
		if ('members' in news) return;
		if (news.state === null) this.#watched.delete(news.sessionId);
		else if (news.kind === WATCHED) this.#know(news.sessionId, news.state as WatchedTest);
	}

	#know(id: string, { status, typistId }: WatchedTest): void {
		if (status === 'completed') this.#watched.delete(id);
		else this.#watched.set(id, { typistId, isWaiting: status === 'waiting' });
	}
}

/** The same state where it had begun; taken up again, nothing comes after it. */
function begun(state: WatchedTest, startedAt: string): WatchedTest {
	if (state.status === 'completed') return state;
	if (state.status === 'typing' && state.startedAt && !state.nextSessionId) return state;
	const { nextSessionId: _over, ...rest } = state;
	return { startedAt, ...rest, status: 'typing' };
}
