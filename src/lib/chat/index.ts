export {
	chatMessages,
	messageList,
	newThread,
	threadList,
	threadPatch,
	threadSchema
} from './messages';
export { INTERVIEWER } from './threads';
export type { Agent, ChatMessage, MessagePage, ThreadSummary } from './threads';
