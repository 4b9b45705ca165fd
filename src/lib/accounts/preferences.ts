import { z } from 'zod/mini';

/** What follows a person from device to device (rule R3). */

const theme = z.enum(['system', 'light', 'dark']);

const MOST_TYPING_SETTINGS = 16;

/** The last settings of a typing test; only the typing room knows what they mean. */
const typing = z
	.record(
		z.string().check(z.maxLength(32)),
		z.union([z.string().check(z.maxLength(64)), z.number(), z.boolean()])
	)
	.check(
		z.refine((settings) => Object.keys(settings).length <= MOST_TYPING_SETTINGS, {
			error: `must have at most ${MOST_TYPING_SETTINGS} settings`
		})
	);

export const preferencesSchema = z.object({
	theme: z._default(theme, 'system'),
	typing: z.optional(typing)
});

export type Preferences = z.output<typeof preferencesSchema>;

/** What `PATCH /api/me` takes: the parts to change. */
export const preferencesPatch = z.object({
	theme: z.optional(theme),
	typing: z.optional(typing)
});

export type PreferencesPatch = z.output<typeof preferencesPatch>;
