import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { MOST_RESERVED, testSettings } from '$lib/typing';
import { reservedTest } from '../answers';

const wish = z.intersection(
	testSettings,
	z.object({
		count: z._default(z.number().check(z.int(), z.gte(1), z.lte(MOST_RESERVED)), 1)
	})
);

export const POST = endpoint(
	{
		summary: 'Makes a test to type, and more ahead in `reserved` (T1).',
		permission: 'write',
		body: wish,
		answer: z.extend(reservedTest, { reserved: z.array(reservedTest) }),
		status: 201
	},
	async ({ event, identity, body }) => {
		const { count, ...settings } = body;
		const { typing } = event.locals.app;
		const [first, ...reserved] = await typing.reserveTests(identity.userId, settings, count);
		return { ...first, reserved };
	}
);
