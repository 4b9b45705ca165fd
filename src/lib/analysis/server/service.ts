import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors';
import type { Audience } from '../../realtime/server/audience';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Identity } from '../../realtime/server/identity';
import type { Clock } from '../../server/clock';
import type { Database } from '../../server/database';
import type { Env } from '../../server/env';
import type { Jobs } from '../../server/jobs';
import type { Log } from '../../server/log';
import { pageOf, readCursor } from '../../server/newest-first';
import type { AnalysisAnswer, AnalysisSummary, ShownQuestion } from '../answers';
import type { ShownFinding } from '../formats/shown-finding';
import { dismissedKeys, findingById, findingsAfter, setDismissed } from './findings-store';
import { answerOf, summaryOf } from './listing';
import { Lifecycle, type ForgetAnalysis } from './lifecycle';
import { questionsOf, shownQuestion } from './questions-store';
import { Quota } from './quota';
import { Runs, type RunParts } from './runs';
import { SourceFolders } from './source-folders';
import { stateOf, type Message } from './state';
import { analysesOf, countsOf, findAnalysis, idsOf, type From } from './store';
import { AnalysisSubscriptions } from './subscriptions';
import { Uploads, type IncomingUpload } from './uploads';
import { sourceOf, uploadSource, type SourceWish } from './wishes';
import { runAnalysis } from './work/run-analysis';

export interface AnalysisParts {
	database: Database;
	cluster: Cluster;
	audience: Audience;
	jobs: Jobs;
	env: Env;
	now: Clock;
	log: Log;
	/** Nobody else knows of analyses where it is left out. */
	forgetAnalysis?: ForgetAnalysis;
	/** How an analysis is carried out, where it is not in a process of its own. */
	carryOut?: RunParts['carryOut'];
}

/** Analyses as the rest of the house uses them (section N). */
export class AnalysisService {
	readonly subscriptions: AnalysisSubscriptions;
	readonly #parts: AnalysisParts;
	readonly #folders: SourceFolders;
	readonly #uploads: Uploads;
	readonly #lifecycle: Lifecycle;

	constructor(parts: AnalysisParts) {
		const { database, cluster, audience, jobs, env, now, log, carryOut = runAnalysis } = parts;
		this.#parts = parts;
		this.#folders = new SourceFolders(env.DATA_DIR);
		const folders = this.#folders;
		const quota = new Quota(database, env);
		this.#uploads = new Uploads(folders, quota, env);
		this.subscriptions = new AnalysisSubscriptions(
			{ audience, cluster, stateOf: (analysisId) => stateOf(database.read, analysisId) },
			(analysisId) => runs.look(analysisId)
		);
		const tell = (...message: Message) => this.subscriptions.tell(...message);
		const { instanceId } = cluster;
		const common = { database, jobs, folders, quota, tell, now, log };
		const runs = new Runs({ ...common, instanceId, env, carryOut });
		const { forgetAnalysis = () => () => undefined } = parts;
		this.#lifecycle = new Lifecycle({ ...common, runs, forgetAnalysis });
	}

	/**
	 * Rule N1. The same source again is the analysis of what it has become.
	 * @throws UserError INVALID_MESSAGE_FORMAT, FORBIDDEN, RATE_LIMIT_EXCEEDED, CAPACITY_EXCEEDED
	 */
	async create(identity: Identity, wish: SourceWish): Promise<{ analysisId: string }> {
		const source = await sourceOf(identity, wish, this.#parts.env.LOCAL_REPO_ROOTS);
		const analysisId = randomUUID();
		await this.#lifecycle.plan({ id: analysisId, userId: identity.userId, ...source, bytes: 0 });
		return { analysisId };
	}

	/**
	 * The same with an archive, or a folder packed as .tar, that comes over the network.
	 * @throws UserError as `create`, PAYLOAD_TOO_LARGE, CONNECTION_TIMEOUT
	 */
	async upload(
		{ userId }: Identity,
		{ kind, name }: { kind: 'archive' | 'folder'; name: string },
		incoming: IncomingUpload
	): Promise<{ analysisId: string }> {
		const source = uploadSource(kind, name);
		const analysisId = randomUUID();
		await this.#uploads.receive(userId, analysisId, incoming, (bytes) =>
			this.#lifecycle.plan({ id: analysisId, userId, ...source, bytes })
		);
		return { analysisId };
	}

