import { vi } from 'vitest';
import { user } from '../../accounts/server/schema';
import { Channels } from '../../chat/server/channels';
import { chatFeature } from '../../chat/server/handlers';
import { ChatService } from '../../chat/server/service';
import { ChatStore } from '../../chat/server/store';
import { Audience } from '../../realtime/server/audience';
import { createLog } from '../../server/log';
import { typingFeature } from '../../typing/server/handlers';
import { TypingService } from '../../typing/server/service';
import { TypingStore } from '../../typing/server/store';
import { startTestLine, type TestLine } from '../line';
import { settle } from './network';

const MINUTE_MS = 60_000;

/**
 * The line with its rooms, over a database of its own, whose time passes only when a sequence says
 * so: the same seed gives the same sequence to the byte.
 */
export class FuzzWorld {
	private constructor(
		readonly line: TestLine,
		readonly chat: ChatService,
		readonly channels: Channels,
		readonly typing: TypingService
	) {}

	static async start(): Promise<FuzzWorld> {
		vi.useFakeTimers({
			toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
			now: new Date('2026-01-31T12:00:00Z')
		});
		const now = () => Date.now();
		const rooms: { chat?: ChatService; channels?: Channels; typing?: TypingService } = {};
		const line = await startTestLine({
			// What limits refuse is another test's matter.
			env: {
				LIMIT_CONNECTIONS_PER_ADDRESS: '1000000',
				LIMIT_CONNECTIONS_PER_USER: '1000000',
				LIMIT_MESSAGES_PER_MINUTE: '1000000',
				LIMIT_INPUT_PER_SECOND: '1000000',
				LIMIT_INPUT_BURST: '1000000'
			},
			features: (database) => {
				const log = createLog({ LOG_LEVEL: 'silent' });
				const namesOf = (ids: readonly string[]) => new Map(ids.map((id) => [id, id]));
				const channels = new Channels(new Audience(1_000), namesOf);
				const store = new ChatStore(database);
				const chat = new ChatService({ store, channels, namesOf, now });
				const typing = new TypingService(new TypingStore(database), log, now);
				Object.assign(rooms, { chat, channels, typing });
				return [chatFeature(chat, channels), typingFeature(typing, log)];
			}
		});
		const { chat, channels, typing } = rooms as Required<typeof rooms>;
		return new FuzzWorld(line, chat, channels, typing);
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
		await this.typing.close();
		await this.line.stop();
	}
}
