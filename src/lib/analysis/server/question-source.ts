import type { Question } from '../questions';
import { dismissedKeys } from './findings-store';
import { questionsOf } from './questions-store';
import { findAnalysis, isUnderWay, type From } from './store';

/** The bank of one analysis, as far as it is known. */
export interface AnalysedBank {
	/** What the repository is called. */
	name: string;
	/** Whether no more questions come. */
	isFinished: boolean;
	/** Whole, rubric and all; without those that rest on a finding which is not so. */
	questions: Question[];
}

/** @throws UserError ANALYSIS_NOT_FOUND, also for somebody else's */
export function analysedBank(from: From, userId: string, analysisId: string): AnalysedBank {
	const row = findAnalysis(from, userId, analysisId);
	const dismissed = dismissedKeys(from, row);
	return {
		name: row.name,
		isFinished: !isUnderWay(row),
		questions: questionsOf(from, row.id).filter(
			({ findingKeys }) => !findingKeys.some((key) => dismissed.has(key))
		)
	};
}
