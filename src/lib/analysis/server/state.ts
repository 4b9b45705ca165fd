import type { OutboundType, PayloadOf } from '../../realtime/catalogue';
import type { AnalysisMessages } from '../messages';
import { stages, type FailureCode, type Stage } from '../stages';
import { lastSeqOf } from './findings-store';
import type { StepProgress } from './ledger';
import { doneAfter } from './progress';
import { analysisById, countsOf, type AnalysisRow, type From } from './store';

/** How far an analysis is, as the line tells it (rule N2). */
export interface AnalysisState {
	analysisId: string;
	userId: string;
	status: AnalysisRow['status'];
	/** In their order. */
	completedStages: Stage[];
	/** 0–100, of the whole. */
	progress: number;
	/** What was counted last, while it runs. */
	running?: RunningStep;
	failure?: Failure;
	/** Where it failed, or goes on. */
	stage: Stage;
	/** Of the newest finding. */
	lastSeq: number;
	/** Those that are not hidden. */
	questions: number;
}

export interface RunningStep extends StepProgress {
	/** Of the whole. */
	progress: number;
	etaMs?: number;
}

export interface Failure {
	errorCode: FailureCode;
	errorMessage: string;
	retryable: boolean;
}

type Type = OutboundType<AnalysisMessages>;

/** A message's type and payload. */
export type Message = { [T in Type]: [type: T, payload: PayloadOf<AnalysisMessages, T>] }[Type];

export function stateOf(from: From, analysisId: string): AnalysisState | undefined {
	const row = analysisById(from, analysisId);
	if (!row) return undefined;
	const { questions } = countsOf(from, analysisId);
	return { ...stateIn(row), lastSeq: lastSeqOf(from, analysisId), questions };
}

/** What the analysis' own row says. */
export function stateIn(row: AnalysisRow): Omit<AnalysisState, 'lastSeq' | 'questions'> {
	const { id: analysisId, userId, status } = row;
	const completedStages = JSON.parse(row.completedStages) as Stage[];
	const running = row.progress === null ? undefined : (JSON.parse(row.progress) as RunningStep);
	const last = completedStages.at(-1);
	const isRunning = status === 'processing' && running?.stage === row.stage;
	return {
		...{ analysisId, userId, status, completedStages },
		progress: Math.max(last ? doneAfter(last) : 0, running?.progress ?? 0),
		stage: row.stage ?? stages.find((stage) => !completedStages.includes(stage)) ?? stages[0],
		...(isRunning && running && { running }),
		...(status === 'failed' &&
			row.failure !== null && { failure: JSON.parse(row.failure) as Failure })
	};
}

/** The direct answer. */
export function confirmationOf({
	analysisId,
	status: currentStatus,
	completedStages,
	progress,
	lastSeq
}: AnalysisState): PayloadOf<AnalysisMessages, 'subscription_confirmed'> {
	return { analysisId, currentStatus, completedStages, progress, lastSeq };
}

/** What follows the direct answer: each stage that is done comes again as it came then. */
export function messagesAbout(state: AnalysisState): Message[] {
	const { analysisId, completedStages, questions, running, failure, stage } = state;
	return [
		...completedStages.map((done, index): Message => [
			'stage_completed',
			stageCompleted(analysisId, completedStages.slice(0, index + 1), done)
		]),
		...(questions > 0 ? [['analysis_questions', { analysisId, count: questions }] as Message] : []),
		...(running ? [['analysis_progress', { analysisId, ...running }] as Message] : []),
		...(failure ? [['analysis_failed', { analysisId, stage, ...failure }] as Message] : [])
	];
}

export function stageCompleted(
	analysisId: string,
	completedStages: Stage[],
	stage: Stage
): PayloadOf<AnalysisMessages, 'stage_completed'> {
	return { analysisId, stage, completedStages, progress: doneAfter(stage), dataAvailable: true };
}

/** As much as tells whether somebody missed something. */
export interface Seen {
	status: AnalysisRow['status'];
	completed: number;
	progress: number;
	lastSeq: number;
	questions: number;
}

export function seenIn(state: AnalysisState): Seen {
	const { status, completedStages, progress, lastSeq, questions } = state;
	return { status, completed: completedStages.length, progress, lastSeq, questions };
}

/** @returns what somebody knows who was told that, too */
export function seenAfter(seen: Seen, [type, payload]: Message): Seen {
	switch (type) {
		case 'analysis_progress':
			return { ...seen, progress: payload.progress };
		case 'analysis_findings':
			return {
				...seen,
				lastSeq: Math.max(seen.lastSeq, payload.seq + payload.findings.length - 1)
			};
		case 'analysis_questions':
			return { ...seen, questions: payload.count };
		case 'stage_completed': {
			const { completedStages, progress } = payload;
			return { ...seen, completed: completedStages.length, progress };
		}
		case 'analysis_failed':
			return { ...seen, status: 'failed' };
		case 'analysis_status':
			return payload.status === 'deleted' ? seen : { ...seen, status: payload.status };
		default:
			return seen;
	}
}

/** Whether the database knows something that was not told. */
export function isBehind(seen: Seen, state: AnalysisState): boolean {
	const now = seenIn(state);
	return (
		seen.status !== now.status ||
		seen.completed !== now.completed ||
		seen.questions !== now.questions ||
		seen.lastSeq < now.lastSeq ||
		seen.progress < now.progress
	);
}
