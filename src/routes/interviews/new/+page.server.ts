import { isUnderWay } from '$lib/analysis/stage-words';
import { topicsOfBank } from '$lib/interview/server/bank';
import { topicName } from '$lib/question-words';
import { visitor } from '../../visitor';
import type { PageServerLoad } from './$types';

/** Older ones are gone to by their own page. */
const LATEST = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const userId = visitor(locals);
	const { analyses, env } = locals.app;
	const [{ items }, wished] = await Promise.all([
		analyses.list(userId, { limit: LATEST }),
		wishedOf(locals, userId, url.searchParams.get('analysis'))
	]);
	const isListed = items.some(({ analysisId }) => analysisId === wished?.analysisId);
	const known = wished && !isListed ? [wished, ...items] : items;
	return {
		analyses: known.map((one) => ({
			analysisId: one.analysisId,
			name: one.name,
			questions: one.questions,
			isGrowing: isUnderWay(one)
		})),
		topics: topicsOfBank.map((topic) => ({ topic, name: topicName(topic) })),
		chosen: {
			analysisId: wished?.analysisId,
			topic: url.searchParams.get('topic') ?? undefined
		},
		...(env.LLM_BASE_URL !== undefined &&
			env.LLM_MODEL !== undefined && {
				model: { name: env.LLM_MODEL, host: new URL(env.LLM_BASE_URL).host }
			})
	};
};

/** The analysis that the address names; undefined for one that is not there, or not this person's. */
async function wishedOf({ app }: App.Locals, userId: string, analysisId: string | null) {
	if (analysisId === null) return undefined;
	return app.analyses.show(userId, analysisId).catch(() => undefined);
}
