/** What somebody may be in a session (rule A6), the most powerful first. */
export const sessionRoles = ['owner', 'participate', 'watch'] as const;

export type SessionRole = (typeof sessionRoles)[number];

/** What a share link can make of somebody. */
export const linkRoles = ['participate', 'watch'] as const satisfies readonly SessionRole[];

export type LinkRole = (typeof linkRoles)[number];
