import type { Agent } from '../chat';
import type { InterviewView } from './formats/answers';

/** Whoever asks, as an agent (rule I6). Pure. */

export type InterviewerStatus = Agent['status'];

/** What he does for as long as nothing changes; `asking` lasts only while a question goes out. */
export function interviewerStatus(status: InterviewView['status']): InterviewerStatus {
	if (status === 'asking') return 'listening';
	return status === 'evaluating' ? 'thinking' : 'idle';
}
