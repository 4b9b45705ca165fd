import { ask, tell } from '../realtime/rest-client';
import type { LinkRole } from './roles';
import type { MadeLink, Redeemed, ShownLink } from './share-links';

export { Refusal } from '../realtime/rest-client';

const LINKS = '/api/share-links';

/** Share links over REST, as the browser calls it (rule A6). Each rejects with a `Refusal`. */
export const shareClient = {
	list: (cursor?: string) =>
		ask<{ items: ShownLink[]; nextCursor?: string }>(
			'GET',
			cursor === undefined ? LINKS : `${LINKS}?cursor=${cursor}`
		),
	make: (wish: { sessionId: string; role: LinkRole; follows?: boolean; personId?: string }) =>
		ask<MadeLink>('POST', LINKS, { body: wish }),
	/** Whoever came by it is out at once. */
	withdraw: (linkId: string) => tell('DELETE', `${LINKS}/${linkId}`),
	/** Takes one person out, and lets nobody else in. */
	removePerson: (linkId: string, personId: string) =>
		tell('DELETE', `${LINKS}/${linkId}/people/${personId}`),
	redeem: (token: string) => ask<Redeemed>('POST', `${LINKS}/redeem`, { body: { token } })
};
