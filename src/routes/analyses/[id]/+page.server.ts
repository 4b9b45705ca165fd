import { error } from '@sveltejs/kit';
import { UserError } from '$lib/errors';
import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

/** The rest follows once the page is alive. */
const FINDINGS = 200;

export const load: PageServerLoad = async ({ locals, params }) => {
	const userId = visitor(locals);
	const { analyses } = locals.app;
	try {
		const [analysis, findings, questions] = await Promise.all([
			analyses.show(userId, params.id),
			analyses.findings(userId, params.id, { limit: FINDINGS }),
			analyses.questions(userId, params.id)
		]);
		return { first: { analysis, findings: findings.items, questions: questions.items } };
	} catch (problem) {
		if (problem instanceof UserError) error(problem.status, problem.message);
		throw problem;
	}
};
