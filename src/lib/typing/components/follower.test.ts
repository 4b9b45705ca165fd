import { expect, test } from 'vitest';
import { Follower } from './follower';

test('[T7] the caret stands where the typist’s does, forwards and back', () => {
	const follower = new Follower('to be or not');
	for (const position of [1, 5, 9, 4, 0, 12]) {
		follower.moveTo(position);
		expect(follower.state.position).toBe(position);
	}
});

test('[T7] what the editor puts before a line is not waited for', () => {
	const follower = new Follower('if (a) {\n\treturn b;\n}');
	follower.moveTo(12);
	expect(follower.state.position).toBe(12);
	expect(follower.state.words.slice(0, 3).map(({ typed }) => typed.join(''))).toEqual([
		'if',
		'(a)',
		'{'
	]);
});

test('[T7] a place past the end is the end', () => {
	const follower = new Follower('to be');
	follower.moveTo(100);
	expect(follower.state.finished).toBe(true);
});
