import type { PayloadOf } from '../../realtime/catalogue';
import type { Connection } from '../../realtime/server/connection';
import { defineFeature, type Feature } from '../../realtime/server/handlers';
import { chatMessages, type ChatMessages } from '../messages';
import { sessionOf } from '../rooms';
import type { ChatMessage } from '../threads';
import type { Channels } from './channels';
import { personIn } from './people';
import type { ChatService } from './service';

/** From message to use case: section H on the line, and I6. */
export function chatFeature(chat: ChatService, channels: Channels): Feature {
	/** Whether the connection is still there, and still the one that asked. */
	const isStill = ({ closing, identity }: Connection, userId: string) =>
		!closing && identity?.userId === userId;

	return defineFeature(
		chatMessages,
		{
			async join_channel(target, { connection, identity }) {
				const thread = await chat.findOrMake(identity, target);
				// Gone while the room was made: it would stay a member for ever.
				if (isStill(connection, identity.userId)) await channels.join(thread, connection);
				try {
					// Only now: what is said from here on is heard, and all before is counted.
					const { lastSeq, inTranscript } = await chat.find(identity.userId, {
						threadId: thread.id
					});
					return {
						channel: thread.channel,
						threadId: thread.id,
						lastSeq,
						inMargin: lastSeq - inTranscript,
						...(sessionOf(thread.channel) !== undefined && {
							me: personIn({ threadId: thread.id, channel: thread.channel }, identity.userId)
						}),
						members: channels.membersOf(thread.id),
						agents: channels.agentsOf(thread.id)
					};
				} catch (error) {
					channels.leave(thread.id, connection);
					throw error;
				}
			},

			async leave_channel(target, { connection, identity }) {
				const { id, channel } = await chat.find(identity.userId, target);
				channels.leave(id, connection);
				return { channel, threadId: id };
			},

			async send_message({ text, ...target }, { identity, keep }) {
				const said = await chat.say(identity.userId, target, text, (tx, message) =>
					keep(tx, delivered(message))
				);
				return delivered(said);
			},

			async update_agent_status({ agentId, status, ...target }, { connection, identity }) {
				const thread = await chat.find(identity.userId, target, 'write');
				if (isStill(connection, identity.userId)) {
					channels.setAgent(thread, { agentId, status }, connection);
				}
				return {
					message: 'The members were told',
					original_type: 'update_agent_status',
					status: 'success' as const,
					threadId: thread.id,
					channel: thread.channel
				};
			}
		},
		(connection) => channels.gone(connection)
	);
}

function delivered(
	message: Omit<ChatMessage, 'author'>
): PayloadOf<ChatMessages, 'message_delivered'> {
	const { id, seq, threadId, channel, sentAt } = message;
	return {
		message: 'The message is kept',
		original_type: 'send_message',
		status: 'success',
		id,
		seq,
		threadId,
		channel,
		sentAt
	};
}
