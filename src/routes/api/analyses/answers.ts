import { z } from 'zod/mini';
import { analysisSummary } from '$lib/analysis/formats/answers';

export const analysisList = z.object({
	items: z.array(analysisSummary),
	nextCursor: z.optional(z.string())
});

/** Enough to follow it. */
export const acceptedAnalysis = z.object({ analysisId: z.uuid() });
