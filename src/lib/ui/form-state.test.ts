import { expect, test } from 'vitest';
import { FormState } from './form-state.svelte';

/** A form with fields that hold what they are given, and a note of what got the focus. */
function formWith(values: Record<string, string>) {
	const focused: string[] = [];
	const form = new FormState(() => focused.push('the form’s own problem'));
	for (const [name, value] of Object.entries(values)) {
		form.add(name, {
			check: () => (value === '' ? `${name} is empty` : undefined),
			focus: () => focused.push(name)
		});
	}
	return { form, focused };
}

test('a form with a wrong field does no work, and gives the first of them the focus', async () => {
	const { form, focused } = formWith({ name: 'Ada', email: '', password: '' });
	let worked = false;
	await form.submit(async () => {
		worked = true;
		return undefined;
	});

	expect(worked).toBe(false);
	expect(focused).toEqual(['email']);
	expect(form.problemOf('email')).toBe('email is empty');
	expect(form.problemOf('name')).toBeUndefined();
	expect(form.problem).toBe('2 fields need a look.');
});

test('what the work finds wrong is shown beside the field it names', async () => {
	const { form, focused } = formWith({ email: 'ada@example.org' });
	await form.submit(() => Promise.reject(Object.assign(new Error('taken'), { field: 'email' })));

	expect(form.problemOf('email')).toBe('taken');
	expect(form.problem).toBe('');
	expect(focused).toEqual(['email']);
});

test('what is wrong with no field, or one that is not there, is shown as the form’s own', async () => {
	const { form, focused } = formWith({ email: 'ada@example.org' });
	await form.submit(() => Promise.reject(new Error('The server cannot be reached.')));
	expect(form.problem).toBe('The server cannot be reached.');

	await form.submit(() => Promise.reject(Object.assign(new Error('gone'), { field: 'token' })));
	expect(form.problem).toBe('gone');
	expect(focused).toEqual(['the form’s own problem', 'the form’s own problem']);
});

test('a form that is at work is not sent a second time', async () => {
	const { form } = formWith({});
	let times = 0;
	const done: (() => void)[] = [];
	const work = () => {
		times += 1;
		return new Promise<string>((resolve) => done.push(() => resolve('Saved.')));
	};
	const first = form.submit(work);
	await form.submit(work);
	expect(form.isBusy).toBe(true);
	for (const finish of done) finish();
	await first;

	expect(times).toBe(1);
	expect(form.isBusy).toBe(false);
	expect(form.outcome).toBe('Saved.');
});

test('whoever changes a field is no longer told what was wrong with it', async () => {
	const { form } = formWith({ email: '', password: '' });
	await form.submit(async () => undefined);
	form.touch('email');

	expect(form.problemOf('email')).toBeUndefined();
	expect(form.problemOf('password')).toBe('password is empty');
	expect(form.problem).toBe('');
});
