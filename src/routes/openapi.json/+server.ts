import { openApiAt } from '$lib/developers/server/reference';

/** REST for programs, with this server's address. */
export const GET = ({ url }) => Response.json(openApiAt(url.origin));
