import type { Audience } from '../../realtime/server/audience';
import type { Clock } from '../../server/clock';
import type { Database, Transaction } from '../../server/database';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import { demandRole } from '../../sessions/server/engine';
import { sessionNotFound, type SessionScope } from '../../sessions/server/scope';
import type { SessionService } from '../../sessions/server/service';
import type { AnalysedBankOf } from './banks';
import { Course } from './course';
import { INTERVIEW } from './interview-kind';
import type { Judge } from './judge';
import type { OutsideModel } from './model';
import type { InterviewThread } from './thread';

/** What interviews stand on. */
export interface InterviewParts {
	database: Database;
	sessions: SessionService;
	audience: Audience;
	jobs: Jobs;
	judge: Judge;
	thread: InterviewThread;
	/** Where one is configured. */
	model?: OutsideModel | undefined;
	analysedBankOf: AnalysedBankOf;
	now: Clock;
	log: Log;
}

/** @throws UserError SESSION_NOT_FOUND where there is no such interview */
export function courseIn(
	{ jobs, now, thread }: InterviewParts,
	id: string,
	{ sessions, tx }: { sessions: SessionScope; tx: Transaction }
): Course {
	sessions.read(id, INTERVIEW);
	return new Course(id, { sessions, tx, jobs, thread, now: now() });
}

/**
 * A use case of the candidate's, in a transaction of its own.
 *
 * @param what ends "may not …"
 * @throws UserError SESSION_NOT_FOUND, also for whoever has no part in it; FORBIDDEN for who is with him
 */
export function asCandidate<T>(
	parts: InterviewParts,
	{ userId, id, what }: { userId: string; id: string; what: string },
	work: (course: Course) => T
): Promise<T> {
	return parts.sessions.engine.write((sessions, tx) => {
		const member = sessions.member(id, userId);
		if (!member) throw sessionNotFound();
		const course = courseIn(parts, id, { sessions, tx });
		demandRole(member, ['owner'], what);
		return work(course);
	});
}
