import { z } from 'zod/mini';
import { categories, difficulties, shownQuestion } from '../analysis';
import { chatMessages } from '../chat';
import { defineMessages } from '../realtime/catalogue';
import { MOST_ANSWER_CHARACTERS } from './drafts';
import { shownEvaluation, summary } from './formats/answers';
import { followUpTypes, nextActions, paces, sessionTypes } from './kinds';

/** What travels about interviews (section I). */

const sessionId = z.uuid();
const questionId = z.string().check(z.minLength(1), z.maxLength(200));
const count = z.number().check(z.int(), z.nonnegative());

/** Half a character cannot be kept: as it is kept it is compared with what is sent again. */
const answer = z.string().check(
	z.maxLength(MOST_ANSWER_CHARACTERS),
	z.overwrite((text) => text.toWellFormed())
);

const order = { permission: 'write', bucket: 'messages', changes: true } as const;

export const interviewMessages = defineMessages({
	start_interview: {
		...order,
		direction: 'in',
		summary:
			'Begin an interview, on the questions of an analysis, on a topic of the general bank, or on both (I1).',
		schema: z.object({
			analysisId: z.optional(z.uuid()),
			topic: z.optional(z.string().check(z.maxLength(64))),
			sessionType: z.enum(sessionTypes),
			questionCount: z.optional(z.int().check(z.gte(1), z.lte(40))),
			difficulty: z.optional(z.enum(difficulties)),
			category: z.optional(z.enum(categories)),
			pace: z.optional(z.literal(paces)),
			/** These and no others, as when the weak ones are asked again. */
			questionIds: z.optional(z.array(questionId).check(z.minLength(1), z.maxLength(40))),
			/** Answers and the question's code may be shown to the model there, and nowhere else (I12). */
			agreedHost: z.optional(z.string().check(z.minLength(1), z.maxLength(261)))
		}),
		answeredBy: 'interview_started'
	},
	interview_started: {
		direction: 'out',
		summary: 'The interview has begun; it is a shared session of the kind `interview` (I1, S1).',
		schema: z.object({
			sessionId,
			analysisId: z.optional(z.uuid()),
			firstQuestion: shownQuestion,
			totalQuestions: count
		}),
		replaces: false
	},
	submit_answer: {
		...order,
		direction: 'in',
		summary:
			'The answer to the question that is open; whatever is not open is INVALID_STATE (I2, I5).',
		schema: z.object({ sessionId, questionId, answer }),
		answeredBy: 'answer_evaluated'
	},
	typing_indicator: {
		direction: 'out',
		summary: 'The interviewer thinks, or has done so (I2).',
		schema: z.object({ sessionId, isTyping: z.boolean() }),
		replaces: ['sessionId']
	},
	agent_status: chatMessages.agent_status,
	answer_evaluated: {
		direction: 'out',
		summary:
			'What the answer is worth, point by point, who says so and how sure he is. While more may be asked about the question, only of the points that were said (I2, I10, I11).',
		schema: z.object({
			sessionId,
			questionId,
			evaluation: shownEvaluation,
			/** Once nothing more is asked about this question. */
			modelAnswer: z.optional(z.string()),
			nextAction: z.enum(nextActions)
		}),
		replaces: false
	},
	follow_up_question: {
		direction: 'out',
		summary: 'The interviewer asks on (I2).',
		schema: z.object({
			sessionId,
			questionId,
			question: z.string(),
			questionType: z.enum(followUpTypes),
			relatedToQuestionId: z.string()
		}),
		replaces: false
	},
	next_question: {
		direction: 'out',
		summary: 'The next question (I2).',
		schema: z.extend(shownQuestion, { sessionId, questionNumber: count, totalQuestions: count }),
		replaces: false
	},
	interview_complete: {
		direction: 'out',
		summary: 'The last answer was given: how it went (I4).',
		schema: z.object({
			sessionId,
			analysisId: z.optional(z.uuid()),
			summary,
			resultsUrl: z.string()
		}),
		replaces: false
	},
	pause_interview: {
		...order,
		direction: 'in',
		summary: 'Time stands still until somebody resumes it, on any device, days later (I3).',
		schema: z.object({ sessionId }),
		answeredBy: 'interview_paused'
	},
	interview_paused: {
		direction: 'out',
		summary: 'The interview stands still (I3).',
		schema: z.object({ sessionId, currentQuestionIndex: count, canResume: z.boolean() }),
		replaces: ['sessionId']
	},
	resume_interview: {
		...order,
		direction: 'in',
		summary: 'Go on where it was paused (I3).',
		schema: z.object({ sessionId }),
		answeredBy: 'interview_resumed'
	},
	interview_resumed: {
		direction: 'out',
		summary: 'It goes on, with the question that is open (I3).',
		schema: z.object({ sessionId, currentQuestion: shownQuestion }),
		replaces: ['sessionId']
	},
	end_interview: {
		...order,
		direction: 'in',
		summary: 'End it before its last question; what was answered stays (I4).',
		schema: z.object({ sessionId }),
		answeredBy: 'interview_ended'
	},
	interview_ended: {
		direction: 'out',
		summary: 'It is over; its results are at resultsUrl (I4).',
		schema: z.object({ sessionId, resultsUrl: z.string() }),
		replaces: ['sessionId']
	},
	request_hint: {
		...order,
		direction: 'in',
		summary: 'In practice: a hint to the open question, each saying more than the one before (I7).',
		schema: z.object({ sessionId, questionId }),
		answeredBy: 'hint'
	},
	hint: {
		direction: 'out',
		summary: 'A hint, and how many are left (I7).',
		schema: z.object({ sessionId, questionId, text: z.string(), remaining: count }),
		replaces: false
	},
	retry_question: {
		...order,
		direction: 'in',
		summary:
			'In practice: ask a question again that was answered already; the latest attempt counts, all are shown (I7).',
		schema: z.object({ sessionId, questionId }),
		answeredBy: 'question_again'
	},
	question_again: {
		direction: 'out',
		summary: 'The question is open again (I7).',
		schema: z.extend(shownQuestion, { sessionId, attempt: count }),
		replaces: ['sessionId']
	},
	draft_update: {
		...order,
		// The same draft again changes nothing: it is kept by its revision.
		changes: false,
		direction: 'in',
		summary:
			'Keep what is being written. The higher revision wins; the answer says what is kept, and what lost is shown, not dropped (I8).',
		schema: z.object({ sessionId, questionId, text: answer, revision: count }),
		answeredBy: 'draft_kept'
	},
	draft_kept: {
		direction: 'out',
		summary:
			'The draft as it is kept now, for all devices of the candidate; `lost` is what it replaced or beat, where that said something else (I8).',
		schema: z.object({
			sessionId,
			questionId,
			text: answer,
			revision: count,
			lost: z.optional(answer)
		}),
		replaces: ['sessionId']
	},
	claim_point: {
		...order,
		direction: 'in',
		summary:
			'“I said this”: the candidate’s own claim beside a missing point, with the words that said it; the score stays (I10).',
		schema: z.object({
			sessionId,
			questionId,
			pointId: z.string().check(z.maxLength(64)),
			span: z.object({ start: count, end: count })
		}),
		answeredBy: 'point_claimed'
	},
	point_claimed: {
		direction: 'out',
		summary: 'The claim is kept, beside the original score (I10).',
		schema: z.object({
			sessionId,
			questionId,
			pointId: z.string(),
			span: z.object({ start: count, end: count })
		}),
		replaces: false
	}
});

export type InterviewMessages = typeof interviewMessages;
