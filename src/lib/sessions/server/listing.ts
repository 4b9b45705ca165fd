import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import type { SessionMessages } from '../messages';
import type { SessionEngine } from './engine';
import type { Session } from './scope';
import type { MemberRow, SessionPosition } from './store';
import type { Subscriptions } from './subscriptions';

/** A session's state, as somebody may see it. */
export type SyncedSession = PayloadOf<SessionMessages, 'state_sync'>;

/** A session as REST answers it. */
export type ShownSession = SyncedSession & {
	participants: PayloadOf<SessionMessages, 'presence_update'>['participants'];
	createdAt: string;
};

/** @param member of whoever asks */
export function sync(
	engine: SessionEngine,
	session: Session,
	{ role, personId }: Pick<MemberRow, 'role' | 'personId'>
): SyncedSession {
	const { id: sessionId, version } = session;
	const state = engine.view(session, role) as SyncedSession['state'];
	return { sessionId, version, state, role, personId };
}

/** @param member of whoever asks */
export async function show(
	engine: SessionEngine,
	subscriptions: Subscriptions,
	session: Session,
	member: Pick<MemberRow, 'role' | 'personId'>
): Promise<ShownSession> {
	const here = await subscriptions.present(session.id);
	return {
		...sync(engine, session, member),
		participants: subscriptions.peopleOf(session.id, here),
		createdAt: session.createdAt.toISOString()
	};
}

export function writeCursor({ createdAt, id }: SessionPosition): string {
	return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** @throws UserError INVALID_MESSAGE_FORMAT */
export function readCursor(cursor: string): SessionPosition {
	const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
	if (match) return { createdAt: new Date(Number(match[1])), id: match[2]! };
	throw new UserError(
		'INVALID_MESSAGE_FORMAT',
		'This cursor is none of ours. Begin again without one.',
		{ path: 'cursor' }
	);
}
