import { expect, test } from 'vitest';
import { Metrics } from '../../server/metrics';
import { LineCounters } from './counters';
import { showLine } from './line-metrics';

/** The series of a name in the text of /metrics, without those of prom-client's own. */
async function shown(counters: LineCounters, name: string): Promise<string[]> {
	const metrics = new Metrics();
	showLine(metrics, counters, { connections: () => 3, unsentBytes: () => 4096 });
	const lines = (await metrics.text()).split('\n');
	return lines.filter((line) => line.startsWith(name));
}

test('messages are counted by the types of the catalogue, all others together', async () => {
	const counters = new LineCounters();
	counters.declare('ping').received += 2;
	for (let index = 0; index < 1000; index++) counters.received();
	expect(await shown(counters, 'greenroom_line_messages_total')).toEqual([
		'greenroom_line_messages_total{type="unknown"} 1000',
		'greenroom_line_messages_total{type="ping"} 2'
	]);
});

test('answers are counted by type and time', async () => {
	const counters = new LineCounters();
	counters.declare('ping').answered.add(0.2);
	const [bucket] = await shown(
		counters,
		'greenroom_line_answer_duration_seconds_bucket{type="ping",le="0.00025"}'
	);
	expect(bucket).toMatch(/ 1$/);
});

test('a type declared twice is counted once', () => {
	const counters = new LineCounters();
	counters.declare('ping').received += 1;
	counters.declare('ping').received += 1;
	expect(counters.types.get('ping')?.received).toBe(2);
});

test('[E4] connections are counted by close code, a client’s own codes together', async () => {
	const counters = new LineCounters();
	for (const code of [1000, 4009, 4009, 1006]) counters.closed(code);
	for (let code = 3000; code < 3100; code++) counters.closed(code);
	expect(await shown(counters, 'greenroom_line_closes_total')).toEqual([
		'greenroom_line_closes_total{code="1000"} 1',
		'greenroom_line_closes_total{code="4009"} 2',
		'greenroom_line_closes_total{code="1006"} 1',
		'greenroom_line_closes_total{code="other"} 100'
	]);
});

test('[E3] errors are counted by code, those that never happened too', async () => {
	const counters = new LineCounters();
	counters.failed('CONFLICT');
	const lines = await shown(counters, 'greenroom_line_errors_total');
	expect(lines).toContain('greenroom_line_errors_total{code="CONFLICT"} 1');
	expect(lines).toContain('greenroom_line_errors_total{code="INTERNAL_ERROR"} 0');
});

test('what is counted by looking is there with what was lost and refused', async () => {
	const counters = new LineCounters();
	counters.heartbeatLost();
	counters.refused(429);
	expect(await shown(counters, 'greenroom_line_')).toEqual(
		expect.arrayContaining([
			'greenroom_line_connections 3',
			'greenroom_line_unsent_bytes 4096',
			'greenroom_line_heartbeat_losses_total 1',
			'greenroom_line_refused_upgrades_total{status="429"} 1'
		])
	);
});
