import { z } from 'zod/mini';
import { endpoint } from '$lib/realtime/server/rest';
import { acceptedAnalysis, analysisList } from './answers';

const page = z.object({
	cursor: z.optional(z.string().check(z.maxLength(200))),
	limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 20)
});

/** Of what is uploaded. */
const upload = z.object({
	kind: z._default(z.enum(['archive', 'folder']), 'archive'),
	name: z._default(z.string().check(z.maxLength(1000)), '')
});

const address = z.string().check(z.minLength(1), z.maxLength(4096));
const wish = z.union([z.object({ url: address }), z.object({ path: address })], {
	error: 'must be a url or a path'
});

/** A .zip, .tar or .tar.gz; which of them it is its first bytes say. */
const archives = [
	'application/zip',
	'application/gzip',
	'application/x-gzip',
	'application/x-tar',
	'application/octet-stream'
];

export const GET = endpoint(
	{
		summary: 'Your analyses, newest first.',
		permission: 'read',
		query: page,
		answer: analysisList
	},
	async ({ event, identity, query }) => event.locals.app.analyses.list(identity.userId, query)
);

export const POST = endpoint(
	{
		summary:
			'Analyses a repository: of a git address, of a path below LOCAL_REPO_ROOTS (administrators), or of the archive that is the body, a folder packed as .tar among them (N1).',
		permission: 'write',
		body: wish,
		raw: archives,
		query: upload,
		answer: acceptedAnalysis,
		status: 202
	},
	async ({ event, identity, body, query, raw }) => {
		const { analyses } = event.locals.app;
		return raw ? analyses.upload(identity, query, raw) : analyses.create(identity, body);
	}
);
