import { z } from 'zod/mini';
import type { Me } from '$lib/accounts/account-client';
import { preferencesSchema } from '$lib/accounts/preferences';
import { permissionLevels } from '$lib/realtime/permissions';

/** What the routes below /api/me answer, for the reference; the compiler holds it to the types. */

export const me = z.object({
	userId: z.uuid(),
	name: z.string(),
	isGuest: z.boolean(),
	email: z.optional(z.string()),
	permissions: z.array(z.enum(permissionLevels)),
	preferences: preferencesSchema,
	wasAwayDays: z.optional(z.number().check(z.int()))
}) satisfies z.ZodMiniType<Me>;

export const recoveryCodes = z.array(z.string()).check(z.length(10));
