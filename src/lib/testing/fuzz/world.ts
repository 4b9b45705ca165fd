import type { Server } from 'node:http';
import { vi } from 'vitest';
import { user } from '../../accounts/server/schema';
import { Channels } from '../../chat/server/channels';
import { chatFeature } from '../../chat/server/handlers';
import { ChatService } from '../../chat/server/service';
import { ChatStore } from '../../chat/server/store';
import { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import { Jobs } from '../../server/jobs';
import { createLog } from '../../server/log';
import { sessionsFeature } from '../../sessions/server/handlers';
import { SessionService } from '../../sessions/server/service';
import { typingFeature } from '../../typing/server/handlers';
import { withoutCode } from '../../typing/server/code.fixtures';
import { TypingService } from '../../typing/server/service';
import { TypingStore } from '../../typing/server/store';
import { startTestLine, type TestLine } from '../line';
import { FuzzBus } from './bus';
import { settle } from './network';

const MINUTE_MS = 60_000;

/** One process of those that share the database: its line and its rooms. */
export interface FuzzInstance {
	line: TestLine;
	chat: ChatService;
	channels: Channels;
	typing: TypingService;
	sessions: SessionService;
	cluster: Cluster;
	jobs: Jobs;
}

/**
 * The line with its rooms, on one instance or several, over a database of its own, whose time passes
 * only when a sequence says so: the same seed gives the same sequence to the byte.
 */
export class FuzzWorld {
	private constructor(
		readonly instances: readonly [FuzzInstance, ...FuzzInstance[]],
		readonly bus: FuzzBus
	) {}

	/** @param count of instances */
	static async start(count = 1): Promise<FuzzWorld> {
		vi.useFakeTimers({
			toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
			now: new Date('2026-01-31T12:00:00Z')
		});
		const bus = new FuzzBus();
		const first = await startInstance(bus.join());
		const others: FuzzInstance[] = [];
		while (others.length + 1 < count) others.push(await startInstance(bus.join(), first.line));
		return new FuzzWorld([first, ...others], bus);
	}

	/** The first one's line: clients go by its address, whichever instance they reach. */
	get line(): TestLine {
		return this.instances[0].line;
	}

	/** The instance whose server this is; the first where it is nobody's. */
	instanceOf(server: Server | undefined): FuzzInstance {
		return this.instances.find(({ line }) => line.server === server) ?? this.instances[0];
	}

	async addUser(id: string): Promise<void> {
		const at = new Date();
		const row = { id, name: id, email: `${id}@users.test`, createdAt: at, updatedAt: at };
		await this.line.database.write((tx) => void tx.insert(user).values(row).run());
	}

	/**
	 * Begins a minute: whoever was there before is gone by then, and what is done at intervals is due
	 * as in every other sequence.
	 */
	async beginMinute(): Promise<void> {
		this.pass(2 * MINUTE_MS - (Date.now() % MINUTE_MS));
		await settle();
	}

	/** Whatever is due within so many milliseconds happens. */
	pass(milliseconds: number): void {
		vi.advanceTimersByTime(milliseconds);
	}

	async stop(): Promise<void> {
		vi.useRealTimers();
		for (const { typing, sessions, jobs, cluster, line } of this.instances.toReversed()) {
			await jobs.stop();
			sessions.close();
			await typing.close();
			await cluster.close();
			await line.stop();
		}
	}
}

/** @param first that made the database, where there is one already */
async function startInstance(cluster: Cluster, first?: TestLine): Promise<FuzzInstance> {
	const now = () => Date.now();
	const rooms: Partial<FuzzInstance> = { cluster };
	const line = await startTestLine({
		cluster,
		...(first && { folder: first.folder }),
		env: {
			// What limits refuse is another test's matter.
			LIMIT_CONNECTIONS_PER_ADDRESS: '1000000',
			LIMIT_CONNECTIONS_PER_USER: '1000000',
			LIMIT_MESSAGES_PER_MINUTE: '1000000',
			LIMIT_INPUT_PER_SECOND: '1000000',
			LIMIT_INPUT_BURST: '1000000',
			...(first && { ALLOWED_HOSTS: new URL(first.url).host })
		},
		features: (database) => {
			const log = createLog({ LOG_LEVEL: 'silent' });
			const namesOf = (ids: readonly string[]) => new Map(ids.map((id) => [id, id]));
			const store = new ChatStore(database);
			const audience = new Audience(1_000, cluster);
			const channels = new Channels({ audience, cluster, store, namesOf, log });
			const chat = new ChatService({ store, channels, namesOf, now });
			const typing = new TypingService({
				store: new TypingStore(database),
				code: withoutCode,
				...{ cluster, log, now }
			});
			const jobs = new Jobs({ database, owner: cluster.instanceId, now, log });
			const origin = 'http://localhost';
			const sessions = new SessionService({
				...{ database, cluster, audience, jobs, namesOf, origin },
				...{ now, log }
			});
			Object.assign(rooms, { chat, channels, typing, jobs, sessions });
			return [
				chatFeature(chat, channels),
				typingFeature(typing, log),
				sessionsFeature(sessions.subscriptions, sessions.progress)
			];
		}
	});
	return { ...(rooms as Omit<FuzzInstance, 'line'>), line };
}
