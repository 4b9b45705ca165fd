import { describe, expect, it } from 'vitest';
import { byTopic, howSure } from './finding-words';
import type { ShownFinding } from './formats/shown-finding';

const finding = (seq: number, parts: Partial<ShownFinding>): ShownFinding => ({
	id: `f${seq}`,
	seq,
	stage: 'intelligence_report',
	key: `k:${seq}`,
	detector: 'k',
	topic: 'caching',
	kind: 'fact',
	title: 'A title',
	detail: '',
	confidence: 0.9,
	manifestOnly: false,
	evidence: [],
	isDismissed: false,
	...parts
});

describe('findings on a page', () => {
	it('[N3] stand by topic: decisions, then risks, then facts, whenever they came', () => {
		const groups = byTopic([
			finding(1, { topic: 'history' }),
			finding(2, { kind: 'fact' }),
			finding(3, { kind: 'risk' }),
			finding(4, { kind: 'decision', confidence: 0.6 }),
			finding(5, { kind: 'decision' })
		]);
		expect(groups.map(({ topic }) => topic)).toEqual(['caching', 'history']);
		expect(groups[0]?.findings.map(({ seq }) => seq)).toEqual([5, 4, 3, 2]);
	});

	it('[R4] say how sure they are in words', () => {
		expect([0.95, 0.85, 0.84, 0.6, 0.59].map(howSure)).toEqual([
			'Sure',
			'Sure',
			'Likely',
			'Likely',
			'A guess'
		]);
	});
});
