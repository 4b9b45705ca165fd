import type { SessionKind } from '../../sessions/server/kinds';
import { interviewView } from '../formats/answers';
import type { InterviewState } from '../interview';
import { showInterview } from '../view';

/** What sessions that are interviews are called. */
export const INTERVIEW = 'interview';

/** What interviews are among shared sessions. Their clock is looked at by a job of their own. */
export const interviewKind: SessionKind<InterviewState> = {
	name: INTERVIEW,
	most: 1000,
	isKept: true,
	viewSchema: interviewView,
	view: showInterview,
	path: (id) => `/interviews/${id}`
};
