import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { MOST_RESERVED, testSettings } from '$lib/typing';

const wish = z.intersection(
	testSettings,
	z.object({
		count: z._default(z.number().check(z.int(), z.gte(1), z.lte(MOST_RESERVED)), 1)
	})
);

/** Rule T1: reserves tests. The first is the answer, the others stand in `reserved`. */
export const POST = endpoint(
	{ permission: 'write', body: wish },
	async ({ event, identity, body }) => {
		const { count, ...settings } = body;
		const { typing } = event.locals.app;
		const [first, ...reserved] = await typing.reserveTests(identity.userId, settings, count);
		return Response.json({ ...first, reserved }, { status: 201 });
	}
);
