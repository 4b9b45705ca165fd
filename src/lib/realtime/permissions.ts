/** What a credential allows (rule A7): each permission includes those before it. */
export const permissionLevels = ['read', 'write', 'admin'] as const;

export type Permission = (typeof permissionLevels)[number];

/** @returns `level` and everything weaker, weakest first */
export function permissionsUpTo(level: Permission): Permission[] {
	return permissionLevels.slice(0, permissionLevels.indexOf(level) + 1);
}
