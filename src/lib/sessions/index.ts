export { sessionAnswer, syncedSession, type SessionMessages } from './messages';
export { sessionRoles, type SessionRole } from './roles';
export type { SessionClock } from './clock';