	/** Newest first. @throws UserError for a cursor that is none */
	async list(
		userId: string,
		{ cursor, limit }: { cursor?: string | undefined; limit: number }
	): Promise<{ items: AnalysisSummary[]; nextCursor?: string }> {
		const found = analysesOf(this.#read, userId, { after: readCursor(cursor), limit: limit + 1 });
		const { rows, next } = pageOf(found, limit, ({ row }) => ({ at: row.createdAt, id: row.id }));
		return { items: rows.map(summaryOf), ...next };
	}

	/** Rule N5: what is done so far. @throws UserError ANALYSIS_NOT_FOUND */
	async show(userId: string, analysisId: string): Promise<AnalysisAnswer> {
		return answerOf(this.#read, findAnalysis(this.#read, userId, analysisId));
	}

	/** By seq, ascending. @throws UserError ANALYSIS_NOT_FOUND */
	async findings(
		userId: string,
		analysisId: string,
		{ after = 0, limit }: { after?: number; limit: number }
	): Promise<{ items: ShownFinding[]; hasMore: boolean }> {
		const row = findAnalysis(this.#read, userId, analysisId);
		const found = findingsAfter(this.#read, row, after, limit + 1);
		return { items: found.slice(0, limit), hasMore: found.length > limit };
	}

	/**
	 * Rule I11: as anybody may see them before they are answered; without those that rest on a finding
	 * which is not so. In the order they were found.
	 *
	 * @throws UserError ANALYSIS_NOT_FOUND
	 */
	async questions(userId: string, analysisId: string): Promise<{ items: ShownQuestion[] }> {
		const row = findAnalysis(this.#read, userId, analysisId);
		const dismissed = dismissedKeys(this.#read, row);
		const items = questionsOf(this.#read, row.id)
			.filter(({ findingKeys }) => !findingKeys.some((key) => dismissed.has(key)))
			.map(shownQuestion);
		return { items };
	}

	/**
	 * "Not so", or so after all: in this and every later analysis of the repository.
	 * @throws UserError ANALYSIS_NOT_FOUND, NOT_FOUND
	 */
	async dismiss(
		userId: string,
		analysisId: string,
		findingId: string,
		isDismissed: boolean
	): Promise<ShownFinding> {
		const { now } = this.#parts;
		const { finding, questions } = await this.#parts.database.write((tx) => {
			const row = findAnalysis(tx, userId, analysisId);
			const known = findingById(tx, row, findingId);
			if (!known) throw new UserError('NOT_FOUND', 'There is no such finding in this analysis.');
			setDismissed(tx, row, known.key, isDismissed ? new Date(now()) : undefined);
			return {
				finding: { ...known, isDismissed },
				questions: countsOf(tx, analysisId).questions
			};
		});
		// Other pages of the same person show it, too.
		const { seq, stage } = finding;
		this.subscriptions.tell('analysis_findings', { analysisId, stage, seq, findings: [finding] });
		this.subscriptions.tell('analysis_questions', { analysisId, count: questions });
		return finding;
	}

	/** Cancelled twice is cancelled once. @throws UserError ANALYSIS_NOT_FOUND, INVALID_STATE */
	async cancel(userId: string, analysisId: string): Promise<AnalysisAnswer> {
		await this.#lifecycle.cancel(userId, analysisId);
		return this.show(userId, analysisId);
	}

	/**
	 * Goes on behind the last step that was done. Retried twice is retried once.
	 * @throws UserError ANALYSIS_NOT_FOUND, INVALID_STATE, RATE_LIMIT_EXCEEDED, CAPACITY_EXCEEDED
	 */
	async retry(userId: string, analysisId: string): Promise<AnalysisAnswer> {
		await this.#lifecycle.retry(userId, analysisId);
		return this.show(userId, analysisId);
	}

	/**
	 * With all that was found and what lies on disk.
	 * @param withQuotes whether the lines of its code that interviews quote go, too
	 * @throws UserError ANALYSIS_NOT_FOUND
	 */
	remove(userId: string, analysisId: string, withQuotes = false): Promise<void> {
		return this.#lifecycle.remove(userId, analysisId, withQuotes);
	}

	/** Everything of a person is about to be deleted. @returns tells it, once that is done */
	leaving(userId: string): () => void {
		const ids = idsOf(this.#read, userId);
		return () => ids.forEach((analysisId) => this.#lifecycle.forget(analysisId));
	}

	/** Removes what lies on disk for nobody any more; never rejects. */
	async sweep(): Promise<void> {
		const { database, now, log } = this.#parts;
		try {
			await this.#folders.sweep(database, now());
		} catch (error) {
			log.warn({ err: error }, 'sources that nobody needs could not be removed');
		}
	}

	close(): void {
		this.subscriptions.close();
	}

	get #read(): From {
		return this.#parts.database.read;
	}
}
