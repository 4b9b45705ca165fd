import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { durationBoundsMs, type Durations } from './durations';

/** What somebody else counts, asked for when metrics are: one a value of a label. */
type ReadingsBy<T> = () => Iterable<readonly [value: string | number, T]>;

/** Methods that a request may have and be counted by; whatever else is sent is `other`. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Enough for the first few measurements of the event loop's delay, which are 10 ms apart. */
const FIRST_LOOK_MS = 100;

/**
 * What /metrics shows, in Prometheus' words. The parts of the house count for themselves, in plain
 * numbers, and are read when somebody looks: what happens fifty thousand times a second must not
 * pay for labels.
 */
export class Metrics {
	readonly #registry = new Registry();
	readonly #requests: Histogram<'method' | 'route' | 'status'>;
	#processWatched: Promise<unknown> | undefined;

	constructor() {
		this.#requests = new Histogram({
			name: 'greenroom_http_request_duration_seconds',
			help: 'Time from a request of a page or of REST to its answer.',
			labelNames: ['method', 'route', 'status'],
			buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
			registers: [this.#registry]
		});
	}

	/** Of `text`. */
	get contentType(): string {
		return this.#registry.contentType;
	}

	/** All there is, in Prometheus' text format 0.0.4. */
	async text(): Promise<string> {
		await (this.#processWatched ??= this.#watchProcess());
		return this.#registry.metrics();
	}

	/** Counts a request. @param route SvelteKit's id of it, null where there is none */
	request(method: string, route: string | null, status: number, milliseconds: number): void {
		this.#requests.observe(
			{ method: knownMethods.has(method) ? method : 'other', route: route ?? 'none', status },
			milliseconds / 1000
		);
	}

	/** A number that only grows; its name ends in `_total`. */
	counter(name: string, help: string, reading: () => number): void {
		new Counter({
			name,
			help,
			registers: [this.#registry],
			collect() {
				this.reset();
				this.inc(reading());
			}
		});
	}

	/** Numbers that only grow, one a value of `label`. */
	counterBy(label: string, name: string, help: string, readings: ReadingsBy<number>): void {
		new Counter({
			name,
			help,
			labelNames: [label],
			registers: [this.#registry],
			collect() {
				this.reset();
				for (const [value, count] of readings()) this.inc({ [label]: value }, count);
			}
		});
	}

	/** A number that rises and falls. */
	gauge(name: string, help: string, reading: () => number): void {
		new Gauge({
			name,
			help,
			registers: [this.#registry],
			collect() {
				this.set(reading());
			}
		});
	}

	/** Durations, shown in seconds; its name ends in `_seconds`. */
	durations(name: string, help: string, reading: Durations): void {
		const readings = [{ labels: {}, durations: reading }];
		this.#registry.registerMetric(new DurationsReading(name, help, () => readings));
	}

	/** Durations in seconds, one histogram a value of `label`. */
	durationsBy(label: string, name: string, help: string, readings: ReadingsBy<Durations>): void {
		const labelled = () =>
			Array.from(readings(), ([value, durations]) => ({ labels: { [label]: value }, durations }));
		this.#registry.registerMetric(new DurationsReading(name, help, labelled));
	}

	/**
	 * The process itself, the delay of its event loop above all: from the first look on, since
	 * watching costs a timer and an observer that a server nobody looks at does without.
	 */
	#watchProcess(): Promise<unknown> {
		collectDefaultMetrics({ register: this.#registry });
		// Percentiles of nothing are no numbers.
		return new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_MS));
	}
}

type LabelledDurations = { labels: Record<string, string | number>; durations: Durations };

/** Counted elsewhere and shown as a histogram: prom-client's own can only be added to. */
class DurationsReading extends Histogram {
	readonly #shown: { name: string; help: string };
	readonly #readings: () => LabelledDurations[];

	constructor(name: string, help: string, readings: () => LabelledDurations[]) {
		super({ name, help, registers: [] });
		this.#shown = { name, help };
		this.#readings = readings;
	}

	/** What prom-client asks every histogram for. */
	async getForPromString() {
		const values = this.#readings().flatMap((reading) => this.#valuesOf(reading));
		return { ...this.#shown, type: 'histogram', aggregator: 'sum', values };
	}

	#valuesOf({ labels, durations }: LabelledDurations) {
		const { name } = this.#shown;
		let count = 0;
		const buckets = Array.from(durations.buckets, (added, index) => {
			count += added;
			const bound = durationBoundsMs[index];
			const le = bound === undefined ? '+Inf' : bound / 1000;
			return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
		});
		return [
			...buckets,
			{ metricName: `${name}_sum`, labels, value: durations.totalMs / 1000 },
			{ metricName: `${name}_count`, labels, value: count }
		];
	}
}
