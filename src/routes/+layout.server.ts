import { readSaying, SAID_COOKIE } from '$lib/accounts/said';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ cookies, locals }) => {
	const { app, identity, preferences } = locals;
	const me = identity && (await app.accounts.me(identity));
	const saying = readSaying(cookies.get(SAID_COOKIE));
	// The page made it over plain HTTP too, where a deletion marked secure would not count.
	if (saying) cookies.delete(SAID_COOKIE, { path: '/', secure: false });
	return {
		user: {
			id: identity?.userId ?? '',
			isGuest: me?.isGuest ?? true,
			wasAwayDays: me?.wasAwayDays,
			preferences
		},
		saying
	};
};
