/**
 * Rule X1's two kinds of channel: `session-updates` carries states of sessions, `ws:<topic>` messages for
 * whoever hears a topic, such as `ws:session:<id>`, `ws:thread:<id>`, `ws:user:<id>`.
 */
export type NewsChannel = 'session-updates' | `ws:${string}`;

/** `alone`: one process is all there is. `away`: what joins the instances cannot be reached now. */
export type ClusterState = 'alone' | 'joined' | 'away';

/**
 * What the instances of one Greenroom know of each other (section X): news, who is where, and what is
 * counted together. It carries news, never truth: the database knows what was missed.
 */
export interface Cluster {
	/** This process, among all that share the database. */
	readonly instanceId: string;
	readonly state: ClusterState;
	/** Why the state is `away`, in words that tell no address and no password. */
	readonly trouble: string | undefined;
	/** News told to the others, and heard from them, since the start. */
	readonly counts: Readonly<{ sent: number; received: number }>;

	/**
	 * Tells every other instance, in the order of the calls; nobody hears of it while the state is
	 * `away`. Never throws, and never delivers to this instance.
	 * @param news what JSON can say
	 */
	publish(channel: NewsChannel, news: object): void;
	/**
	 * Calls with what other instances published, in the order each of them did.
	 * @returns stops listening
	 */
	onNews(listener: (channel: NewsChannel, news: unknown) => void): () => void;
	/**
	 * Calls when news may have been missed, so that the database is to be asked: every second while
	 * the state is `away`, once after the return, and after the return of another instance, since
	 * nobody heard what that one did in the meantime.
	 * @returns stops listening
	 */
	onMissed(listener: () => void): () => void;

	/**
	 * Says who is in a topic on this instance, in place of what it said before, and follows who is in
	 * it elsewhere; nobody at all follows it too.
	 * @param people user ids, or other short texts, each once
	 * @returns resolves once `others` of the topic is known, at once where it is or while the state is
	 * `away`; never rejects
	 */
	put(topic: string, people: readonly string[]): Promise<void>;
	/** Nobody is in a topic on this instance, and it is followed no more. */
	drop(topic: string): void;
	/**
	 * Who is in a topic that is followed, on other instances, each once: an instance that vanished is
	 * forgotten within 10 s. While the state is `away` those known last count for 10 s, then nobody.
	 */
	others(topic: string): readonly string[];
	/**
	 * Calls when `others` of a topic changed; what is known once the first `put` of it resolves is no
	 * change.
	 * @returns stops listening
	 */
	onOthers(listener: (topic: string) => void): () => void;

	/**
	 * Rule L3: counts one more under a name over all living instances, or here alone while the state
	 * is `away`.
	 * @returns whether there was room; never rejects
	 */
	take(name: string, most: number): Promise<boolean>;
	/** Gives back one that `take` granted; a name of which none is held changes nothing. */
	release(name: string): void;

	/** Leaves: its people and counts are gone for the others at once. */
	close(): Promise<void>;
}
