import { z } from 'zod/mini';
import { personId } from './messages';
import { linkRoles, sessionRoles } from './roles';

/** What REST takes and answers about share links (rule A6). */

const linkRole = z.enum(linkRoles);
const time = z.iso.datetime();

export const linkWish = z.object({
	sessionId: z.uuid(),
	role: z._default(linkRole, 'watch'),
	follows: z.optional(z.boolean()),
	personId: z.optional(personId),
	expiresAt: z.optional(
		time.check(z.refine((at) => Date.parse(at) > Date.now(), { error: 'must be a time to come' }))
	)
});

/** Whoever came by a link, as others in its session know him. */
const person = z.object({ id: z.string(), name: z.string(), connected: z.boolean() });

export const shownLink = z.object({
	linkId: z.uuid(),
	sessionId: z.uuid(),
	kind: z.string(),
	role: linkRole,
	follows: z.boolean(),
	isOpen: z.boolean(),
	people: z.array(person),
	createdAt: time,
	expiresAt: z.optional(time)
});

export const madeLink = z.extend(shownLink, { url: z.string(), token: z.string() });

export const linkList = z.object({
	items: z.array(shownLink),
	nextCursor: z.optional(z.string())
});

export const redemption = z.object({ token: z.string().check(z.minLength(1), z.maxLength(200)) });

export const redeemed = z.object({
	sessionId: z.uuid(),
	kind: z.string(),
	role: z.enum(sessionRoles),
	url: z.string()
});

/** A link, as its maker sees it. */
export type ShownLink = z.output<typeof shownLink>;
/** With its secret, which is answered once. */
export type MadeLink = z.output<typeof madeLink>;
export type Redeemed = z.output<typeof redeemed>;
