import { UserError } from '../../errors';
import type { Cluster } from '../../realtime/server/cluster/cluster';
import type { Connection } from '../../realtime/server/connection';
import type { Agent } from '../threads';

/** Of one thread at once; more is a mistake. */
const MOST_AGENTS = 32;

const PREFIX = 'agents:';
const topicOf = (threadId: string) => PREFIX + threadId;

type Status = Agent['status'];

/** What this instance knows of one thread's agents. */
interface Work {
	here: Map<string, { status: Status; by: Connection }>;
	/** At work through other instances, as it was told last. */
	elsewhere: Map<string, Status>;
	/** Where somebody here wants to know; fulfilled once the other instances' are known. */
	known: Promise<void> | undefined;
}

/**
 * What agents are doing (rule I6), for as long as the connection lasts that says so: nobody shall think for
 * ever. The instances know of each other's agents as they know of people: with an instance its agents go.
 */
export class AgentsAtWork {
	readonly #cluster: Cluster;
	readonly #tell: (threadId: string, agent: Agent) => void;
	readonly #byThread = new Map<string, Work>();

	/** @param tell an agent does something else now; called for those that somebody follows */
	constructor(cluster: Cluster, tell: (threadId: string, agent: Agent) => void) {
		this.#cluster = cluster;
		this.#tell = tell;
		cluster.onOthers((topic) => {
			if (topic.startsWith(PREFIX)) this.#lookElsewhere(topic.slice(PREFIX.length));
		});
	}

	/** An idle agent is at work no more. @throws UserError CAPACITY_EXCEEDED */
	set(threadId: string, { agentId, status }: Agent, by: Connection): void {
		const work = this.#work(threadId);
		if (status === 'idle') work.here.delete(agentId);
		else {
			const busy = new Set(this.of(threadId).map((agent) => agent.agentId));
			if (busy.size >= MOST_AGENTS && !busy.has(agentId)) {
				throw new UserError(
					'CAPACITY_EXCEEDED',
					`${MOST_AGENTS} agents are at work here already. Say that one of them is idle first.`
				);
			}
			work.here.set(agentId, { status, by });
		}
		void this.#say(threadId, work);
		this.#tellIfFollowed(threadId, agentId);
	}

	/** Those that are not idle, on all instances. */
	of(threadId: string): Agent[] {
		const work = this.#byThread.get(threadId);
		if (!work) return [];
		const here = [...work.here].map(([agentId, { status }]) => [agentId, status] as const);
		const all = new Map([...work.elsewhere, ...here]);
		return Array.from(all, ([agentId, status]) => ({ agentId, status }));
	}

	/** Resolves once `of` knows of the other instances too. */
	follow(threadId: string): Promise<void> {
		const work = this.#work(threadId);
		return (work.known ??= this.#cluster.put(topicOf(threadId), sayingsOf(work)).then(() => {
			work.elsewhere = this.#elsewhere(threadId);
		}));
	}

	unfollow(threadId: string): void {
		const work = this.#byThread.get(threadId);
		if (!work) return;
		work.known = undefined;
		void this.#say(threadId, work);
	}

	/** The connection is gone: what it said was going on is over. */
	stop(by: Connection): void {
		for (const [threadId, { here }] of this.#byThread) {
			for (const [agentId, work] of here) {
				if (work.by === by) this.set(threadId, { agentId, status: 'idle' }, by);
			}
		}
	}

	/** The thread is gone. */
	forget(threadId: string): void {
		if (this.#byThread.delete(threadId)) this.#cluster.drop(topicOf(threadId));
	}

	#work(threadId: string): Work {
		const known = this.#byThread.get(threadId);
		const work = known ?? { here: new Map(), elsewhere: new Map(), known: undefined };
		if (!known) this.#byThread.set(threadId, work);
		return work;
	}

	async #say(threadId: string, work: Work): Promise<void> {
		if (work.here.size === 0 && !work.known) return this.forget(threadId);
		await this.#cluster.put(topicOf(threadId), sayingsOf(work));
	}

	#lookElsewhere(threadId: string): void {
		const work = this.#byThread.get(threadId);
		if (!work) return;
		const before = work.elsewhere;
		work.elsewhere = this.#elsewhere(threadId);
		for (const agentId of new Set([...before.keys(), ...work.elsewhere.keys()])) {
			if (before.get(agentId) !== work.elsewhere.get(agentId)) {
				this.#tellIfFollowed(threadId, agentId);
			}
		}
	}

	#elsewhere(threadId: string): Map<string, Status> {
		const said = this.#cluster.others(topicOf(threadId));
		return new Map(
			said.map((saying) => {
				const [agentId = '', status] = saying.split(' ');
				return [agentId, status as Status];
			})
		);
	}

	#tellIfFollowed(threadId: string, agentId: string): void {
		if (!this.#byThread.get(threadId)?.known) return;
		const agent = this.of(threadId).find((one) => one.agentId === agentId);
		this.#tell(threadId, agent ?? { agentId, status: 'idle' });
	}
}

const sayingsOf = ({ here }: Work) =>
	[...here].map(([agentId, { status }]) => `${agentId} ${status}`);
