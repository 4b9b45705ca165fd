import { createHash } from 'node:crypto';
import type { Question } from '../../questions';
import { contextIn } from './code-context';
import { dataMakers } from './data-makers';
import type { QuestionMaker, QuestionMaterial } from './maker';
import { Phrasing } from './phrasing';
import { selected, type Candidate } from './selection';
import { shapeMakers } from './shape-makers';
import { trustMakers } from './trust-makers';

export type { QuestionMaker, QuestionMaterial } from './maker';

const groups = { shape: shapeMakers, trust: trustMakers, data: dataMakers };

/** Every maker of questions; each group names its own, and ids come from both: `trust/ownership`. */
export const makers: readonly QuestionMaker[] = Object.entries(groups).flatMap(([group, own]) =>
	own.map(({ name, make }): QuestionMaker => ({ name: `${group}/${name}`, make }))
);

/**
 * What this repository's author may be asked: at most forty questions, the best first, no two alike.
 * The same repository in the same state gets the same questions.
 *
 * @param from the makers to ask; every one unless told otherwise
 */
export function questionsFrom(
	material: QuestionMaterial,
	from: readonly QuestionMaker[] = makers
): Question[] {
	const phrasing = new Phrasing(material.name);
	const candidates = from.flatMap((maker) =>
		maker.make(material, phrasing).map((draft): Candidate => {
			return { ...draft, questionId: idOf(maker.name, draft.subject) };
		})
	);
	const inContext = contextIn(material.project);
	return selected(candidates).map(questionOf).map(inContext);
}

/** The same for the same thing in every analysis: attempts at it are counted by it. */
const idOf = (maker: string, subject: string) =>
	createHash('sha256').update(`${maker}:${subject}`).digest('hex').slice(0, 24);

/** Without what only the choice needed. */
function questionOf(candidate: Candidate): Question {
	const { questionId, question, category, difficulty, topic } = candidate;
	const { fileReferences, evidence, findingKeys } = candidate;
	const { rubric, modelAnswer, hints, followUps } = candidate;
	return {
		questionId,
		question,
		category,
		difficulty,
		topic,
		fileReferences,
		evidence,
		findingKeys,
		rubric,
		modelAnswer,
		hints,
		followUps
	};
}
