import { findingKinds, topics, type FindingKind, type Topic } from './findings';
import type { ShownFinding } from './formats/shown-finding';

/** How findings are called and put in order on a page. Pure. */

export const kindNames: Record<FindingKind, { one: string; several: string }> = {
	decision: { one: 'Decision', several: 'Decisions' },
	risk: { one: 'Risk', several: 'Risks' },
	fact: { one: 'Fact', several: 'Facts' }
};

/** @param confidence 0–1 */
export function howSure(confidence: number): string {
	if (confidence >= 0.85) return 'Sure';
	return confidence >= 0.6 ? 'Likely' : 'A guess';
}

export interface FindingGroup {
	topic: Topic;
	findings: ShownFinding[];
}

/** By topic; within one decisions first, then risks, then facts, the surest of each first. */
export function byTopic(findings: readonly ShownFinding[]): FindingGroup[] {
	const groups = Map.groupBy(findings, ({ topic }) => topic);
	return topics.flatMap((topic) => {
		const members = groups.get(topic);
		return members ? [{ topic, findings: members.toSorted(byKind) }] : [];
	});
}

const byKind = (one: ShownFinding, other: ShownFinding) =>
	findingKinds.indexOf(one.kind) - findingKinds.indexOf(other.kind) ||
	other.confidence - one.confidence ||
	one.seq - other.seq;
