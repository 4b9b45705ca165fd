import { UserError } from '../../errors';
import type { Connection } from '../../realtime/server/connection';
import type { Agent } from '../threads';

/** Of one thread at once; more is a mistake. */
const MOST_AGENTS = 32;

/** An agent whose connection is gone, with the thread it was at work in. */
interface Stopped {
	threadId: string;
	agentId: string;
}

/**
 * What agents are doing (rule I6), for as long as the connection lasts that says so: nobody shall
 * think for ever.
 */
export class AgentsAtWork {
	readonly #byThread = new Map<string, Map<string, { status: Agent['status']; by: Connection }>>();

	/** An idle agent is at work no more. @throws UserError CAPACITY_EXCEEDED */
	set(threadId: string, { agentId, status }: Agent, by: Connection): void {
		const agents = this.#byThread.get(threadId) ?? new Map();
		if (status === 'idle') {
			agents.delete(agentId);
			if (agents.size === 0) this.#byThread.delete(threadId);
			return;
		}
		if (agents.size >= MOST_AGENTS && !agents.has(agentId)) {
			throw new UserError(
				'CAPACITY_EXCEEDED',
				`${MOST_AGENTS} agents are at work here already. Say that one of them is idle first.`
			);
		}
		this.#byThread.set(threadId, agents.set(agentId, { status, by }));
	}

	of(threadId: string): Agent[] {
		return [...(this.#byThread.get(threadId) ?? [])].map(([agentId, { status }]) => ({
			agentId,
			status
		}));
	}

	/** Ends the work that a connection said was going on. @returns which */
	stop(by: Connection): Stopped[] {
		const stopped: Stopped[] = [];
		for (const [threadId, agents] of this.#byThread) {
			for (const [agentId, work] of agents) if (work.by === by) stopped.push({ threadId, agentId });
		}
		for (const { threadId, agentId } of stopped)
			this.set(threadId, { agentId, status: 'idle' }, by);
		return stopped;
	}

	/** The thread is gone. */
	forget(threadId: string): void {
		this.#byThread.delete(threadId);
	}
}
