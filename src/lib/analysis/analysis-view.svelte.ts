import { SvelteMap } from 'svelte/reactivity';
import { UserError } from '../errors';
import { backoffMs } from '../realtime/backoff';
import type { OutboundType, PayloadOf } from '../realtime/catalogue';
import type { Channel, FeatureLine } from '../realtime/channel';
import { LineLostError } from '../realtime/requests';
import type { AnalysisAnswer, ShownQuestion } from './answers';
import type { AnalysisRest } from './components/analysis-client';
import { Fetcher } from './fetcher';
import { hasGap, lastSeqOf, noFindings, withFindings } from './findings-told';
import type { ShownFinding } from './formats/shown-finding';
import type { AnalysisMessages } from './messages';

type Told<T extends OutboundType<AnalysisMessages>> = PayloadOf<AnalysisMessages, T>;

/** What a page has of an analysis before the line is there. */
export interface KnownAnalysis {
	analysis: AnalysisAnswer;
	/** By seq, from the first on; perhaps not all. */
	findings: readonly ShownFinding[];
	questions: ShownQuestion[];
}

/** What it needs of a line; the store's is told what is open besides (rule C8). */
interface AnalysisLine extends FeatureLine {
	open?(kind: 'subscribed', id: string): () => void;
}

/** Questions come all at once: not each time that there is one more. */
const QUESTIONS_EVERY_MS = 2_000;

/**
 * The browser's half of one analysis (rules N2–N5): what was found so far, whatever happened to the
 * connection in between. What the line tells is shown at once; what it only announces is fetched.
 */
export class AnalysisView {
	readonly analysisId: string;
	analysis: AnalysisAnswer = $state.raw()!;
	questions = $state.raw<ShownQuestion[]>([]);
	/** Whether it is subscribed; of a connection that was lost the next one says. */
	isLive = $state(false);
	/** Somebody deleted it, this person on another page perhaps. */
	isDeleted = $state(false);
	/** Why it cannot be kept up to date, for the reader. */
	problem = $state<string>();
	/** Why the last wish about a finding came to nothing. */
	dismissProblem = $state<string>();

