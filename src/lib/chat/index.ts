export { messageList, newThread, threadList, threadPatch, threadSchema } from './messages';
export type { ChatMessage, MessagePage, ThreadSummary } from './threads';
