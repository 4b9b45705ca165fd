import type { AnalysisAnswer, AnalysisSummary } from '../answers';
import { lastSeqOf } from './findings-store';
import { stateIn } from './state';
import { reportsOf } from './steps-store';
import { countsOf, type AnalysisRow, type CountedAnalysis, type From } from './store';

/** An analysis as REST answers it (rules N5, R2). */

export function summaryOf({ row, findings, questions }: CountedAnalysis): AnalysisSummary {
	const { mainLanguage } = row;
	return {
		...known(row),
		...(mainLanguage !== null && { mainLanguage }),
		findings,
		questions
	};
}

/** What is done so far. */
export function answerOf(from: From, row: AnalysisRow): AnalysisAnswer {
	const { running, failure } = stateIn(row);
	return {
		...known(row),
		...(row.stage !== null && { stage: row.stage }),
		...(running && { running: withoutProgress(running) }),
		...(failure && { failure }),
		stages: reportsOf(from, row.id),
		lastSeq: lastSeqOf(from, row.id),
		questions: countsOf(from, row.id).questions
	};
}

function known(row: AnalysisRow) {
	const { id: analysisId, name, sourceKind, sourceAddress, commit, createdAt, finishedAt } = row;
	const { status, completedStages, progress } = stateIn(row);
	return {
		...{ analysisId, name, sourceKind },
		...(sourceAddress !== null && { sourceAddress }),
		...(commit !== null && { commit }),
		...{ status, completedStages, progress },
		createdAt: createdAt.toISOString(),
		...(finishedAt !== null && { finishedAt: finishedAt.toISOString() })
	};
}

function withoutProgress({
	stage,
	step,
	done,
	total,
	etaMs
}: NonNullable<AnalysisAnswer['running']>): AnalysisAnswer['running'] {
	return { stage, step, done, total, ...(etaMs !== undefined && { etaMs }) };
}
