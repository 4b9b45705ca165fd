import { z } from 'zod/mini';
import { interviewSummary } from '$lib/interview/formats/answers';

export const interviewList = z.object({
	items: z.array(interviewSummary),
	nextCursor: z.optional(z.string())
});
