import { z } from 'zod/mini';
import { defineMessages } from '../realtime/catalogue';
import { shownFinding } from './formats/shown-finding';
import { analysisStatuses, failureCodes, stages } from './stages';

/** What travels about analyses (section N). */

/** Any such id is well formed (rule N2); ours are UUIDs. */
const analysisId = z
	.string()
	.check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 characters A–Z a–z 0–9 _ -' }));
const stage = z.enum(stages);
const count = z.number().check(z.int(), z.nonnegative());
const percent = z.number().check(z.gte(0), z.lte(100));
const completedStages = z.array(stage);
const status = z.enum(analysisStatuses);

export const analysisMessages = defineMessages({
	subscribe_analysis: {
		direction: 'in',
		summary:
			'Hear how an analysis goes from now on; the stages already finished come again as stage_completed (N2).',
		schema: z.object({ analysisId }),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'subscription_confirmed',
		// Of a connection, not of a person: sent again it must be done again, and may be.
		changes: false
	},
	subscription_confirmed: {
		direction: 'out',
		summary:
			'How far the analysis is. lastSeq is of the newest finding: those that are missing come over REST (N2, N3).',
		schema: z.object({
			analysisId,
			currentStatus: status,
			completedStages,
			progress: percent,
			lastSeq: count
		}),
		replaces: ['analysisId']
	},
	unsubscribe_analysis: {
		direction: 'in',
		summary: 'Hear no more of an analysis; also where this connection had not subscribed (N2).',
		schema: z.object({ analysisId }),
		permission: 'read',
		bucket: 'messages',
		answeredBy: 'unsubscription_confirmed',
		changes: false
	},
	unsubscription_confirmed: {
		direction: 'out',
		summary: 'Nothing more comes of this analysis (N2).',
		schema: z.object({ analysisId }),
		replaces: false
	},
	analysis_progress: {
		direction: 'out',
		summary:
			'How far a stage is: done of total things of a step, by real counts; at most ten a second (N3).',
		schema: z.object({
			analysisId,
			stage,
			/** What is counted: `files`, `commits`, `detectors`; the page has words for it. */
			step: z.string(),
			done: count,
			/** 0 where it is not known yet. */
			total: count,
			/** Of the whole analysis. */
			progress: percent,
			/** Milliseconds until the whole is done, once that can be told. */
			etaMs: z.optional(count)
		}),
		replaces: ['analysisId']
	},
	analysis_findings: {
		direction: 'out',
		summary:
			'What was found just now. seq is of the first of them, the others follow it; what is missing before it comes over REST (N3).',
		schema: z.object({ analysisId, stage, seq: count, findings: z.array(shownFinding) }),
		replaces: false
	},
	analysis_questions: {
		direction: 'out',
		summary:
			'How many questions there are so far: an interview may start from the third. They come over REST (N3, I1).',
		schema: z.object({ analysisId, count }),
		replaces: ['analysisId']
	},
	stage_completed: {
		direction: 'out',
		summary: 'A stage is done, and what it tells can be had over REST (N3).',
		schema: z.object({
			analysisId,
			stage,
			/** Those that ended together, where it was more than one. */
			stages: z.optional(z.array(stage)),
			completedStages,
			progress: percent,
			dataAvailable: z.boolean()
		}),
		replaces: false
	},
	analysis_failed: {
		direction: 'out',
		summary: 'It cannot go on; the message says what to do. Stages done earlier stay (N4).',
		schema: z.object({
			analysisId,
			stage,
			errorMessage: z.string(),
			errorCode: z.enum(failureCodes),
			retryable: z.boolean()
		}),
		replaces: ['analysisId']
	},
	analysis_status: {
		direction: 'out',
		summary:
			'What has become of an analysis: it waits, runs, is done, was cancelled; deleted where it is no more.',
		schema: z.object({ analysisId, status: z.enum([...analysisStatuses, 'deleted']) }),
		replaces: ['analysisId']
	}
});

export type AnalysisMessages = typeof analysisMessages;
