import { untrack } from 'svelte';
import type { FeatureLine } from '../realtime/channel';
import { draftKey, inNoAnswer, leftoversOf, type DraftStorage, type Leftover } from './leftovers';
import { DraftKeeper } from './draft-keeper.svelte';
import type { LiveInterview } from './live-interview.svelte';

/** Something that was written and is no answer. */
interface NotTakenText {
	id: string;
	why: string;
	text: string;
}

/**
 * What the candidate writes on this device: the draft of the open question, the answer that is on its
 * way, and what came too late to be one.
 */
export class OwnAnswers {
	readonly #live: LiveInterview;
	readonly #line: FeatureLine;
	readonly #storage: () => DraftStorage | undefined;
	/** Of the questions that were open on this page. */
	readonly #keepers: DraftKeeper[] = [];
	#leftovers = $state.raw<readonly Leftover[]>([]);

	/** What is open, apart from how often it was shown. */
	readonly turnKey: string | undefined = $derived.by(() => {
		const { current } = this.#live.view;
		return current && `${current.questionId} ${current.attempt}`;
	});

	/** The draft of the open question; undefined for who only looks on. */
	readonly keeper: DraftKeeper | undefined = $derived.by(() =>
		this.turnKey === undefined || !this.#live.isCandidate
			? undefined
			: untrack(() => this.#newKeeper())
	);

	/** The answer to the open question that is on its way, or being read. */
	readonly given: string | undefined = $derived.by(() => {
		const { onItsWay, view, turns } = this.#live;
		if (onItsWay !== undefined || view.status !== 'evaluating') return onItsWay;
		const { questionId, attempt } = view.current ?? {};
		const open = turns.findLast((one) => one.questionId === questionId && one.attempt === attempt);
		return open?.answer ?? undefined;
	});

	readonly mayAnswer: boolean = $derived.by(
		() =>
			this.keeper !== undefined && this.#live.view.status === 'asking' && this.given === undefined
	);

	readonly notTaken: readonly NotTakenText[] = $derived.by(() => [
		...this.#live.refused.map(({ requestId, problem = '', payload }) => ({
			id: requestId,
			why: `This answer was not taken. ${problem}`,
			text: String(payload['answer'])
		})),
		...this.#leftovers.map(({ question, text }) => ({
			id: text,
			why: `You had written this to “${question}”, and it is in no answer.`,
			text
		}))
	]);

	constructor(live: LiveInterview, line: FeatureLine, storage: () => DraftStorage | undefined) {
		this.#live = live;
		this.#line = line;
		this.#storage = storage;
	}

	answer(text: string): void {
		const { keeper } = this;
		if (!keeper) return;
		this.#live.answer(keeper.questionId, text);
		keeper.done();
	}

	/** It need not be shown any more. */
	letGo(id: string): void {
		const refused = this.#live.refused.find(({ requestId }) => requestId === id);
		if (refused) this.#live.letGo(refused);
		for (const keeper of this.#keepers) keeper.letGo(id);
		for (const { questionId, text } of this.#leftovers) {
			if (text !== id) continue;
			this.#attempt((storage) => storage.removeItem(draftKey(this.#live.sessionId, questionId)));
		}
		this.#leftovers = this.#leftovers.filter(({ text }) => text !== id);
	}

	/** Looks what there still is of questions that are closed. */
	lookBack(): void {
		const { sessionId, closed, view, isCandidate } = this.#live;
		if (!isCandidate) return;
		const openId = view.current?.questionId;
		let kept: readonly Leftover[] = [];
		this.#attempt((storage) => (kept = leftoversOf(storage, { sessionId, closed, openId })));
		const lost = this.#keepers.flatMap(({ questionId, lost: texts }) =>
			questionId === openId ? [] : inNoAnswer(closed, questionId, texts)
		);
		const all = [...kept, ...lost].map((leftover) => [leftover.text, leftover] as const);
		this.#leftovers = [...new Map(all).values()];
	}

	/** Storage may be forbidden: then there is nothing in it. */
	#attempt(work: (storage: DraftStorage) => void): void {
		try {
			const storage = this.#storage();
			if (storage) work(storage);
		} catch {
			// As said.
		}
	}

	#newKeeper(): DraftKeeper {
		const { sessionId, view, interview } = this.#live;
		const { questionId } = view.current!;
		const { draft, lostDrafts } = interview;
		const keeper = new DraftKeeper({
			...{ sessionId, questionId, line: this.#line, storage: this.#storage },
			first: draft?.questionId === questionId ? draft : undefined,
			lost: lostDrafts.filter((one) => one.questionId === questionId).map(({ text }) => text)
		});
		this.#keepers.push(keeper);
		return keeper;
	}
}
