import type { InterviewSummary } from './formats/answers';
import { isOver } from './words';

/** How interviews came out, week by week. Pure. */

export interface WeekOfInterviews {
	/** Its Monday in UTC, `2026-03-02`. */
	monday: string;
	/** Mean of its interviews, each counted by its answered questions; 0–100, not rounded. */
	score: number;
	interviews: number;
	questionsAnswered: number;
}

const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = -3 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/** Weeks with a score, the earliest first; weeks without one are left out. An interview counts when it began. */
export function weeklyProgress(
	interviews: readonly Pick<
		InterviewSummary,
		'createdAt' | 'overallScore' | 'questionsAnswered' | 'status'
	>[]
): WeekOfInterviews[] {
	const scored = interviews.flatMap(({ status, createdAt, overallScore, questionsAnswered }) =>
		isOver({ status }) && overallScore !== null && questionsAnswered > 0
			? [{ week: weekNumber(createdAt), overallScore, questionsAnswered }]
			: []
	);
	return [...Map.groupBy(scored, ({ week }) => week)]
		.sort(([one], [other]) => one - other)
		.map(([week, members]) => {
			const questionsAnswered = sum(members.map((member) => member.questionsAnswered));
			const points = sum(members.map((member) => member.overallScore * member.questionsAnswered));
			return {
				monday: new Date(FIRST_MONDAY_MS + week * WEEK_MS).toISOString().slice(0, 10),
				score: points / questionsAnswered,
				interviews: members.length,
				questionsAnswered
			};
		});
}

/**
 * Those of weeks that are known whole: what is older than all that is known may have begun in the same
 * week as the oldest of it.
 *
 * @param known newest first, and nothing between left out
 */
export function inWholeWeeks<T extends Pick<InterviewSummary, 'createdAt'>>(
	known: readonly T[]
): T[] {
	const oldest = known.at(-1);
	if (!oldest) return [];
	return known.filter(({ createdAt }) => weekNumber(createdAt) > weekNumber(oldest.createdAt));
}

/** Weeks since an arbitrary Monday: a chart's x, on which a week left out leaves its gap. */
export const weekNumber = (at: string): number =>
	Math.floor((Date.parse(at) - FIRST_MONDAY_MS) / WEEK_MS);

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
