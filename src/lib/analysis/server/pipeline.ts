import type { Finding } from '../findings';
import type { Manifest } from '../manifests';
import { Project } from '../project';
import { categories, difficulties, type Question } from '../questions';
import type { IntelligenceReport, InterviewReport } from '../reports';
import type { Snapshot } from '../source';
import type { Stage } from '../stages';
import type { AnalysisStep } from '../steps';
import { codePiecesOf } from './code-pieces';
import { secretLiterals } from './detectors/secrets';
import type { Ledger } from './ledger';
import { packed, unpacked } from './packed';
import { questionsFrom } from './questions';
import type { ReaderPool } from './read/reader-pool';
import { reportOn } from './report/intelligence';
import { KeptFacts } from './report/kept-facts';
import { linesOf, readMaterial } from './report/material';
import { resolutionOf } from './report/resolution';
import type { ProjectReview } from './review/report';
import { reviewProject, type ReviewStep } from './review/review-project';
import { bytesBelow } from './source/disk';
import { heldUntil, sideBySide } from './side-by-side';
import { handedOn } from './source/handed-on';
import { openSource, type SourceStep } from './source/open-source';
import type { WorkOrder } from './work/order';

export interface CarryOutOptions {
	signal: AbortSignal;
	readers: ReaderPool;
}

/** Questions are told so many at a time: an interview may start from the third. */
const QUESTIONS_AT_ONCE = 3;

/** Findings of one message: more would be a long one. */
const FINDINGS_AT_ONCE = 25;

/** What later steps need of the first stage, and of the second. */
interface ReviewOutcome {
	review: ProjectReview;
	manifests: Manifest[];
	findings: Finding[];
}

interface ReportOutcome {
	report: IntelligenceReport;
	findings: Finding[];
}

/**
 * An analysis from its source to its questions, from the first step on that the ledger does not know
 * as done (rule N6). Runs nothing of what it looks at; the source stays on disk.
 *
 * @throws AnalysisError; the signal's reason, where it is aborted; what the ledger rejects with
 */
export async function carryOut(
	order: WorkOrder,
	ledger: Ledger,
	options: CarryOutOptions
): Promise<void> {
	const { request, folder, env } = order;
	const { signal, readers } = options;
	const told = await ledger.outcomeOf('interview');
	// Only the last word of it may have been lost.
	if (told) return ledger.stageDone('interview_simulation', unpacked(told));
	readers.start();
	const onProgress = (step: SourceStep, done: number, total: number) =>
		ledger.progress({ stage: 'project_review', step: sourceSteps[step], done, total });
	const snapshot = await openSource(request, { folder, env, signal, onProgress });
	try {
		const { name, commit } = snapshot;
		const bytes = await bytesBelow(folder);
		await ledger.opened({ name, ...(commit !== undefined && { commit }), bytes });
		await analyse(snapshot, ledger, options);
	} finally {
		await snapshot.close();
	}
}

const sourceSteps: Record<SourceStep, AnalysisStep> = {
	receive: 'receive',
	resolve: 'resolve',
	files: 'list',
	history: 'commits'
};

const reviewSteps: Record<ReviewStep, AnalysisStep> = {
	files: 'files',
	manifests: 'manifests',
	history: 'activity',
	findings: 'findings'
};

