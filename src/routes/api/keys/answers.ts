import { z } from 'zod/mini';
import type { ShownKey } from '$lib/accounts/server/keys';
import { permissionLevels } from '$lib/realtime/permissions';

/** A key as it is shown: recognised by its prefix, never whole. */
export const shownKey = z.object({
	keyId: z.uuid(),
	name: z.string(),
	prefix: z.string(),
	permission: z.enum(permissionLevels),
	expiresAt: z.optional(z.iso.datetime()),
	lastUsedAt: z.optional(z.iso.datetime()),
	createdAt: z.iso.datetime()
}) satisfies z.ZodMiniType<ShownKey>;
