import type { PointVerdict } from './evaluation';
import type { InterviewAnswer, ShownTurn } from './formats/answers';

/** Interviews for tests, given by what differs. */

export const point = (
	pointId: string,
	given: Partial<PointVerdict> & Pick<PointVerdict, 'verdict'>
): PointVerdict => ({
	pointId,
	claim: `Claim ${pointId}.`,
	share: given.verdict === 'said' ? 1 : 0,
	weight: 0.5,
	isEssential: false,
	evidence: [],
	...given
});

type Evaluated = NonNullable<ShownTurn['evaluation']>;

export const evaluation = (score: number, given: Partial<Evaluated> = {}): Evaluated => ({
	score,
	confidence: 0.8,
	strengths: [],
	weaknesses: [],
	missingPoints: [],
	feedback: 'Feedback.',
	evidence: [],
	evaluator: 'builtin@1',
	points: [],
	...given
});

/** An answered main question; `score` makes its evaluation. */
export const turn = (
	questionId: string,
	seq: number,
	{ score, ...given }: Partial<ShownTurn> & { score?: number } = {}
): ShownTurn => ({
	questionId,
	type: 'question',
	seq,
	attempt: 1,
	question: `Why ${questionId}?`,
	category: 'architecture',
	difficulty: 'junior',
	topic: 'caching',
	fileReferences: [],
	evidence: [],
	askedAt: '2026-03-02T10:00:00.000Z',
	answer: `Because of ${questionId}.`,
	responseMs: 40_000,
	isLate: false,
	hints: [],
	claims: [],
	...(score !== undefined && { evaluation: evaluation(score) }),
	...given
});

export const followUp = (
	relatedToQuestionId: string,
	seq: number,
	given: Partial<ShownTurn> & { score?: number } = {}
): ShownTurn =>
	turn(`${relatedToQuestionId}/f${seq}`, seq, {
		type: 'clarifying',
		relatedToQuestionId,
		...given
	});

export const interview = (
	turns: ShownTurn[],
	given: Partial<InterviewAnswer> = {}
): InterviewAnswer => ({
	interviewId: '0b3a7a0e-3f0c-4b8b-9a51-2f7f0c1f1a11',
	title: 'owner/shop',
	sessionType: 'live',
	status: 'completed',
	totalQuestions: turns.filter(({ type }) => type === 'question').length,
	questionsAnswered: turns.filter(({ type, answer }) => type === 'question' && answer !== null)
		.length,
	overallScore: null,
	createdAt: '2026-03-02T10:00:00.000Z',
	endedAt: '2026-03-02T10:30:00.000Z',
	role: 'owner',
	pace: 1,
	questions: [],
	turns,
	lostDrafts: [],
	...given
});
