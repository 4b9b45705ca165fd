import type { ChatMessages } from '../../chat/messages';
import type { ChatMessage } from '../../chat/threads';
import type { LineClient } from '../../realtime/client';

/**
 * Holds what one client hears against rule H2: from the moment it joined, each connection hears every
 * message in its turn.
 *
 * @param onHeard told of each, when it comes
 */
export function watchOrder(
	client: LineClient,
	onHeard: (message: ChatMessage) => void,
	complain: (problem: string) => void
): void {
	const channel = client.channel<ChatMessages>();
	/** The `seq` that this connection must hear next. */
	let next: number | undefined;
	client.onState(({ authenticated }) => {
		if (!authenticated) next = undefined;
	});
	channel.on('channel_joined', ({ lastSeq }) => {
		next ??= lastSeq + 1;
	});
	channel.on('chat_message', (message) => {
		onHeard(message);
		const { seq } = message;
		if (next === undefined || seq < next) return;
		if (seq > next) complain(`[H2] a member heard ${seq} where ${next} was next`);
		next = seq + 1;
	});
}
