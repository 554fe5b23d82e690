/** Roles of members, from the least to the most; each may do what those before it may. */
export const projectRoles = ['viewer', 'developer', 'maintainer', 'admin', 'owner'] as const;
export type ProjectRole = (typeof projectRoles)[number];
