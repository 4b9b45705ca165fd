import { questionSchema, type Question } from '$lib/analysis';
import { describe, expect, it } from 'vitest';
import { generalBank, topicsOfBank } from '.';

const FUNCTION_WORDS = new Set(
	`a about all an and any are as at be because been before but by can could did do does each for from
	had has have he her his how i if in into is it its just may me more most must my no not of on one
	only or other our out over own same she should so some such than that the their them then there
	these they this those to too up us was we were what when where which while who whose why will with
	without would you your`.split(/\s+/)
);

/** Rough on purpose: enough to tell that two sentences speak of the same. */
const stem = (word: string) =>
	word
		.replace(/(ies|ied)$/, 'y')
		.replace(/(ations?|ating|ated|ates|ings?|edly|ed|es|s|ly)$/, '')
		.replace(/e$/, '')
		.replace(/(.)\1$/, '$1');

const stems = (text: string) =>
	new Set(
		(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
			.filter((word) => !FUNCTION_WORDS.has(word))
			.map(stem)
	);

/** @returns 0–1, how much of `part` is in `whole` */
const shareIn = (part: ReadonlySet<string>, whole: ReadonlySet<string>) =>
	part.size === 0 ? 0 : part.intersection(whole).size / part.size;

const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
	one.intersection(other).size / Math.max(1, one.union(other).size);

const pointsOf = (question: Question) => [
	...question.rubric,
	...question.followUps.flatMap(({ rubric }) => rubric)
];

const countBy = (key: 'category' | 'difficulty' | 'topic') => {
	const counts = new Map<string, number>();
	for (const question of generalBank) {
		counts.set(question[key], (counts.get(question[key]) ?? 0) + 1);
	}
	return counts;
};

/** What is wrong, as sentences: a failing test then names every place at once. */
const faults = (find: (question: Question) => string[]) =>
	generalBank.flatMap((question) =>
		find(question).map((fault) => `${question.questionId}: ${fault}`)
	);

const OPENS_YES_OR_NO =
	/^(is|are|was|were|do|does|did|can|could|may|must|should|would|will|has|have|had)\b/i;

const saidYesOrNo = (text: string) =>
	text
		.split(/(?<=[.?!:])\s+/)
		.some((sentence) => sentence.endsWith('?') && OPENS_YES_OR_NO.test(sentence));

describe('the general bank', () => {
	it('[Q3] has at least 120 questions over at least 20 topics, four a topic', () => {
		expect(generalBank.length).toBeGreaterThanOrEqual(120);
		expect(topicsOfBank.length).toBeGreaterThanOrEqual(20);
		expect(new Set(topicsOfBank).size).toBe(topicsOfBank.length);
		expect([...countBy('topic')].filter(([, count]) => count < 4)).toEqual([]);
	});

	it('[Q3] has all four categories and three difficulties in balance', () => {
		const categories = countBy('category');
		const difficulties = countBy('difficulty');
		expect(categories.size).toBe(4);
		expect(difficulties.size).toBe(3);
		const share = (count: number) => count / generalBank.length;
		expect(Math.min(...[...categories.values()].map(share))).toBeGreaterThan(0.2);
		expect(Math.max(...[...categories.values()].map(share))).toBeLessThan(0.35);
		expect(Math.min(...[...difficulties.values()].map(share))).toBeGreaterThan(0.25);
		expect(Math.max(...[...difficulties.values()].map(share))).toBeLessThan(0.42);
	});

	it('[Q3] holds the format of stage three', () => {
		expect(
			faults((question) =>
				(questionSchema.safeParse(question).error?.issues ?? []).map(
					({ path, message }) => `${path.join('.')} ${message}`
				)
			)
		).toEqual([]);
	});

	it('[Q3] rests on no repository', () => {
		expect(
			generalBank.filter(
				(question) =>
					question.findingKeys.length > 0 ||
					question.fileReferences.length > 0 ||
					question.evidence.length > 0 ||
					pointsOf(question).some(({ evidence }) => evidence.length > 0)
			)
		).toEqual([]);
	});

	it('[Q3] names every question once, by topic and slug', () => {
		const ids = generalBank.map(({ questionId }) => questionId);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.filter((id) => !/^general\/[a-z_]+\/[a-z0-9-]+$/.test(id))).toEqual([]);
	});

	it('[Q3] asks no two questions alike, follow-ups included', () => {
		const asked = generalBank.flatMap(({ question, followUps }) => [
			question,
			...followUps.map((followUp) => followUp.question)
		]);
		const words = asked.map(stems);
		const alike = asked.filter((_, index) =>
			words.some((other, place) => place < index && likeness(other, words[index]!) > 0.5)
		);
		expect(alike).toEqual([]);
	});

	it('[Q3] asks nothing that yes or no would answer', () => {
		expect(
			faults(({ question, followUps }) =>
				[question, ...followUps.map((followUp) => followUp.question)].filter(saidYesOrNo)
			)
		).toEqual([]);
	});

	it('[Q3] words each point in two to four ways that differ', () => {
		expect(
			faults((question) =>
				pointsOf(question).flatMap(({ claim, wordings }) => {
					const ways = [claim, ...wordings].map(stems);
					const tooLike = ways.some((way, index) =>
						ways.some((other, place) => place < index && likeness(other, way) > 0.75)
					);
					return tooLike || wordings.length > 4 ? [claim] : [];
				})
			)
		).toEqual([]);
	});

	it('[Q3] says what is essential, and never calls everything so', () => {
		expect(
			faults(({ rubric }) =>
				rubric.some((point) => point.isEssential) ? [] : ['nothing is essential']
			)
		).toEqual([]);
		const points = generalBank.flatMap(({ rubric }) => rubric);
		expect(points.filter((point) => point.isEssential).length / points.length).toBeLessThan(0.75);
	});

	it('[Q3] has a model answer of 80–180 words that says every point', () => {
		expect(
			faults(({ modelAnswer, rubric }) => {
				const length = modelAnswer.split(/\s+/).length;
				const said = stems(modelAnswer);
				return [
					...(length < 80 || length > 180 ? [`${length} words`] : []),
					...rubric
						.filter(({ claim, wordings }) =>
							[claim, ...wordings].every((way) => shareIn(stems(way), said) < 0.5)
						)
						.map(({ claim }) => `does not say: ${claim}`)
				];
			})
		).toEqual([]);
	});

	it('[Q3] follows up on every question in both ways', () => {
		expect(
			faults(({ followUps }) =>
				(['clarifying', 'deeper_technical'] as const).filter(
					(type) => !followUps.some((followUp) => followUp.type === type)
				)
			)
		).toEqual([]);
	});

	it('[I11] gives hints that name no point', () => {
		expect(
			faults(({ question, hints, rubric }) => {
				const known = stems(question);
				return hints.flatMap((hint) =>
					rubric
						.filter(({ claim }) => shareIn(stems(claim).difference(known), stems(hint)) > 0.25)
						.map(({ claim }) => `"${hint}" names: ${claim}`)
				);
			})
		).toEqual([]);
	});

	it('[I11] follows up without naming the point it leads to', () => {
		expect(
			faults(({ question, followUps, rubric }) =>
				followUps.flatMap((followUp) => {
					const { claim } = rubric.find(({ pointId }) => pointId === followUp.pointId)!;
					const missing = stems(claim).difference(stems(question));
					return shareIn(missing, stems(followUp.question)) > 0.3
						? [`"${followUp.question}" names: ${claim}`]
						: [];
				})
			)
		).toEqual([]);
	});
});
