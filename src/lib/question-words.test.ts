import { describe, expect, it } from 'vitest';
import { topics } from './analysis/findings';
import { topicsOfBank } from './interview/server/bank';
import { topicName } from './question-words';

describe('a topic', () => {
	it('[I1] is called alike wherever it is shown, with acronyms as they are written', () => {
		expect(['sql', 'http', 'api_style', 'rate_limits'].map(topicName)).toEqual([
			'SQL',
			'HTTP',
			'API style',
			'Rate limits'
		]);
		expect(topicName('constructor')).toBe('Constructor');
	});

	it('[R4] has a name of its own, of a finding or of the general bank', () => {
		const all = new Set([...topics, ...topicsOfBank]);
		const names = [...all].map(topicName);
		expect(new Set(names).size).toBe(all.size);
		for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z ]+$/);
	});
});
