import { describe, expect, it } from 'vitest';
import { compareInput } from './compare';
import { prepareText } from './text';

const prepared = prepareText('né 😀\n\tgo');

describe('compareInput', () => {
	it('[T3] compares by position in code points, indentation included', () => {
		expect(compareInput(prepared, 'né 😀\n\tgo')).toMatchObject({
			position: 8,
			correct: 8,
			incorrect: 0,
			extra: 0,
			missed: 0
		});
	});

	it('[T3] counts a wrong character where it stands', () => {
		const { position, correct, incorrect } = compareInput(prepared, 'na x');
		expect({ position, correct, incorrect }).toEqual({ position: 4, correct: 2, incorrect: 2 });
	});

	it('[T3] counts what goes past the end as extra, at the index of the end', () => {
		const { position, extra, changes } = compareInput(prepareText('go'), 'gone', 'go');
		expect({ position, extra }).toEqual({ position: 2, extra: 2 });
		expect(changes).toEqual([
			{ index: 2, expected: '', typed: 'n' },
			{ index: 2, expected: '', typed: 'e' }
		]);
	});

	it('[T3] tells what changed since the message before, deletions as null', () => {
		expect(compareInput(prepared, 'nö', 'né ').changes).toEqual([
			{ index: 1, expected: 'é', typed: 'ö' },
			{ index: 2, expected: ' ', typed: null }
		]);
	});

	it('[T3] composes the input and folds its spaces before it compares', () => {
		expect(compareInput(prepared, 'ne\u0301\u00a0').correct).toBe(3);
	});

	it('[T3] answers an empty input with nothing typed', () => {
		expect(compareInput(prepared, '')).toEqual({
			position: 0,
			correct: 0,
			incorrect: 0,
			extra: 0,
			missed: 0,
			changes: []
		});
	});
});
