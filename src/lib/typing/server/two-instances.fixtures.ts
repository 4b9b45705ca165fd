import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject, vi } from 'vitest';
import { user } from '../../accounts/server/schema';
import { joinMemory, MemoryHub } from '../../realtime/server/cluster/memory';
import { openDatabase, type Database } from '../../server/database';
import { createLog } from '../../server/log';
import type { KeyEvent } from '../events';
import { withoutCode } from './code.fixtures';
import { TypingService, type Typed } from './service';
import { TypingStore } from './store';

/** Typing on one process of several: its own connections to the file, its own memory. */
export interface Instance {
	database: Database;
	typing: TypingService;
}

/** Typing on two processes over one file, whose checkpoints are written when a test says so. */
export class TwoInstances {
	readonly folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
	readonly log = createLog({ LOG_LEVEL: 'silent' });
	readonly instances: Instance[] = [];
	/** Added to the time of day. */
	aheadMs = 0;

	private constructor(readonly bus: MemoryHub | undefined) {}

	/**
	 * Fakes `setTimeout` until `stop`.
	 * @param isJoined whether news go from one to the other
	 * @param users ids
	 */
	static async start(isJoined: boolean, users = ['alice', 'bob']): Promise<TwoInstances> {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		const two = new TwoInstances(isJoined ? new MemoryHub() : undefined);
		copyFileSync(inject('templateDatabase'), join(two.folder, 'greenroom.sqlite'));
		for (let count = 0; count < 2; count += 1) {
			const database = openDatabase(
				join(two.folder, 'greenroom.sqlite'),
				resolve('drizzle'),
				two.log
			);
			two.instances.push({ database, typing: two.typingOver(database) });
		}
		const at = new Date();
		await two.one.database.write((tx) => {
			for (const id of users) {
				const row = { id, name: id, email: `${id}@users.test`, createdAt: at, updatedAt: at };
				tx.insert(user).values(row).run();
			}
		});
		return two;
	}

	get one(): Instance {
		return this.instances[0]!;
	}

	get two(): Instance {
		return this.instances[1]!;
	}

	typingOver(database: Database): TypingService {
		return new TypingService({
			store: new TypingStore(database),
			code: withoutCode,
			cluster: joinMemory(this.bus ?? new MemoryHub()),
			log: this.log,
			now: () => Date.now() + this.aheadMs
		});
	}

	/** One instance's memory is gone, as after `kill -9`, and it is started again. */
	crash(instance: Instance): void {
		// What it would have written a moment later.
		vi.clearAllTimers();
		instance.typing = this.typingOver(instance.database);
	}

	/** Every checkpoint that is due a second from now is written. */
	async checkpoint(): Promise<void> {
		vi.advanceTimersByTime(1_000);
		await this.settle();
	}

	/** News arrive, and what was begun is committed. */
	async settle(): Promise<void> {
		for (let turn = 0; turn < 3; turn += 1) {
			for (const { database } of this.instances) await database.write(() => undefined);
		}
	}

	async reserve(userId: string, text: string): Promise<string> {
		const [test] = await this.one.typing.reserveTests(userId, { mode: 'custom', text }, 1);
		return test!.sessionId;
	}

	async stop(): Promise<void> {
		for (const { typing, database } of this.instances) {
			await typing.close();
			await database.close();
		}
		vi.useRealTimers();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** One connection of somebody's to an instance. */
export class TestTypist {
	constructor(
		readonly instance: Instance,
		readonly connectionId: string,
		readonly userId = 'alice'
	) {}

	start(sessionId: string): Promise<number> {
		return this.instance.typing.start(this, sessionId);
	}

	/** @param now of the instance's monotonic clock, in milliseconds */
	async type(
		sessionId: string,
		events: readonly KeyEvent[],
		[from, to]: readonly [number, number],
		now = 0
	): Promise<Typed> {
		const input = { sessionId, seq: from, events: structuredClone(events.slice(from, to)) };
		return this.instance.typing.update(this, input, now);
	}

	end(sessionId: string, seq?: number) {
		return this.instance.typing.end(this.userId, { sessionId, seq }, () => undefined);
	}
}
