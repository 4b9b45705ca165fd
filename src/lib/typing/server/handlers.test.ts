import { expect, test, vi } from 'vitest';
import type { MessageContext } from '../../realtime/server/handlers';
import { createLog } from '../../server/log';
import { typingFeature } from './handlers';
import type { TypingService } from './service';

test('[T2] a test whose typist went while it was read is free again', async () => {
	const release = vi.fn();
	const typing = { start: async () => 0, release } as unknown as TypingService;
	const { handlers } = typingFeature(typing, createLog({ LOG_LEVEL: 'silent' }));
	const start = (closing: boolean) =>
		handlers['start_session']!({ sessionId: 'any' } as never, {
			connection: { id: 'gone', closing } as MessageContext['connection'],
			identity: { userId: 'alice', permissions: [] },
			now: 0,
			keep: () => undefined,
			requestId: undefined
		});
	await start(false);
	expect(release).not.toHaveBeenCalled();
	await start(true);
	expect(release).toHaveBeenCalledWith('gone');
});
