import { UserError } from '../../errors';
import type { PayloadOf } from '../../realtime/catalogue';
import type { SessionMessages } from '../messages';
import type { SessionEngine } from './engine';
import type { Session } from './scope';
import type { MemberRow, SessionPosition } from './store';
import type { Subscriptions } from './subscriptions';

/** A session as REST answers it. */
export type ShownSession = PayloadOf<SessionMessages, 'state_sync'> & {
	participants: PayloadOf<SessionMessages, 'presence_update'>['participants'];
	createdAt: string;
};

/** @param member of whoever asks */
export async function show(
	engine: SessionEngine,
	subscriptions: Subscriptions,
	session: Session,
	{ role, personId }: Pick<MemberRow, 'role' | 'personId'>
): Promise<ShownSession> {
	const here = await subscriptions.present(session.id);
	return {
		sessionId: session.id,
		version: session.version,
		state: engine.view(session, role) as ShownSession['state'],
		role,
		personId,
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
