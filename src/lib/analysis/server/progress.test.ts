import { describe, expect, test } from 'vitest';
import { ProgressMeter } from './progress';

/** Counts made one number (rule N3). */

const weights = {
	project_review: { list: 10, read: 30 },
	intelligence_report: { parse: 50 },
	interview_simulation: { questions: 10 }
};
const at = (stage: keyof typeof weights, step: string, done: number, total: number) => ({
	...{ stage, step, done, total }
});

describe('the whole, in percent', () => {
	test('[N3] within a stage it goes by how long its steps take, from the end of the one before', () => {
		const meter = new ProgressMeter(weights, 0, 0);
		const see = (...step: Parameters<typeof at>) => meter.see(at(...step), 0).progress;
		expect(see('project_review', 'list', 0, 10)).toBe(0);
		expect(see('project_review', 'list', 10, 10)).toBe(8.3);
		expect(see('project_review', 'read', 5, 10)).toBe(20.6);
		expect(meter.finish('project_review')).toBe(33);
		expect(see('intelligence_report', 'parse', 1, 2)).toBe(49.5);
		expect(meter.finish('intelligence_report')).toBe(66);
		expect(see('interview_simulation', 'questions', 0, 3)).toBe(66);
		expect(meter.finish('interview_simulation')).toBe(100);
	});

	test('[N3] it never goes back: not by a total that grows, a step done again, a restart', () => {
		const meter = new ProgressMeter(weights, 20, 0);
		const see = (...step: Parameters<typeof at>) => meter.see(at(...step), 0).progress;
		expect(see('project_review', 'list', 5, 10)).toBe(20);
		expect(see('project_review', 'read', 9, 10)).toBe(30.5);
		expect(see('project_review', 'read', 9, 90)).toBe(30.5);
		expect(see('project_review', 'list', 1, 10)).toBe(30.5);
	});

	test('[N3] what nobody knows the total of, or the name, moves nothing', () => {
		const meter = new ProgressMeter(weights, 0, 0);
		expect(meter.see(at('project_review', 'read', 7, 0), 0).progress).toBe(8.3);
		expect(meter.see(at('project_review', 'unheard of', 7, 8), 0).progress).toBe(8.3);
		expect(meter.see(at('project_review', 'read', 20, 10), 0).progress).toBe(33);
	});
});

describe('how long it will take', () => {
	test('[N3] comes from how fast this run was, and is not told before it is known', () => {
		const meter = new ProgressMeter(weights, 0, 1_000);
		expect(meter.see(at('project_review', 'list', 1, 10), 1_500).etaMs).toBeUndefined();
		// 20 of 100 parts took 4 s: the other 80 take 16.
		expect(meter.see(at('project_review', 'read', 10, 30), 5_000).etaMs).toBe(16_000);
		expect(meter.see(at('intelligence_report', 'parse', 25, 50), 14_000).etaMs).toBe(7_000);
	});

	test('[N3] of a run that goes on from somewhere what was done before takes no time', () => {
		const meter = new ProgressMeter(weights, 33, 0);
		expect(meter.see(at('intelligence_report', 'parse', 0, 50), 10).etaMs).toBeUndefined();
		// 10 of the 60 parts that were left took 5 s.
		expect(meter.see(at('intelligence_report', 'parse', 10, 50), 5_000).etaMs).toBe(25_000);
	});
});
