import { asyncApiAt } from '$lib/developers/server/reference';

/** The line for programs, with this server's address. */
export const GET = ({ url }) => Response.json(asyncApiAt(url.origin));
