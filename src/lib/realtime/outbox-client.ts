import type { LineClient } from './client';
import { Outbox, type OutboxOptions } from './outbox';
import { LineLostError } from './requests';

/** An outbox whose messages go over this client, whenever and as whoever it is authenticated. */
export function outboxOver(
	client: LineClient,
	options: Omit<OutboxOptions, 'send' | 'messageBytes'>
): Outbox {
	const outbox = new Outbox({
		...options,
		send: async ({ requestId, userId, type, payload }) => {
			const { authenticated, userId: asking } = client.state;
			// It must not wait in the client, where it would go out as whoever comes back.
			if (!authenticated || asking !== userId) throw new LineLostError();
			return client.request(type, payload, { requestId });
		},
		messageBytes: () => client.state.messageBytes
	});
	client.onState(({ authenticated, userId }) => {
		if (authenticated && userId !== undefined) outbox.online(userId);
		else outbox.offline();
	});
	return outbox;
}
