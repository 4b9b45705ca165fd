import {
	index,
	integer,
	primaryKey,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from '../../accounts/server/schema';
import { analysis } from '../../analysis/server/schema';
import { sharedSession } from '../../sessions/server/schema';
import { interviewStatuses, nextActions, sessionTypes, turnTypes } from '../kinds';

/** A mock interview (section I); what of it changes while it goes on is its session's state. */
export const interview = sqliteTable(
	'interview',
	{
		id: text('id')
			.primaryKey()
			.references(() => sharedSession.id, { onDelete: 'cascade' }),
		/** Who is asked. */
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		/** Null without one, and once that is deleted: its questions are kept here. */
		analysisId: text('analysis_id').references(() => analysis.id, { onDelete: 'set null' }),
		/** Of the general bank. */
		topic: text('topic'),
		title: text('title').notNull(),
		sessionType: text('session_type', { enum: sessionTypes }).notNull(),
		/** 1, 1.5, 2 or off. */
		pace: text('pace').notNull(),
		/** Where answers may be shown to the configured model: the host that was named and agreed to. */
		modelHost: text('model_host'),
		/** JSON of the wish that it was made of. */
		wish: text('wish').notNull(),
		status: text('status', { enum: interviewStatuses }).notNull(),
		totalQuestions: integer('total_questions').notNull(),
		questionsAnswered: integer('questions_answered').notNull().default(0),
		overallScore: integer('overall_score'),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		endedAt: integer('ended_at', { mode: 'timestamp_ms' })
	},
	(table) => [
		index('interview_user').on(table.userId, table.createdAt),
		index('interview_analysis').on(table.analysisId)
	]
);

const ofInterview = () =>
	text('interview_id')
		.notNull()
		.references(() => interview.id, { onDelete: 'cascade' });

/** A question as it was when it was chosen, rubric and all: for nobody's eyes before it is answered (rule I11). */
export const interviewQuestion = sqliteTable(
	'interview_question',
	{
		interviewId: ofInterview(),
		/** From 1, in the order in which they are asked. */
		number: integer('number').notNull(),
		questionId: text('question_id').notNull(),
		/** JSON of Question. */
		question: text('question').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.interviewId, table.number] }),
		uniqueIndex('interview_question_id').on(table.interviewId, table.questionId)
	]
);

/** One time that a question or a follow-up was asked, and what came of it. */
export const interviewTurn = sqliteTable(
	'interview_turn',
	{
		interviewId: ofInterview(),
		/** Gapless from 1 (rule D4). */
		seq: integer('seq').notNull(),
		/** Of the main question. */
		number: integer('number').notNull(),
		questionId: text('question_id').notNull(),
		type: text('type', { enum: turnTypes }).notNull(),
		attempt: integer('attempt').notNull(),
		/** What is asked, where that is not the question as it was chosen. */
		text: text('text'),
		/** Of a follow-up: the point that it leads to. */
		pointId: text('point_id'),
		/** Of a follow-up: JSON of RubricPoint[]. */
		rubric: text('rubric'),
		askedAt: integer('asked_at', { mode: 'timestamp_ms' }).notNull(),
		answer: text('answer'),
		answeredAt: integer('answered_at', { mode: 'timestamp_ms' }),
		responseMs: integer('response_ms'),
		/** The clock submitted it. */
		isLate: integer('is_late', { mode: 'boolean' }).notNull().default(false),
		/** What the message that answered it was called by its sender (rule D3). */
		requestId: text('request_id'),
		/** JSON of Evaluation. */
		evaluation: text('evaluation'),
		nextAction: text('next_action', { enum: nextActions }),
		/** JSON of the hints that were given. */
		hints: text('hints').notNull().default('[]')
	},
	(table) => [primaryKey({ columns: [table.interviewId, table.seq] })]
);

/** "I said this": a candidate's own claim beside a point, never instead of the score (rule I10). */
export const interviewClaim = sqliteTable(
	'interview_claim',
	{
		interviewId: ofInterview(),
		/** Of the turn. */
		seq: integer('seq').notNull(),
		pointId: text('point_id').notNull(),
		/** The words that said it, in UTF-16 units of the answer. */
		start: integer('start').notNull(),
		end: integer('end').notNull(),
		claimedAt: integer('claimed_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.interviewId, table.seq, table.pointId] })]
);

/** What is being written (rule I8): for the candidate's eyes only. */
export const interviewDraft = sqliteTable(
	'interview_draft',
	{
		interviewId: ofInterview(),
		/** Of the turn. */
		seq: integer('seq').notNull(),
		text: text('text').notNull(),
		revision: integer('revision').notNull(),
		updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.interviewId, table.seq] })]
);

/** Drafts that lost to another device's: shown, not dropped. */
export const interviewLostDraft = sqliteTable(
	'interview_lost_draft',
	{
		id: text('id').primaryKey(),
		interviewId: ofInterview(),
		/** Of the turn. */
		seq: integer('seq').notNull(),
		text: text('text').notNull(),
		lostAt: integer('lost_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [index('interview_lost_draft_interview').on(table.interviewId, table.lostAt)]
);
