import type { Evidence } from './evidence';

/** What a finding is about; detectors are one file each, several may share a topic. */
export const topics = [
	'authentication',
	'password_hashing',
	'authorization',
	'validation',
	'data_access',
	'schema',
	'transactions',
	'caching',
	'background_work',
	'concurrency',
	'resilience',
	'error_handling',
	'api_style',
	'paging',
	'versioning',
	'rate_limits',
	'real_time',
	'state_management',
	'dependency_injection',
	'configuration',
	'secrets',
	'logging',
	'observability',
	'testing',
	'build_and_deployment',
	'structure',
	'complexity',
	'duplication',
	'history'
] as const;

export type Topic = (typeof topics)[number];

/** `decision`: somebody chose this way; `risk`: it may hurt; `fact`: worth knowing. */
export const findingKinds = ['decision', 'risk', 'fact'] as const;

export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
	/**
	 * The same for the same thing in every analysis of this repository, wherever its lines moved to:
	 * `<detector>:<subject>`. Dismissals go by it.
	 */
	key: string;
	detector: string;
	topic: Topic;
	kind: FindingKind;
	/** One plain sentence that a developer of this repository can check: what was found. */
	title: string;
	/** What follows from it, in one to three sentences: what it buys, what it costs, what to look at. */
	detail: string;
	/** 0–1, how sure the detector is. */
	confidence: number;
	/** Only a manifest says so, no code was seen doing it (measure Q2 counts it apart). */
	manifestOnly: boolean;
	/** Where it can be seen: at least one, the best first, at most eight. */
	evidence: Evidence[];
	/** What questions are made of: names, numbers, libraries, by short names of the detector's. */
	facts: Record<string, string | number | boolean | string[]>;
}
