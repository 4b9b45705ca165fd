import { expect, test } from 'vitest';
import { instanceCount } from './count.js';

test('two instances, unless another number is asked for', () => {
	expect(instanceCount([])).toBe(2);
	expect(instanceCount(['1'])).toBe(1);
	expect(instanceCount(['64'])).toBe(64);
});

test.each(['0', '-1', '2.5', 'two', '65', '1e1', ''])('"%s" is told to be no number', (text) => {
	expect(() => instanceCount([text])).toThrow(/npm run cluster -- 2/);
});

test('a second number is one too many', () => {
	expect(() => instanceCount(['2', '3'])).toThrow(/"2 3" is no number/);
});
