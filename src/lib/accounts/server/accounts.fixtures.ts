import type { Identity } from '../../realtime/server/identity';
import type { App } from '../../app.server';
import type { SessionRow } from './sessions';

/** A browser in front of the application. */
export interface Visitor {
	identity: Identity;
	/** As the browser sends it. */
	cookie: string;
}

const cookieOf = (setCookies: readonly string[]) =>
	setCookies.map((cookie) => cookie.split(';')[0]).join('; ');

export async function newGuest({ accounts }: App): Promise<Visitor> {
	const { identity, setCookies } = await accounts.welcomeGuest(new Headers(), 'anywhere');
	return { identity, cookie: cookieOf(setCookies) };
}

/** Whoever has the session that a use case made. */
export async function visitorBy({ accounts }: App, session: SessionRow): Promise<Visitor> {
	const { setCookies } = await accounts.enter(session);
	return { identity: await accounts.byCredential(session.id), cookie: cookieOf(setCookies) };
}

export const PASSWORD = 'correct horse battery';

/** A guest who signed up. */
export async function newAccount(
	app: App,
	email: string
): Promise<Visitor & { recoveryCodes: string[] }> {
	const { identity } = await newGuest(app);
	const { session, recoveryCodes } = await app.accounts.entrance.signUp(identity, {
		email,
		password: PASSWORD
	});
	return { ...(await visitorBy(app, session)), recoveryCodes };
}
