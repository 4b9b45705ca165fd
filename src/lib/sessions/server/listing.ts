import type { PayloadOf } from '../../realtime/catalogue';
import type { SessionMessages } from '../messages';
import type { SessionEngine } from './engine';
import type { Session } from './scope';
import type { MemberRow } from './store';
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
