import { z } from 'zod/mini';
import { findingKinds, topics } from '../findings';
import { stages } from '../stages';

/** A finding as its owner is shown it: on the line and over REST (rules N3, R4). */

export const shownEvidence = z.object({
	path: z.string(),
	/** From 1; both ends included. */
	startLine: z.int().check(z.positive()),
	endLine: z.int().check(z.positive()),
	/** Those lines, without secrets; empty where they cannot be shown. */
	snippet: z.string(),
	/** Where it is told of an older state than the newest. */
	commit: z.optional(z.string()),
	/** Of few lines: those with some before and after, so that they can be understood. */
	around: z.optional(z.object({ startLine: z.int().check(z.positive()), snippet: z.string() }))
});

export const shownFinding = z.object({
	/** Of this analysis: what `PATCH …/findings/:findingId` names. */
	id: z.string(),
	seq: z.int().check(z.positive()),
	stage: z.enum(stages),
	/** The same in every analysis of this repository. */
	key: z.string(),
	detector: z.string(),
	topic: z.enum(topics),
	kind: z.enum(findingKinds),
	title: z.string(),
	detail: z.string(),
	/** How sure the detector is. */
	confidence: z.number().check(z.gte(0), z.lte(1)),
	/** Only a manifest says so: no code was seen doing it. */
	manifestOnly: z.boolean(),
	evidence: z.array(shownEvidence),
	/** Its owner said that it is not so: hidden, with its questions, in later analyses too. */
	isDismissed: z.boolean()
});

export type ShownFinding = z.output<typeof shownFinding>;
