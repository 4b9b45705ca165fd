import type { ReservedTest } from '../../typing';
import { backoffMs } from '../../realtime/backoff';
import type { RacerStatus, RaceStatus } from '../race';
import { raceClient, type ShownRace } from './race-client';

/**
 * One's own part in a race: the test, and what came of it. Others know nothing of it, so it is no part
 * of the shared state, and asked for when that says that there must be one.
 */
export class OwnRace {
	readonly #raceId: string;
	test = $state.raw<ReservedTest>();
	resultId = $state<string>();
	/** Why the test could not be fetched yet. */
	problem = $state<string>();
	#asking = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isClosed = false;

	constructor(raceId: string, first: ShownRace) {
		this.#raceId = raceId;
		this.#take(first);
	}

	/** The shared state is another one, or the line is back. */
	follow(race: RaceStatus, mine: RacerStatus | undefined, isLive: boolean): void {
		const isOn = race === 'countdown' || race === 'running';
		const lacksTest = isOn && mine === 'racing' && !this.test;
		const lacksResult = mine === 'finished' && this.resultId === undefined;
		// Who was away when it began is in it all the same, as long as the countdown lasts.
		if (isLive && race === 'countdown' && mine === 'waiting') void this.#ask(raceClient.join);
		else if (lacksTest || lacksResult) void this.#ask(raceClient.find);
	}

	/** The page is left: nothing is asked again. */
	close(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
	}

	async #ask(how: (raceId: string) => Promise<ShownRace>): Promise<void> {
		if (this.#asking) return;
		this.#asking = true;
		try {
			this.#take(await how(this.#raceId));
			this.problem = undefined;
			this.#failures = 0;
			this.#asking = false;
		} catch (error) {
			this.problem = (error as Error).message;
			if (this.#isClosed) return;
			this.#timer = setTimeout(
				() => {
					this.#asking = false;
					void this.#ask(how);
				},
				backoffMs(this.#failures++, Math.random())
			);
		}
	}

	#take({ test, resultId }: ShownRace): void {
		this.test ??= test;
		this.resultId = resultId ?? this.resultId;
	}
}
