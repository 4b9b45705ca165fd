import { questionsAnswer } from '$lib/analysis/formats/answers';
import { endpoint } from '$lib/realtime/server/rest';

export const GET = endpoint(
	{
		summary:
			'The questions about a repository, without rubric, hints and model answers; not those that rest on a finding which you said is not so (I11).',
		permission: 'read',
		answer: questionsAnswer
	},
	async ({ event, identity }) =>
		event.locals.app.analyses.questions(identity.userId, event.params.id ?? '')
);
