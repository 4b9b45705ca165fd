import { ask } from '../realtime/rest-client';
import type { InterviewAnswer } from './formats/answers';

/** Interviews over REST, as the browser calls it (rule R3). */

/** Each rejects with a `Refusal`. */
export const interviewClient = {
	show: (interviewId: string) => ask<InterviewAnswer>('GET', `/api/interviews/${interviewId}`)
};

/** What a page needs to follow one interview. */
export type InterviewRest = typeof interviewClient;
