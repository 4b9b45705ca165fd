import { defineFeature, type Feature, type MessageContext } from '../../realtime/server/handlers';
import { interviewMessages } from '../messages';
import type { Asker, Kept } from './answering';
import type { InterviewService } from './service';

/** Section I on the line. */
export function interviewFeature(interviews: InterviewService): Feature {
	const asker = ({ identity, connection }: MessageContext): Asker => ({
		userId: identity.userId,
		connection
	});
	const kept = ({ keep, requestId }: MessageContext): Kept => ({ keep, requestId });

	return defineFeature(
		interviewMessages,
		{
			start_interview: (wish, by) => interviews.start(asker(by), wish, kept(by)),
			submit_answer: (said, by) => interviews.answering.submit(asker(by), said, kept(by)),
			pause_interview: (named, by) => interviews.steering.pause(asker(by), named, kept(by)),
			resume_interview: (named, by) => interviews.steering.resume(asker(by), named, kept(by)),
			end_interview: (named, by) => interviews.steering.end(asker(by), named, kept(by)),
			request_hint: (named, by) => interviews.steering.hint(asker(by), named, kept(by)),
			retry_question: (named, by) => interviews.steering.retry(asker(by), named, kept(by)),
			draft_update: (draft, by) => interviews.drafting.keep(asker(by), draft),
			claim_point: (claim, by) => interviews.steering.claim(asker(by), claim, kept(by))
		},
		(connection) => interviews.gone(connection)
	);
}
