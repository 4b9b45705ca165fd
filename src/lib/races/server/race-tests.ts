import type { Database, Transaction } from '../../server/database';
import type { Clock } from '../../server/clock';
import type { SessionScope } from '../../sessions/server/scope';
import type { SessionService } from '../../sessions/server/service';
import type { TypingObserver } from '../../typing';
import { finish, type RaceState } from '../race';
import { settled } from './race-kind';
import { entryOfTest } from './store';

type Observed = Required<TypingObserver>;
type Test = Parameters<Observed['onStarted']>[0];
type Update = Parameters<Observed['onProgress']>[1];
type Result = Parameters<Observed['afterCompleted']>[1];

interface Parts {
	database: Database;
	sessions: Pick<SessionService, 'engine' | 'progress'>;
	now: Clock;
}

/** More tests than are raced at a time on one instance. */
const MOST_KNOWN = 10_000;

/** Which racer types a test. */
interface Known {
	raceId: string;
	personId: string;
}

/** Follows the tests of races as they are typed (rules S7, T7). */
export class RaceTests implements Observed {
	readonly #parts: Parts;
	/** By test; null for one that is of no race. */
	readonly #known = new Map<string, Known | null>();
	/** What results changed, until their transaction is kept. */
	readonly #changed = new WeakMap<Result, SessionScope>();

	constructor(parts: Parts) {
		this.#parts = parts;
		parts.sessions.engine.onNews((news) => {
			// Who left and came back is somebody else to the others.
			if ('members' in news || news.state === null) this.#forgetRace(news.sessionId);
		});
	}

	onStarted(test: Test): void {
		this.#racerOf(test);
	}

	onProgress(test: Test, { analysis, metrics }: Update): void {
		const racer = this.#racerOf(test);
		if (!racer) return;
		const { position } = analysis;
		const { wpm, accuracy } = metrics;
		const progress = { id: racer.personId, position, wpm, accuracy };
		this.#parts.sessions.progress.report(racer.raceId, progress);
	}

	onCompleted(tx: Transaction, test: Test, result: Result, isWhole: boolean): void {
		if (test.startsAt === null) return;
		const entry = entryOfTest(tx, test.id);
		if (!entry) return;
		const { sessions, now } = this.#parts;
		const scope = sessions.engine.scope(tx);
		const { wpm, accuracy, durationMs: finishedMs } = result;
		const flags = (JSON.parse(result.flags) as { explanation: string }[]).map(
			({ explanation }) => explanation
		);
		const outcome = isWhole ? { wpm, accuracy, finishedMs, flags } : undefined;
		scope.change<RaceState>(entry.raceId, (race) => {
			const next = finish(race, entry.personId, outcome);
			return next === race ? race : settled(next, now());
		});
		this.#changed.set(result, scope);
	}

	afterCompleted(test: Test, result: Result): void {
		this.#known.delete(test.id);
		const changed = this.#changed.get(result);
		if (changed) this.#parts.sessions.engine.announce(changed);
	}

	/** Asked for every key of everybody: those without a common start are in no race. */
	#racerOf(test: Test): Known | null {
		if (test.startsAt === null) return null;
		const known = this.#known.get(test.id);
		if (known !== undefined) return known;
		const entry = entryOfTest(this.#parts.database.read, test.id);
		const racer = entry ? { raceId: entry.raceId, personId: entry.personId } : null;
		if (this.#known.size >= MOST_KNOWN) this.#known.clear();
		this.#known.set(test.id, racer);
		return racer;
	}

	#forgetRace(raceId: string): void {
		for (const [testId, racer] of this.#known) {
			if (racer?.raceId === raceId) this.#known.delete(testId);
		}
	}
}