/** The stages, one after the other, of a source that is open. Throws as `carryOut` does. */
export async function analyse(
	snapshot: Snapshot,
	ledger: Ledger,
	{ signal: whole, readers }: CarryOutOptions
): Promise<void> {
	const tell =
		(stage: Stage, step: AnalysisStep) =>
		(done: number, total: number): void =>
			ledger.progress({ stage, step, done, total });
	const ending = new AbortController();
	const signal = AbortSignal.any([whole, ending.signal]);

	// Reading is most of the work and is done by others: it begins while the first stage looks around.
	const { first, second } = handedOn(snapshot);
	const reviewing = reviewed(first, ledger, signal);
	const reading = readMaterial(second, {
		...{ readers, signal, kept: new KeptFacts(ledger) },
		onRead: heldUntil(reviewing, tell('intelligence_report', 'parse'))
	});
	const end = () => ending.abort(new Error('The other half has failed.'));
	const [outcome, { facts, texts }] = await sideBySide(reviewing, reading, end);
	const project = new Project({
		files: facts,
		manifests: outcome.manifests,
		history: await snapshot.history(),
		paths: snapshot.files.map(({ path }) => path),
		lines: linesOf(texts)
	});
	project.hide(secretLiterals(project));
	const reported = await once<ReportOutcome>(ledger, 'report', () =>
		reportOn(project, {
			signal,
			resolution: resolutionOf(texts),
			onFindings: (found) => tellFindings(ledger, 'intelligence_report', found),
			onDetected: tell('intelligence_report', 'detectors'),
			onConnected: tell('intelligence_report', 'connections')
		})
	);
	await tellFindings(ledger, 'intelligence_report', reported.findings);
	await ledger.stageDone('intelligence_report', reported.report);

	const { review } = outcome;
	const findings = [...outcome.findings, ...reported.findings];
	const told = await once<InterviewReport>(ledger, 'interview', async () => {
		const material = { name: snapshot.name, project, findings, review, report: reported.report };
		const questions = questionsFrom(material);
		for (const [done, some] of inPieces(questions, QUESTIONS_AT_ONCE)) {
			signal.throwIfAborted();
			await ledger.questions(some);
			tell('interview_simulation', 'questions')(done, questions.length);
		}
		const pieces = codePiecesOf(project).filter(({ text }) => project.shown(text) === text);
		await ledger.codePieces(pieces);
		tell('interview_simulation', 'code')(pieces.length, pieces.length);
		return interviewOf(questions, pieces.length);
	});
	await ledger.stageDone('interview_simulation', told);
}

/** The first stage, told to its end. */
async function reviewed(
	snapshot: Snapshot,
	ledger: Ledger,
	signal: AbortSignal
): Promise<ReviewOutcome> {
	const tell = (step: ReviewStep) => (done: number, total: number) =>
		ledger.progress({ stage: 'project_review', step: reviewSteps[step], done, total });
	const outcome = await once<ReviewOutcome>(ledger, 'review', async () => {
		// Commits are counted meanwhile.
		const onFile = heldUntil(snapshot.history(), tell('files'));
		const onStep = (step: ReviewStep, done: number, total: number) =>
			(step === 'files' ? onFile : tell(step))(done, total);
		const { review, manifests, findings } = await reviewProject(snapshot, { signal, onStep });
		return { review, manifests, findings };
	});
	await tellFindings(ledger, 'project_review', outcome.findings);
	await ledger.stageDone('project_review', outcome.review);
	return outcome;
}

/** Does a step that was not done, and keeps its outcome. */
async function once<T>(ledger: Ledger, step: string, make: () => Promise<T>): Promise<T> {
	const before = await ledger.outcomeOf(step);
	if (before) return unpacked<T>(before);
	const made = await make();
	await ledger.keepOutcome(step, packed(made));
	return made;
}

async function tellFindings(
	ledger: Ledger,
	stage: Stage,
	findings: readonly Finding[]
): Promise<void> {
	for (const [, some] of inPieces(findings, FINDINGS_AT_ONCE)) await ledger.findings(stage, some);
}

/** @returns pieces, each with how many there are up to its end */
function inPieces<T>(all: readonly T[], length: number): [upTo: number, piece: readonly T[]][] {
	return Array.from({ length: Math.ceil(all.length / length) }, (_, place) => {
		const piece = all.slice(place * length, (place + 1) * length);
		return [place * length + piece.length, piece];
	});
}

function interviewOf(questions: readonly Question[], codePieces: number): InterviewReport {
	const count = (matches: (question: Question) => boolean) => questions.filter(matches).length;
	const byCategory = categories.map((name) => [name, count(({ category }) => category === name)]);
	const byDifficulty = difficulties.map((name) => [
		name,
		count(({ difficulty }) => difficulty === name)
	]);
	return {
		questions: questions.length,
		categories: Object.fromEntries(byCategory) as InterviewReport['categories'],
		difficulties: Object.fromEntries(byDifficulty) as InterviewReport['difficulties'],
		codePieces
	};
}
