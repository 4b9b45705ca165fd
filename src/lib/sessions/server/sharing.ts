import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import { pageOf, readCursor } from '../../server/newest-first';
import { hashOfToken, makeToken } from '../../server/tokens';
import type { MadeLink, Redeemed, ShownLink } from '../share-links';
import type { LinkRole, SessionRole } from '../roles';
import { demandRole, type SessionEngine } from './engine';
import type { SessionKind } from './kinds';
import { sessionNotFound, type Session, type SessionScope } from './scope';
import * as links from './share-store';
import type { LinkRow } from './share-store';
import { membersOf } from './store';
import type { Subscriptions } from './subscriptions';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A link is good for so long unless told. */
const LIFE_MS = 30 * DAY_MS;

/** Living ones, of one person. */
const MOST_LINKS = 100;

/** Of one session, however they came. */
const MOST_MEMBERS = 200;

/** The job that ends a link whose time is up. */
const EXPIRY = 'share_link_expiry';

/** In the place of a hash: no token leads here any more. */
const CLOSED = 'closed:';

export interface LinkWish {
	sessionId: string;
	role: LinkRole;
	/** Whether it leads to its maker's next one; as its kind does unless told. */
	follows?: boolean | undefined;
	/** The participant that it makes whoever opens it. */
	personId?: string | undefined;
	/** In 30 days unless told. */
	expiresAt?: Date | undefined;
}

export interface SharingParts {
	database: Database;
	engine: SessionEngine;
	subscriptions: Subscriptions;
	jobs: Jobs;
	namesOf: (userIds: readonly string[]) => ReadonlyMap<string, string>;
	/** Where pages are reached. */
	origin: string;
	now: Clock;
}

/**
 * Links that let others watch a session or take part in it (rule A6). The token stands behind the
 * `#`, which browsers send to nobody, and only its hash is kept. What a link gives ends with it.
 */
export class Sharing {
	readonly #parts: SharingParts;

	constructor(parts: SharingParts) {
		this.#parts = parts;
		parts.jobs.register(EXPIRY, (linkId) => this.#expire(linkId));
	}

	/**
	 * Makes a link to a session of one's own; what was never shared becomes a session.
	 * @throws UserError SESSION_NOT_FOUND; FORBIDDEN for who is not its owner; INVALID_STATE with
	 * `details.state` `links_full`; INVALID_MESSAGE_FORMAT for what its kind has not
	 */
	async create(userId: string, wish: LinkWish): Promise<MadeLink> {
		const token = makeToken();
		const { engine, jobs, origin } = this.#parts;
		const made = await engine.write((sessions, tx) => {
			const session = sessions.find(wish.sessionId) ?? this.#adopt(sessions, tx, userId, wish);
			const member = sessions.member(session.id, userId);
			if (!member) throw sessionNotFound();
			demandRole(member, ['owner'], 'share it');
			const now = new Date(this.#parts.now());
			if (links.countLiving(tx, userId, now) >= MOST_LINKS) throw linksFull();
			const row = this.#newLink(userId, wish, engine.kind(session.kind), token, now);
			links.addLink(tx, row);
			if (row.expiresAt) jobs.schedule(tx, EXPIRY, row.id, row.expiresAt.getTime());
			return { ...row, kind: session.kind };
		});
		return { ...shown(made, []), url: `${origin}/share#${token}`, token };
	}

	/** Newest first, with whoever came by them. @throws UserError for a cursor that is none */
	async list(
		userId: string,
		{ cursor, limit }: { cursor?: string | undefined; limit: number }
	): Promise<{ items: ShownLink[]; nextCursor?: string }> {
		const { read } = this.#parts.database;
		const after = readCursor(cursor);
		const found = links.linksOf(read, userId, { after, limit: limit + 1 });
		const { rows, next } = pageOf(found, limit, ({ createdAt: at, id }) => ({ at, id }));
		const items = await Promise.all(rows.map(async (row) => shown(row, await this.#peopleBy(row))));
		return { items, ...next };
	}

	/** Whoever came by it is out at once. @throws UserError NOT_FOUND, also for somebody else's */
	async withdraw(userId: string, linkId: string): Promise<void> {
		const { engine, jobs } = this.#parts;
		await engine.write((sessions, tx) => {
			end(sessions, tx, ownLink(tx, userId, linkId), 'withdrawn');
			jobs.cancel(tx, EXPIRY, linkId);
		});
	}

	/**
	 * Takes one person's part away. Since whoever is a guest comes back as another, the link lets
	 * nobody else in from then on; those who are in stay.
	 * @throws UserError NOT_FOUND
	 */
	async removePerson(userId: string, linkId: string, personId: string): Promise<void> {
		await this.#parts.engine.write((sessions, tx) => {
			const link = ownLink(tx, userId, linkId);
			const came = links.membersBy(tx, linkId);
			const gone = came.find((row) => row.personId === personId);
			if (!gone) throw new UserError('NOT_FOUND', 'Nobody of this id came by this link.');
			links.changeLink(tx, link.id, { hash: CLOSED + link.id });
			for (const { sessionId } of came.filter((row) => row.userId === gone.userId)) {
				sessions.leave(sessionId, gone.userId, 'withdrawn');
			}
		});
	}

	/**
	 * Gives whoever has the token what the link gives; who has a greater part keeps it.
	 * @throws UserError NOT_FOUND; CAPACITY_EXCEEDED; INVALID_STATE with `details.state` `taken`
	 */
	async redeem(userId: string, token: string): Promise<Redeemed> {
		const { engine } = this.#parts;
		return engine.write((sessions, tx) => {
			const link = links.linkByHash(tx, hashOfToken(token));
			if (!link || this.#isOver(link)) throw linkGone();
			const { id: sessionId, kind } = sessions.read(link.sessionId);
			const before = sessions.member(sessionId, userId);
			if (!before && membersOf(tx, sessionId).length >= MOST_MEMBERS) {
				throw new UserError(
					'CAPACITY_EXCEEDED',
					'As many people have a part in this session as there may be. Ask its owner for another.'
				);
			}
			const { role } = sessions.join(sessionId, userId, link.role, {
				personId: link.personId ?? undefined,
				linkId: link.id
			});
			return { sessionId, kind, role, url: this.pathOf({ id: sessionId, kind }, role) };
		});
	}

	/** Where a session is shown to somebody of that role. */
	pathOf({ id, kind }: Pick<Session, 'id' | 'kind'>, role: SessionRole): string {
		return this.#parts.engine.kind(kind).path?.(id, role) ?? `/sessions/${id}`;
	}

	/** @throws UserError SESSION_NOT_FOUND */
	#adopt(
		sessions: SessionScope,
		tx: Transaction,
		ownerId: string,
		{ sessionId: id }: LinkWish
	): Session {
		for (const kind of this.#parts.engine.kinds()) {
			const adopted = kind.adopt?.(tx, id, ownerId);
			if (adopted) return sessions.create({ id, ownerId, kind: kind.name, ...adopted });
		}
		throw sessionNotFound();
	}

	#newLink(
		userId: string,
		{ sessionId, role, follows, personId, expiresAt }: LinkWish,
		{ linkRoles, movesOn = false }: SessionKind,
		token: string,
		createdAt: Date
	): LinkRow {
		if (linkRoles && !linkRoles.includes(role)) {
			throw unfit('role', `must be ${linkRoles.join(' or ')}: nobody else can take part in this`);
		}
		if (follows && !movesOn) throw unfit('follows', 'must be left out: nothing comes after this');
		return {
			id: randomUUID(),
			userId,
			sessionId,
			hash: hashOfToken(token),
			role,
			personId: personId ?? null,
			follows: follows ?? movesOn,
			createdAt,
			expiresAt: expiresAt ?? new Date(createdAt.getTime() + LIFE_MS)
		};
	}

	/** Whoever came by it hears that at once, on whatever instance. */
	async #expire(linkId: string): Promise<void> {
		await this.#parts.engine.write((sessions, tx) => {
			const link = links.linkById(tx, linkId);
			if (link && this.#isOver(link)) end(sessions, tx, link, 'expired');
		});
	}

