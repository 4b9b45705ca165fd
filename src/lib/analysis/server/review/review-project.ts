import { evidenceFrom, type Evidence } from '../../evidence';
import type { Finding } from '../../findings';
import type { Manifest } from '../../manifests';
import type { Place } from '../../project';
import { UnreadableFile, type History, type Snapshot } from '../../source';
import { activityOf } from './activity';
import { containersOf } from './containers';
import { documentationOf } from './documentation';
import { entryPointsOf } from './entry-points';
import type { Draft } from './draft';
import { draftsOf } from './findings';
import { frameworksOf } from './frameworks';
import { codeFiles, languageShares, leftOutOf } from './languages';
import { licensesOf } from './licenses';
import { lockOf } from './lock-files';
import { readManifests } from './manifests';
import { redactedCode } from '../../redact';
import { redactedManifest } from './redact-manifest';
import type { ManifestSummary, ProjectReview } from './report';
import { structureOf } from './structure';
import { survey, type Survey, type SurveyedFile } from './survey';
import { testsOf } from './tests';
import { workflowsOf } from './workflows';

/** In order; what `done` and `total` count: files, manifests, commits, findings. */
export const reviewSteps = ['files', 'manifests', 'history', 'findings'] as const;

export type ReviewStep = (typeof reviewSteps)[number];

export interface ReviewOptions {
	onStep?: (step: ReviewStep, done: number, total: number) => void;
	signal?: AbortSignal | undefined;
}

export interface Reviewed {
	review: ProjectReview;
	/** Without what looks like a secret. */
	manifests: Manifest[];
	findings: Finding[];
	/** Every file, as it was counted. */
	files: readonly SurveyedFile[];
}

/**
 * The first stage: what a repository is made of, and what its history tells. Reads each file once,
 * runs nothing, and needs no syntax tree. What cannot be read is said in `review.notes`.
 *
 * @throws the signal's reason, where it was aborted
 */
export async function reviewProject(
	snapshot: Snapshot,
	{ onStep, signal }: ReviewOptions = {}
): Promise<Reviewed> {
	const surveyed = await survey(snapshot, {
		onFile: (done, total) => onStep?.('files', done, total),
		signal
	});
	const history = await snapshot.history();
	const { manifests: read, problems } = readManifests(
		Array.from(surveyed.texts, ([path, text]) => ({ path, text }))
	);
	const manifests = read.map(redactedManifest);
	onStep?.('manifests', manifests.length, manifests.length + problems.length);
	const notes = [
		...snapshot.truncations.map(({ sentence }) => sentence),
		...surveyed.left,
		...problems.map(({ sentence }) => sentence)
	];
	const known = { name: snapshot.name, commit: snapshot.commit, history };
	const paths = new Set(surveyed.files.map(({ path }) => path));
	const listed = new Set([...paths, ...snapshot.truncations.flatMap(({ unread = [] }) => unread)]);
	const review = await reviewOf(known, surveyed, manifests, listed, notes, { onStep, signal });
	const drafts = draftsOf({ review, manifests, files: surveyed.files, paths, listed });
	const findings: Finding[] = [];
	for (const draft of drafts) {
		signal?.throwIfAborted();
		findings.push(...(await withEvidence(draft, snapshot, surveyed.texts)));
		onStep?.('findings', findings.length, drafts.length);
	}
	return { review, manifests, findings, files: surveyed.files };
}

type Known = Pick<Snapshot, 'name' | 'commit'> & { history: History | undefined };

async function reviewOf(
	{ name, commit, history }: Known,
	{ files, texts }: Survey,
	manifests: readonly Manifest[],
	listed: ReadonlySet<string>,
	notes: string[],
	options: ReviewOptions
): Promise<ProjectReview> {
	const say = (sentence: string) => notes.push(sentence);
	const languages = languageShares(files);
	const frameworks = frameworksOf(manifests);
	const activity = history && (await activityIn(history, files, options));
	if (files.length === 0) say('There is no file to look at.');
	if (!history) {
		say('There is no history: who changed what, how often and when is not known.');
	}
	return {
		name,
		commit,
		files: files.length,
		bytes: files.reduce((total, { bytes }) => total + bytes, 0),
		lines: codeFiles(files).reduce((total, { lines }) => total + lines, 0),
		mainLanguage: languages.find(({ kind }) => kind === 'programming')?.name,
		languages,
		leftOut: leftOutOf(files),
		manifests: manifests.map((manifest) => summary(manifest, listed)),
		frameworks,
		entryPoints: entryPointsOf(files, manifests, texts),
		structure: structureOf(files),
		tests: testsOf(files, frameworks),
		workflows: workflowsOf(texts, say),
		containers: containersOf(texts, say),
		licenses: licensesOf(texts, manifests),
		documentation: documentationOf(files, texts),
		activity,
		notes
	};
}

function summary(manifest: Manifest, listed: ReadonlySet<string>): ManifestSummary {
	const { ecosystem, path, name, runtime, dependencies, members = [] } = manifest;
	const development = dependencies.filter(({ isDevelopment }) => isDevelopment).length;
	return {
		ecosystem,
		path,
		name,
		runtime,
		dependencies: dependencies.length - development,
		developmentDependencies: development,
		lockFile: lockOf(manifest, listed),
		members: members.slice(0, 100)
	};
}

function activityIn(
	history: History,
	files: readonly SurveyedFile[],
	{ onStep, signal }: ReviewOptions
) {
	const total = history.commits.length;
	const byHand = files.filter(({ role }) => role === 'source' || role === 'test');
	const counted = new Set(byHand.map(({ path }) => path));
	const code = new Set(codeFiles(files).map(({ path }) => path));
	return activityOf(history, {
		isCounted: (path) => counted.has(path),
		isCode: (path) => code.has(path),
		async pause(done) {
			signal?.throwIfAborted();
			onStep?.('history', done, total);
			await new Promise(setImmediate);
		}
	});
}

/** Nothing where none of its places can be read: a finding without evidence is none. */
async function withEvidence(
	{ places, isSecret = false, ...draft }: Draft,
	snapshot: Snapshot,
	texts: ReadonlyMap<string, string>
): Promise<Finding[]> {
	const evidence: Evidence[] = [];
	for (const place of places.slice(0, 8)) {
		if (isSecret) evidence.push({ ...span(place), snippet: '' });
		else {
			const lines = await linesOf(place.path, snapshot, texts);
			if (lines) evidence.push(seen(place, lines));
		}
	}
	return evidence.length === 0 ? [] : [{ ...draft, evidence }];
}

const span = ({ path, startLine, endLine = startLine }: Place) => ({ path, startLine, endLine });

function seen(place: Place, lines: readonly string[]): Evidence {
	const { path, startLine, endLine } = span(place);
	const evidence = evidenceFrom(path, lines, startLine, endLine);
	return { ...evidence, snippet: redactedCode(evidence.snippet) };
}

async function linesOf(path: string, snapshot: Snapshot, texts: ReadonlyMap<string, string>) {
	const known = texts.get(path);
	if (known !== undefined) return known.split('\n');
	try {
		return (await snapshot.read(path)).toString('utf8').split('\n');
	} catch (error) {
		if (error instanceof UnreadableFile) return undefined;
		throw error;
	}
}
