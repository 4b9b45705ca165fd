import type { Agent } from '../../chat/threads';
import type { Tab } from './tab';
import type { SaidAs } from './truth';

/** What is wrong with a thread itself: `kept` by `seq`, `said` in any order. */
export function differencesOfThread(kept: readonly SaidAs[], said: readonly string[]): string[] {
	const differences: string[] = [];
	if (kept.some(({ seq }, index) => seq !== index + 1)) {
		differences.push(`[H2] kept with the seqs ${kept.map(({ seq }) => seq)}`);
	}
	const texts = kept.map(({ text }) => text);
	if (texts.toSorted().join() !== said.toSorted().join()) {
		differences.push(`[D3] kept: ${texts}; said: ${said}`);
	}
	return differences;
}

/** Where a tab shows something else than what is kept, and who is at work. */
export function differencesOfTab(
	{ thread, waiting, hasSetAgent }: Tab,
	ownAgent: string,
	kept: readonly SaidAs[],
	atWork: readonly Agent[]
): string[] {
	const differences: string[] = [];
	const { phase, problem, messages, unsent, agents } = thread;
	if (phase !== 'open' || problem !== undefined || waiting.length + unsent.length > 0) {
		const left = waiting.map(({ payload, state }) => `${payload['text']} ${state}`);
		differences.push(`[D5] ${phase}, ${problem}; waits with ${left}`);
	}
	if (messages.map(({ id }) => id).join() !== kept.map(({ id }) => id).join()) {
		const [shown, there] = [messages, kept].map((all) =>
			all.map(({ seq, text }) => `${seq} ${text}`)
		);
		differences.push(`[D4] shows ${shown}, kept is ${there}`);
	}
	const [shown, there] = [agents, atWork].map((all) =>
		all.map(({ agentId, status }) => `${agentId} ${status}`).toSorted()
	);
	if (shown?.join() !== there?.join())
		differences.push(`[I6] shows ${shown}, at work are ${there}`);
	if (!hasSetAgent && atWork.some(({ agentId }) => agentId === ownAgent)) {
		differences.push(`[I6] ${ownAgent} is at work, though the connection is gone that said so`);
	}
	return differences;
}
