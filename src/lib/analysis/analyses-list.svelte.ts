import { SvelteMap } from 'svelte/reactivity';
import { backoffMs } from '../realtime/backoff';
import type { OutboundType, PayloadOf } from '../realtime/catalogue';
import type { Channel, FeatureLine } from '../realtime/channel';
import type { AnalysisSummary } from './answers';
import { Fetcher } from './fetcher';
import type { AnalysisMessages } from './messages';
import { isUnderWay } from './stage-words';

type Told<T extends OutboundType<AnalysisMessages>> = PayloadOf<AnalysisMessages, T>;

interface AnalysesPage {
	/** Newest first. */
	items: readonly AnalysisSummary[];
	nextCursor?: string;
}

/** REST, as far as a list needs it. */
interface AnalysesRest {
	list: (cursor?: string) => Promise<AnalysesPage>;
}

/** A line of the list, as it stands now. */
export interface ListedAnalysis extends AnalysisSummary {
	/** Milliseconds until it is done, once that can be told. */
	etaMs?: number | undefined;
}

/**
 * A person's analyses, newest first; those that run are followed as they go (rules N2, N3), and what
 * is only announced is fetched.
 */
export class AnalysesList {
	isLoadingOlder = $state(false);
	/** Why the last attempt to fetch what is older failed. */
	olderProblem = $state<string>();
	readonly #line: FeatureLine;
	readonly #channel: Channel<AnalysisMessages>;
	readonly #rest: AnalysesRest;
	readonly #items = new SvelteMap<string, ListedAnalysis>();
	#cursor = $state<string>();
	readonly #fetcher = new Fetcher<'newest'>({
		fetch: async () => this.#takeNewest(await this.#rest.list()),
		ondone: () => this.#follow(),
		onerror: () => true,
		wait: (failures) => backoffMs(failures, Math.random())
	});
	/** Those that this connection was asked to tell of. */
	#followed = new Set<string>();
	#isFirstConnection = true;

	readonly items: readonly ListedAnalysis[] = $derived(
		[...this.#items.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
	);

	constructor({ items, nextCursor }: AnalysesPage, line: FeatureLine, rest: AnalysesRest) {
		this.#take(items);
		this.#cursor = nextCursor;
		this.#line = line;
		this.#channel = line.channel<AnalysisMessages>();
		this.#rest = rest;
	}

	get hasOlder(): boolean {
		return this.#cursor !== undefined;
	}

	/** Follows those that are under way, now and after each reconnection. @returns what ends it */
	open(): () => void {
		this.#fetcher.open();
		const endings = [
			this.#hear('subscription_confirmed', ({ currentStatus: status, progress }, known) => {
				// It ended before it was followed: what it found, and when, is not in the confirmation.
				if (!isUnderWay({ status }) && isUnderWay(known)) this.#fetcher.want('newest');
				return { status, progress };
			}),
			this.#hear('analysis_progress', ({ progress, etaMs }) => ({
				...{ status: 'processing', progress, etaMs }
			})),
			this.#hear('analysis_findings', ({ seq, findings }, known) => ({
				findings: Math.max(known.findings, seq + findings.length - 1)
			})),
			this.#hear('analysis_questions', ({ count }) => ({ questions: count })),
			this.#hear('stage_completed', (_, { mainLanguage }) => {
				if (mainLanguage === undefined) this.#fetcher.want('newest');
				return {};
			}),
			this.#hear('analysis_failed', () => ({ status: 'failed' })),
			this.#channel.on('analysis_status', (told) => this.#become(told)),
			this.#line.onReady(() => this.#begin())
		];
		return () => {
			this.#fetcher.close();
			for (const end of endings) end();
			for (const analysisId of this.#followed) {
				this.#channel.send('unsubscribe_analysis', { analysisId });
			}
		};
	}

	async loadOlder(): Promise<void> {
		if (this.isLoadingOlder) return;
		this.isLoadingOlder = true;
		this.olderProblem = undefined;
		try {
			const { items, nextCursor } = await this.#rest.list(this.#cursor);
			this.#take(items);
			this.#cursor = nextCursor;
		} catch (error) {
			this.olderProblem = (error as Error).message;
		} finally {
			this.isLoadingOlder = false;
		}
	}

	/** It was deleted. */
	forget(analysisId: string): void {
		this.#items.delete(analysisId);
	}

	#hear<T extends OutboundType<AnalysisMessages>>(
		type: T,
		newsOf: (payload: Told<T>, known: ListedAnalysis) => Partial<ListedAnalysis>
	): () => void {
		return this.#channel.on(type, (payload) => {
			const { analysisId } = payload as { analysisId: string };
			const known = this.#items.get(analysisId);
			if (known) this.#items.set(analysisId, { ...known, ...newsOf(payload as Told<T>, known) });
		});
	}

	#begin(): void {
		this.#followed = new Set();
		if (!this.#isFirstConnection) this.#fetcher.want('newest');
		this.#isFirstConnection = false;
		this.#follow();
	}

	#follow(): void {
		for (const { analysisId } of this.items.filter(isUnderWay)) {
			if (this.#followed.has(analysisId)) continue;
			const isSent = this.#channel.send('subscribe_analysis', { analysisId });
			if (isSent) this.#followed.add(analysisId);
		}
	}

	#become({ analysisId, status }: Told<'analysis_status'>): void {
		const known = this.#items.get(analysisId);
		if (!known) return;
		if (status === 'deleted') this.forget(analysisId);
		else {
			this.#items.set(analysisId, { ...known, status, etaMs: undefined });
			// When it ended, and how much there is.
			this.#fetcher.want('newest');
		}
	}

	/** What is not among the newest though it is as new was deleted, on another page perhaps. */
	#takeNewest({ items, nextCursor }: AnalysesPage): void {
		const oldest = nextCursor === undefined ? '' : (items.at(-1)?.createdAt ?? '');
		const there = new Set(items.map(({ analysisId }) => analysisId));
		for (const { analysisId, createdAt } of this.items) {
			if (createdAt > oldest && !there.has(analysisId)) this.forget(analysisId);
		}
		this.#take(items);
	}

	#take(items: readonly AnalysisSummary[]): void {
		for (const item of items) this.#items.set(item.analysisId, item);
	}
}
