import { expect, test } from 'vitest';
import { Durations } from './durations';
import { Metrics } from './metrics';

/** What stands in the text for a series. */
async function valueOf(metrics: Metrics, series: string): Promise<number> {
	const lines = (await metrics.text()).split('\n');
	const line = lines.find((candidate) => candidate.startsWith(`${series} `));
	return Number(line?.slice(series.length + 1));
}

test('numbers counted elsewhere are read each time somebody looks', async () => {
	const metrics = new Metrics();
	const counts = new Map([['ping', 1]]);
	let total = 7;
	metrics.counterBy('type', 'seen_total', 'Seen.', () => counts);
	metrics.counter('all_total', 'All.', () => total);
	metrics.gauge('waiting', 'Waiting.', () => -total);
	expect(await valueOf(metrics, 'seen_total{type="ping"}')).toBe(1);
	counts.set('ping', 3).set('connect', 2);
	total = 8;
	expect(await valueOf(metrics, 'seen_total{type="ping"}')).toBe(3);
	expect(await valueOf(metrics, 'seen_total{type="connect"}')).toBe(2);
	expect(await valueOf(metrics, 'all_total')).toBe(8);
	expect(await valueOf(metrics, 'waiting')).toBe(-8);
});

test('durations are shown as a histogram in seconds whose buckets add up', async () => {
	const metrics = new Metrics();
	const durations = new Durations();
	for (const ms of [0.02, 0.04, 7, 60_000]) durations.add(ms);
	metrics.durationsBy('type', 'answer_seconds', 'Answers.', () => [['ping', durations]]);
	expect(await metrics.text()).toContain('# TYPE answer_seconds histogram');
	const bucket = (le: string) => valueOf(metrics, `answer_seconds_bucket{type="ping",le="${le}"}`);
	expect(
		await Promise.all(['0.000025', '0.00005', '0.005', '0.01', '10', '+Inf'].map(bucket))
	).toEqual([1, 2, 2, 3, 3, 4]);
	expect(await valueOf(metrics, 'answer_seconds_count{type="ping"}')).toBe(4);
	expect(await valueOf(metrics, 'answer_seconds_sum{type="ping"}')).toBeCloseTo(60.00706, 9);
});

test('requests are counted by method, route and status; a made-up method is no label', async () => {
	const metrics = new Metrics();
	metrics.request('GET', '/api/me', 200, 4);
	metrics.request('BREW', null, 404, 1);
	const count = 'greenroom_http_request_duration_seconds_count';
	expect(await valueOf(metrics, `${count}{method="GET",route="/api/me",status="200"}`)).toBe(1);
	expect(await valueOf(metrics, `${count}{method="other",route="none",status="404"}`)).toBe(1);
	expect(await metrics.text()).not.toContain('BREW');
});

test('the first look already has the delay of the event loop', async () => {
	const metrics = new Metrics();
	const [delay] = await Promise.all([
		valueOf(metrics, 'nodejs_eventloop_lag_p99_seconds'),
		metrics.text()
	]);
	expect(delay).toBeGreaterThan(0);
	expect(delay).toBeLessThan(10);
	expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});
