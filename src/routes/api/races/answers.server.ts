import { z } from 'zod/mini';
import { raceView } from '$lib/races/server/race-kind';
import type { ShownRace } from '$lib/races/server/service';
import { sessionAnswer } from '$lib/sessions';
import { openSettings } from '$lib/typing';
import { reservedTest } from '../typing/answers';

/** What a race is made of, or changed to. */
export const raceWish = z.object({ settings: openSettings });

/** A race, and the asker's own part in it. */
export const raceAnswer = z.extend(sessionAnswer, {
	state: raceView,
	/** From the countdown on, until it is over: what the asker types. */
	test: z.optional(reservedTest),
	/** Of the asker's test, once it is over. */
	resultId: z.optional(z.uuid())
}) satisfies z.ZodMiniType<ShownRace>;
