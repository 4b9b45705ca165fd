import { masked } from './masked';
import type { QuestionDraft } from './maker';

/** A draft with the id that its question will have. */
export interface Candidate extends QuestionDraft {
	questionId: string;
}

/** What one interview after the other can draw on; more of them would say the same again. */
const MOST = 40;

/** Below this a bank is kept whole, however little of it rests on two places. */
const LEAST = 12;

/**
 * What another question of the same kind is worth less, for each that was chosen before it: an
 * interview takes the first, so variety has to begin there.
 */
const REPEATED = { category: 0.03, difficulty: 0.02, topic: 0.06, file: 0.04 };

/**
 * The questions that are asked, the best first, so that an interview may begin with the third: no two
 * alike, categories, difficulties, topics and files mixed, at least half of them about two places that
 * have to do with one another.
 */
export function selected(candidates: readonly Candidate[]): Candidate[] {
	const left = new Set(different(candidates));
	const chosen: Candidate[] = [];
	const counts = new Map<string, number>();
	while (left.size > 0 && chosen.length < MOST) {
		const next = best(left, counts);
		left.delete(next);
		chosen.push(next);
		for (const { key } of kindsOf(next)) counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return mostlyRelated(chosen);
}

/** Of those that ask the same, in the same words or about the same finding from the same side, the best. */
function different(candidates: readonly Candidate[]): Candidate[] {
	const seen = new Set<string>();
	return candidates
		.toSorted(
			(one, other) => other.worth - one.worth || (one.questionId < other.questionId ? -1 : 1)
		)
		.filter((candidate) => {
			const marks = [
				`text ${masked(candidate.question)}`,
				...candidate.findingKeys.slice(0, 1).map((key) => `${candidate.category} ${key}`)
			];
			if (marks.some((mark) => seen.has(mark))) return false;
			for (const mark of marks) seen.add(mark);
			return true;
		});
}

function kindsOf({ category, difficulty, topic, fileReferences }: Candidate) {
	const [file] = fileReferences;
	return [
		{ key: `category ${category}`, cost: REPEATED.category },
		{ key: `difficulty ${difficulty}`, cost: REPEATED.difficulty },
		{ key: `topic ${topic}`, cost: REPEATED.topic },
		...(file === undefined ? [] : [{ key: `file ${file}`, cost: REPEATED.file }])
	];
}

function best(left: ReadonlySet<Candidate>, counts: ReadonlyMap<string, number>): Candidate {
	let highest = -Infinity;
	let found: Candidate | undefined;
	for (const candidate of left) {
		const costs = kindsOf(candidate).map(({ key, cost }) => cost * (counts.get(key) ?? 0));
		const value = costs.reduce((rest, cost) => rest - cost, candidate.worth);
		if (value > highest) [highest, found] = [value, candidate];
	}
	if (!found) throw new Error('There is nothing left to choose from.');
	return found;
}

/** Without the last of those that rest on one place, where they are more than half. */
function mostlyRelated(chosen: readonly Candidate[]): Candidate[] {
	const single = chosen.filter(({ isRelated }) => !isRelated);
	const related = chosen.length - single.length;
	const kept = new Set(single.slice(0, Math.max(related, LEAST - related)));
	return chosen.filter((candidate) => candidate.isRelated || kept.has(candidate));
}
