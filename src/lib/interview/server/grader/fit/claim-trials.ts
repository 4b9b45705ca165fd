import type { Question } from '$lib/analysis';
import { grade } from '../grade';
import { gradeByReferences } from '../marking';
import { contraryPairs, type ContraryPair } from './contrary-cases';

/** How often a claim of a rubric gets more than its contrary (G4). */
export interface ClaimTrial {
	/** Through its rubric, or beside itself as the only reference. */
	way: 'rubric' | 'reference';
	rule: ContraryPair['rule'];
	pairs: number;
	/** How many times the true one got more. */
	right: number;
}

/** Pairs made from every claim, each once; the claim itself and its contrary are the answers. */
export function claimTrials(
	tasks: readonly Pick<Question, 'question' | 'rubric' | 'modelAnswer'>[]
): ClaimTrial[] {
	const claims = new Map(
		tasks.flatMap((task) => task.rubric.map(({ claim }) => [claim, task] as const))
	);
	const tried = [...claims].flatMap(([claim, { question, rubric, modelAnswer }]) => {
		const scores: Record<ClaimTrial['way'], (answer: string) => number> = {
			rubric: (answer) => grade({ question, rubric, modelAnswer, answer }).score,
			reference: (answer) => gradeByReferences(question, [claim], answer, 'claims').share
		};
		return contraryPairs(claim).flatMap(({ truth, contrary, rule }) =>
			(['rubric', 'reference'] as const).map((way) => ({
				...{ way, rule },
				isRight: scores[way](truth) > scores[way](contrary)
			}))
		);
	});
	return [...Map.groupBy(tried, ({ way, rule }) => `${way} ${rule}`).values()].map((members) => ({
		way: members[0]!.way,
		rule: members[0]!.rule,
		pairs: members.length,
		right: members.filter(({ isRight }) => isRight).length
	}));
}
