import type { AnalysisAnswer, AnalysisSummary } from './answers';
import { grouped } from './numbers';
import { stages, type FailureCode, type Stage } from './stages';
import type { AnalysisStep } from './steps';

/** How far an analysis is, in words for its owner. Pure. */

/** What each stage tells. */
export const stageNames: Record<Stage, string> = {
	project_review: 'What it is',
	intelligence_report: 'How it is built',
	interview_simulation: 'What you will be asked'
};

export type StageState = 'done' | 'running' | 'waiting' | 'failed' | 'stopped';

export const stageStateNames: Record<StageState, string> = {
	done: 'Done',
	running: 'Running',
	waiting: 'Waiting',
	failed: 'Failed',
	stopped: 'Stopped'
};

export const isUnderWay = ({ status }: Pick<AnalysisSummary, 'status'>) =>
	status === 'queued' || status === 'processing';

type Running = Pick<AnalysisAnswer, 'status' | 'completedStages' | 'stage'>;

/** The stages, each as it stands. */
export function stageStates({ status, completedStages, stage }: Running): [Stage, StageState][] {
	const open = stages.filter((one) => !completedStages.includes(one));
	// A stage ends a moment before the next one is heard of.
	const current = open.find((one) => one === stage) ?? open[0];
	const states = { processing: 'running', failed: 'failed', cancelled: 'stopped' } as const;
	return stages.map((one) => {
		if (!open.includes(one)) return [one, 'done'];
		const isCurrent = one === current && status in states;
		return [one, isCurrent ? states[status as keyof typeof states] : 'waiting'];
	});
}

const stepNames: Record<AnalysisStep, string> = {
	receive: 'Fetching the repository',
	resolve: 'Unpacking the repository',
	list: 'Listing files',
	commits: 'Reading commits',
	files: 'Looking through files',
	manifests: 'Reading manifests',
	activity: 'Counting commits',
	findings: 'Writing down findings',
	parse: 'Reading files',
	detectors: 'Looking for decisions',
	connections: 'Following imports',
	questions: 'Writing questions',
	code: 'Choosing code to type'
};

/**
 * What is being done now, with real counts: `Reading files, 1,204 of 3,310`.
 *
 * @param step a newer server may have more of them than this page knows
 */
export function describeStep({
	step,
	done,
	total
}: Pick<NonNullable<AnalysisAnswer['running']>, 'step' | 'done' | 'total'>): string {
	const name = Object.hasOwn(stepNames, step) ? stepNames[step as AnalysisStep] : 'Working';
	if (total > 0) return `${name}, ${grouped(Math.min(done, total))} of ${grouped(total)}`;
	return done > 0 ? `${name}, ${grouped(done)} so far` : name;
}

/** `about 20 s left`; an estimate is not told more exactly than it is known. */
export function describeTimeLeft(ms: number): string {
	const seconds = ms / 1000;
	if (seconds < 5) return 'a few seconds left';
	if (seconds < 57.5) return `about ${Math.round(seconds / 5) * 5} s left`;
	const minutes = Math.round(seconds / 60);
	return minutes < 60 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}

export const statusNames: Record<AnalysisSummary['status'], string> = {
	queued: 'Waits for its turn',
	processing: 'Running',
	completed: 'Done',
	failed: 'Failed',
	cancelled: 'Cancelled'
};

/** What can be done about a failure: what the server says of it is said beside it. */
export function remedyOf(
	failure: { errorCode: FailureCode; retryable: boolean },
	sourceKind: AnalysisAnswer['sourceKind']
): 'retry' | 'folder' | 'other' | undefined {
	if (failure.retryable) return 'retry';
	if (failure.errorCode === 'INTERNAL_ERROR') return undefined;
	return failure.errorCode === 'REPO_NOT_FOUND' && sourceKind === 'git' ? 'folder' : 'other';
}
