import { expect, test } from 'vitest';
import { projectOf } from '../../analysis.fixtures';
import { topics } from '../../findings';
import { finding, listed, literal } from './detector';
import { detectors } from './index';

test('[Q2] every detector has a name of its own and topics that exist', () => {
	expect(new Set(detectors.map(({ name }) => name)).size).toBe(detectors.length);
	for (const detector of detectors) {
		expect(detector.topics.length).toBeGreaterThan(0);
		for (const topic of detector.topics) expect(topics).toContain(topic);
	}
});

test('[R4] evidence is of different files first, at most eight places, none twice', async () => {
	const text = 'a();\n'.repeat(10);
	const project = await projectOf({ 'a.ts': text, 'b.ts': text });
	const { evidence, key } = finding(project, {
		detector: 'x',
		subject: 'y',
		topic: 'structure',
		kind: 'fact',
		title: 't',
		detail: 'd',
		confidence: 1,
		at: [1, 1, 2, 3, 4, 5, 6, 7, 8, 9]
			.map((startLine) => ({ path: 'a.ts', startLine }))
			.concat({ path: 'b.ts', startLine: 4 })
	});
	expect(key).toBe('x:y');
	expect(evidence).toHaveLength(8);
	expect(evidence.slice(0, 3).map(({ path, startLine }) => `${path}:${startLine}`)).toEqual([
		'a.ts:1',
		'b.ts:4',
		'a.ts:2'
	]);
});

test('[Q2] no detector says anything of an empty project', async () => {
	const project = await projectOf({});
	for (const detector of detectors) expect(await detector.detect(project)).toEqual([]);
});

test('[Q2] literals lose their quotes, other arguments are none', () => {
	expect(literal("'/a'")).toBe('/a');
	expect(literal('r"^x$"')).toBe('^x$');
	expect(literal('`/a/${b}`')).toBeUndefined();
	expect(literal('name')).toBeUndefined();
	expect(literal(undefined)).toBeUndefined();
});

test('[Q2] lists are read as people say them', () => {
	expect(listed([])).toBe('');
	expect(listed(['a'])).toBe('a');
	expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
	expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