	readonly #line: AnalysisLine;
	readonly #channel: Channel<AnalysisMessages>;
	readonly #rest: AnalysisRest;
	#told = $state.raw(noFindings);
	/** Said, and not confirmed yet, by the finding's id. */
	readonly #wishes = new SvelteMap<string, boolean>();
	#isClosed = true;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#questionsTimer: ReturnType<typeof setTimeout> | undefined;
	readonly #fetcher = new Fetcher<'analysis' | 'findings' | 'questions'>({
		fetch: (part) => this.#fetch[part](),
		ondone: () => (this.problem = undefined),
		onerror: (error) => this.#mayRecover(error),
		wait: (failures) => backoffMs(failures, Math.random())
	});
	#isConfirmed = false;
	/** Findings behind this seq may have been called not so while nothing was heard. */
	#recheckAfter: number | undefined;
	/** Counts what the line said of progress, to know what is newer than an answer. */
	#progressTold = 0;

	/** By seq, without a gap; as this person wishes them, confirmed or not. */
	readonly findings: ShownFinding[] = $derived(
		this.#told.known.map((finding) => {
			const isDismissed = this.#wishes.get(finding.id);
			return isDismissed === undefined ? finding : { ...finding, isDismissed };
		})
	);

	constructor(first: KnownAnalysis, line: AnalysisLine, rest: AnalysisRest) {
		this.analysisId = first.analysis.analysisId;
		this.analysis = first.analysis;
		this.questions = first.questions;
		this.#told = withFindings(noFindings, first.findings);
		this.#line = line;
		this.#channel = line.channel<AnalysisMessages>();
		this.#rest = rest;
	}

	/** Subscribes, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#isClosed = false;
		this.#fetcher.open();
		const hear = <T extends OutboundType<AnalysisMessages>>(
			type: T,
			take: (payload: Told<T>) => void
		) =>
			this.#channel.on(type, (payload) => {
				if ((payload as { analysisId: string }).analysisId !== this.analysisId) return;
				take(payload as Told<T>);
			});
		const endings = [
			hear('subscription_confirmed', (confirmed) => this.#confirm(confirmed)),
			hear('analysis_progress', (progress) => this.#progress(progress)),
			hear('analysis_findings', ({ findings }) => this.#find(findings)),
			hear('analysis_questions', ({ count }) => this.#count(count)),
			hear('stage_completed', (completed) => this.#complete(completed)),
			hear('analysis_failed', (failed) => this.#fail(failed)),
			hear('analysis_status', ({ status }) => this.#become(status)),
			this.#line.onReady(() => void this.#subscribe()),
			this.#line.open?.('subscribed', this.analysisId) ?? (() => undefined)
		];
		if (this.analysis.lastSeq > lastSeqOf(this.#told)) this.#fetcher.want('findings');
		return () => {
			this.#isClosed = true;
			this.isLive = false;
			clearTimeout(this.#timer);
			clearTimeout(this.#questionsTimer);
			this.#questionsTimer = undefined;
			this.#fetcher.close();
			for (const end of endings) end();
			this.#channel.send('unsubscribe_analysis', { analysisId: this.analysisId });
		};
	}

	/** Shown at once, and taken back where the server will not have it. */
	async dismiss(findingId: string, isDismissed: boolean): Promise<void> {
		const isUnderWay = this.#wishes.has(findingId);
		this.#wishes.set(findingId, isDismissed);
		this.dismissProblem = undefined;
		// Whoever sends already sends this after it.
		if (isUnderWay) return;
		try {
			for (let sent: boolean | undefined; sent !== this.#wishes.get(findingId);) {
				sent = this.#wishes.get(findingId)!;
				await this.#rest.dismiss(this.analysisId, findingId, sent);
				this.#mark(findingId, sent);
			}
			this.#fetchQuestionsSoon();
		} catch (error) {
			this.dismissProblem = (error as Error).message;
		} finally {
			this.#wishes.delete(findingId);
		}
	}

	/** @throws Refusal */
	async cancel(): Promise<void> {
		await this.#rest.cancel(this.analysisId);
		this.#fetcher.want('analysis');
	}

	/** Goes on where it stopped. @throws Refusal */
	async retry(): Promise<void> {
		await this.#rest.retry(this.analysisId);
		this.#fetcher.want('analysis');
	}

	async #subscribe(): Promise<void> {
		clearTimeout(this.#timer);
		this.isLive = false;
		try {
			await this.#channel.request('subscribe_analysis', { analysisId: this.analysisId });
			this.isLive = !this.#isClosed && !this.isDeleted;
			this.#failures = 0;
		} catch (error) {
			// The next connection says it again.
			if (this.#isClosed || error instanceof LineLostError || !this.#mayRecover(error)) return;
			const wait = backoffMs(this.#failures++, Math.random());
			this.#timer = setTimeout(() => void this.#subscribe(), wait);
		}
	}

	#confirm(confirmed: Told<'subscription_confirmed'>): void {
		const { currentStatus, completedStages, progress, lastSeq } = confirmed;
		const { status, completedStages: known } = this.analysis;
		const isSame = status === currentStatus && known.length === completedStages.length;
		const isOver = currentStatus !== 'queued' && currentStatus !== 'processing';
		this.analysis = { ...this.analysis, status: currentStatus, completedStages, progress, lastSeq };
		// What a question or a count became meanwhile is not in the confirmation.
		if (!isSame || !isOver) this.#fetcher.want('analysis');
		if (this.#isConfirmed) this.#recheckAfter = 0;
		this.#isConfirmed = true;
		const mayLack = lastSeq > lastSeqOf(this.#told) || this.#recheckAfter !== undefined;
		if (mayLack) this.#fetcher.want('findings');
	}

	#progress({ stage, step, done, total, progress, etaMs }: Told<'analysis_progress'>): void {
		this.#progressTold += 1;
		const running = { stage, step, done, total, ...(etaMs !== undefined && { etaMs }) };
		this.analysis = { ...this.analysis, status: 'processing', stage, running, progress };
	}

	#find(findings: readonly ShownFinding[]): void {
		this.#told = withFindings(this.#told, findings);
		if (hasGap(this.#told)) this.#fetcher.want('findings');
	}

	#count(questions: number): void {
		this.analysis = { ...this.analysis, questions };
		this.#fetchQuestionsSoon();
	}

	/** Those done before the subscription come again: what is known already is not made less. */
	#complete({ completedStages, progress }: Told<'stage_completed'>): void {
		const { analysis } = this;
		if (completedStages.length > analysis.completedStages.length) {
			this.analysis = { ...analysis, completedStages, progress };
		}
		const isNew = completedStages.some((stage) => analysis.stages[stage] === undefined);
		if (isNew) this.#fetcher.want('analysis');
	}

	#fail({ stage, errorCode, errorMessage, retryable }: Told<'analysis_failed'>): void {
		const failure = { errorCode, errorMessage, retryable };
		this.analysis = { ...this.analysis, status: 'failed', stage, failure };
		// An answer that is on its way may be older.
		this.#fetcher.want('analysis');
	}

	#become(status: Told<'analysis_status'>['status']): void {
		if (status === 'deleted') {
			this.#vanish();
			return;
		}
		const { failure, ...analysis } = this.analysis;
		this.analysis = { ...analysis, status, ...(status === 'failed' && failure && { failure }) };
		this.#fetcher.want('analysis');
	}

	#fetchQuestionsSoon(): void {
		this.#questionsTimer ??= setTimeout(() => {
			this.#questionsTimer = undefined;
			this.#fetcher.want('questions');
		}, QUESTIONS_EVERY_MS);
	}

	readonly #fetch = {
		analysis: async () => {
			const before = this.#progressTold;
			this.#take(await this.#rest.show(this.analysisId), before);
		},
		findings: async () => {
			const before = this.#told;
			const recheckAfter = this.#recheckAfter;
			this.#recheckAfter = undefined;
			const after = recheckAfter ?? lastSeqOf(before);
			const page = this.#rest.findingsAfter(this.analysisId, after);
			const { items, hasMore } = await page.catch((error: unknown) => {
				this.#recheckAfter ??= recheckAfter;
				throw error;
			});
			const { known } = this.#told;
			// What was said of one meanwhile is newer than the answer.
			const news = items.filter(({ seq }) => known[seq - 1] === before.known[seq - 1]);
			this.#told = withFindings(this.#told, news);
			if (!hasMore) return;
			const last = items.at(-1)?.seq ?? 0;
			if (last < lastSeqOf(this.#told)) this.#recheckAfter ??= last;
			this.#fetcher.want('findings');
		},
		questions: async () => {
			this.questions = (await this.#rest.questions(this.analysisId)).items;
		}
	};

	#take(answer: AnalysisAnswer, progressBefore: number): void {
		const { status, stage, running, progress } = this.analysis;
		const isOutrun = progressBefore !== this.#progressTold && status === answer.status;
		this.analysis = isOutrun ? { ...answer, stage, running, progress } : answer;
		if (answer.lastSeq > lastSeqOf(this.#told)) this.#fetcher.want('findings');
		if (answer.questions !== this.questions.length) this.#fetchQuestionsSoon();
	}

	#mark(findingId: string, isDismissed: boolean): void {
		const finding = this.#told.known.find(({ id }) => id === findingId);
		if (finding) this.#told = withFindings(this.#told, [{ ...finding, isDismissed }]);
	}

	/** @returns whether another try may go better */
	#mayRecover(error: unknown): boolean {
		if (error instanceof UserError && error.code === 'ANALYSIS_NOT_FOUND') {
			this.#vanish();
			return false;
		}
		this.problem = (error as Error).message;
		return true;
	}

	#vanish(): void {
		this.isDeleted = true;
		this.isLive = false;
		this.problem = undefined;
	}
}
