import { describe, expect, it } from 'vitest';
import { activityOf } from './activity';

describe('what the line is used for', () => {
	it('[C8] is idle while nothing is open', () => {
		expect(activityOf([])).toBe('idle');
	});

	it('[C8] names an interview before what is merely watched, and a running one before a paused', () => {
		const watched = { kind: 'subscribed', id: 'a' } as const;
		const paused = { kind: 'interview_paused', id: 'b' } as const;
		const active = { kind: 'interview_active', id: 'c' } as const;
		expect(activityOf([watched])).toBe('subscribed');
		expect(activityOf([paused, watched])).toBe('interview_paused');
		expect(activityOf([active, paused, watched])).toBe('interview_active');
	});

	it('[C8] goes by the latest that was said of one interview', () => {
		const active = { kind: 'interview_active', id: 'i' } as const;
		const paused = { kind: 'interview_paused', id: 'i' } as const;
		expect(activityOf([active, paused])).toBe('interview_paused');
		expect(activityOf([active, paused, active])).toBe('interview_active');
		expect(activityOf([paused, { kind: 'subscribed', id: 'i' }])).toBe('subscribed');
	});
});
