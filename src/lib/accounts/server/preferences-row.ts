import { preferencesSchema, type Preferences } from '../preferences';

/**
 * @param stored JSON; what an older release stored and this one does not understand counts as not
 * chosen, field by field
 */
export function readPreferences(stored: string): Preferences {
	const understood: Record<string, unknown> = {};
	const raw = JSON.parse(stored) as Record<string, unknown>;
	for (const [name, schema] of Object.entries(preferencesSchema.shape)) {
		const parsed = schema.safeParse(raw[name]);
		if (parsed.success) understood[name] = parsed.data;
	}
	return preferencesSchema.parse(understood);
}

/** What a guest chose, where the account it becomes part of has not chosen itself. */
export function mergePreferences(guest: string, account: string): string {
	return JSON.stringify({
		...(JSON.parse(guest) as object),
		...(JSON.parse(account) as object)
	});
}