	async #peopleBy({ id, sessionId }: LinkRow): Promise<ShownLink['people']> {
		const { database, subscriptions, namesOf } = this.#parts;
		const came = links.membersBy(database.read, id).filter((row) => row.sessionId === sessionId);
		if (came.length === 0) return [];
		const names = namesOf(came.map(({ userId }) => userId));
		const here = await subscriptions.present(sessionId);
		return came.map(({ personId, userId }) => ({
			id: personId,
			name: names.get(userId) ?? '',
			connected: here.has(userId)
		}));
	}

	#isOver({ expiresAt }: LinkRow): boolean {
		return expiresAt !== null && expiresAt.getTime() <= this.#parts.now();
	}
}

/** @throws UserError NOT_FOUND, also for somebody else's */
function ownLink(tx: Transaction, userId: string, linkId: string): LinkRow {
	const link = links.linkById(tx, linkId);
	if (link?.userId !== userId) {
		throw new UserError(
			'NOT_FOUND',
			'There is no such link. Yours are listed at /api/share-links.'
		);
	}
	return link;
}

function end(sessions: SessionScope, tx: Transaction, { id }: LinkRow, reason: string): void {
	const touched = new Set(links.membersBy(tx, id).map(({ sessionId }) => sessionId));
	links.removeLink(tx, id);
	for (const sessionId of touched) sessions.membersChanged(sessionId, reason);
}

function shown(link: LinkRow & { kind: string }, people: ShownLink['people']): ShownLink {
	const { id, sessionId, kind, role, follows, hash, createdAt, expiresAt } = link;
	return {
		linkId: id,
		sessionId,
		kind,
		role,
		follows,
		isOpen: !hash.startsWith(CLOSED),
		people,
		createdAt: createdAt.toISOString(),
		...(expiresAt && { expiresAt: expiresAt.toISOString() })
	};
}

const unfit = (path: string, what: string) =>
	new UserError('INVALID_MESSAGE_FORMAT', `${path}: ${what}`, { path });

const linkGone = () =>
	new UserError(
		'NOT_FOUND',
		'This link was withdrawn, or its time is up. Ask whoever sent it for a new one.'
	);

const linksFull = () =>
	new UserError(
		'INVALID_STATE',
		`You have ${MOST_LINKS} links, the most there may be. Withdraw one, then make this one.`,
		{ state: 'links_full' }
	);
