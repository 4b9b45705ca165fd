import type { Finding } from '../findings';
import { Project } from '../project';
import type { Snapshot } from '../source';
import type { Stage } from '../stages';
import { readerVersion } from './read/read-facts';
import type { ReaderPool } from './read/reader-pool';
import { reportOn, type IntelligenceReport } from './report/intelligence';
import { readMaterial } from './report/material';
import { reviewProject } from './review/review-project';
import type { ProjectReview } from './review/report';

/** What an analysis is told to others while it runs. */
export interface PipelineEvents {
	/** Real counts: `done` of `total` in a step of a stage. */
	onProgress?: (stage: Stage, step: string, done: number, total: number) => void;
	/** As they are found. */
	onFindings?: (stage: Stage, findings: readonly Finding[]) => void;
}

export interface PipelineOptions extends PipelineEvents {
	readers: ReaderPool;
	signal?: AbortSignal;
}

export interface Analysis {
	/** Which reader made the facts. */
	reader: string;
	name: string;
	commit?: string;
	project_review: ProjectReview;
	intelligence_report: IntelligenceReport;
	findings: Finding[];
}

/**
 * The stages of an analysis, one after the other, on a source that was opened. Runs nothing of it.
 *
 * @throws the signal's reason, where it is aborted
 */
export async function analyse(
	snapshot: Snapshot,
	{ readers, signal, onProgress, onFindings }: PipelineOptions
): Promise<Analysis> {
	const aborted = signal && { signal };
	const reviewed = await reviewProject(snapshot, {
		...aborted,
		onStep: (step, done, total) => onProgress?.('project_review', step, done, total)
	});
	onFindings?.('project_review', reviewed.findings);

	const told = (step: string) => (done: number, total: number) =>
		onProgress?.('intelligence_report', step, done, total);
	const material = await readMaterial(snapshot, readers, { ...aborted, onRead: told('parse') });
	const project = new Project({
		files: material.facts,
		manifests: reviewed.manifests,
		history: snapshot.history,
		paths: snapshot.files.map(({ path }) => path),
		lines: material.lines
	});
	const reported = await reportOn(project, { ...aborted, onDetected: told('decisions') });
	onFindings?.('intelligence_report', reported.findings);
	return {
		reader: readerVersion,
		name: snapshot.name,
		...(snapshot.commit !== undefined && { commit: snapshot.commit }),
		project_review: reviewed.review,
		intelligence_report: reported.report,
		findings: [...reviewed.findings, ...reported.findings]
	};
}
