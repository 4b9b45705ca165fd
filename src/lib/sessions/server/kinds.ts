import type { z } from 'zod/mini';
import type { Transaction } from '../../server/database';
import type { LinkRole, SessionRole } from '../roles';
import type { MemberRow } from './store';

/**
 * What a room says of its sessions: what their state is, who sees what of it, and what a clock that
 * runs out does. `S` is the whole state as it is kept, `kind` among its fields.
 */
export interface SessionKind<S extends object = object> {
	readonly name: string;
	/** Of one owner's; as many as there are where it is left out. */
	readonly most?: number;
	/** Whether it stays until its owner deletes it, however long nothing happens to it. */
	readonly isKept?: boolean;
	/** What of a state travels, for the reference; a test holds `view` to it. */
	readonly viewSchema: z.ZodMiniType<object>;
	/** The state as a role may see it (rule S2). */
	view(state: S, role: SessionRole): object;
	/** When its clock is to be looked at next, milliseconds since the epoch. */
	dueAt?(state: S): number | undefined;
	/**
	 * What becomes of it when that time has come; undefined where nothing does.
	 * @param tx where more than the state changes with it
	 */
	expire?(state: S, now: number, tx: Transaction, sessionId: string): S | undefined;
	/**
	 * The state once others have a part in it than before; the same where that is nothing to it.
	 * @throws UserError where somebody may not come
	 */
	membersChanged?(state: S, members: readonly MemberRow[], now: number, tx: Transaction): S;
	/** What goes with it, in the transaction that removes it. */
	removed?(tx: Transaction, session: { id: string; ownerId: string }): void;
	/** What participants are called in it who are no person of this house. */
	names?(state: S): Readonly<Record<string, string>>;
	/**
	 * The state of something that is there and was never shared, in the transaction that makes it a
	 * session.
	 * @returns undefined where there is no such thing of this person; `personId` where the state names
	 * its owner
	 */
	adopt?(tx: Transaction, id: string, userId: string): { state: S; personId?: string } | undefined;
	/** The page that shows it to somebody of that role. */
	path?(id: string, role: SessionRole): string;
	/** What a share link may make of somebody (rule A6); anything where it is left out. */
	readonly linkRoles?: readonly LinkRole[];
	/** Whether its owner goes on from one to the next, and links can follow him. */
	readonly movesOn?: boolean;
}
