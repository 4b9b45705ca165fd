import { findingKinds, topics, type FindingKind, type Topic } from './findings';
import type { ShownFinding } from './formats/shown-finding';
import type { Category, Difficulty } from './questions';

/** How findings and questions are called and put in order on a page. Pure. */

export const topicNames: Record<Topic, string> = {
	authentication: 'Authentication',
	password_hashing: 'Password hashing',
	authorization: 'Authorization',
	validation: 'Validation',
	data_access: 'Data access',
	schema: 'Schema',
	transactions: 'Transactions',
	caching: 'Caching',
	background_work: 'Background work',
	concurrency: 'Concurrency',
	resilience: 'Resilience',
	error_handling: 'Error handling',
	api_style: 'API style',
	paging: 'Paging',
	versioning: 'Versioning',
	rate_limits: 'Rate limits',
	real_time: 'Real time',
	state_management: 'State management',
	dependency_injection: 'Dependency injection',
	configuration: 'Configuration',
	secrets: 'Secrets',
	logging: 'Logging',
	observability: 'Observability',
	testing: 'Testing',
	build_and_deployment: 'Build and deployment',
	structure: 'Structure',
	complexity: 'Complexity',
	duplication: 'Duplication',
	history: 'History'
};

export const kindNames: Record<FindingKind, { one: string; several: string }> = {
	decision: { one: 'Decision', several: 'Decisions' },
	risk: { one: 'Risk', several: 'Risks' },
	fact: { one: 'Fact', several: 'Facts' }
};

export const categoryNames: Record<Category, string> = {
	architecture: 'Architecture',
	implementation: 'Implementation',
	tradeoffs: 'Trade-offs',
	scalability: 'Scalability'
};

export const difficultyNames: Record<Difficulty, string> = {
	junior: 'Junior',
	'mid-level': 'Mid-level',
	senior: 'Senior'
};

/** A question's topic is a finding's, or words of its own. */
export const topicName = (topic: string): string =>
	Object.hasOwn(topicNames, topic)
		? topicNames[topic as Topic]
		: `${topic.slice(0, 1).toUpperCase()}${topic.slice(1)}`.replaceAll('_', ' ');

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
