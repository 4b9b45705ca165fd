import { createContext } from 'svelte';

/** Whether the room is hushed: while it is, everything around the work at hand fades. */
export class Quiet {
	on = $state(false);
}

/** `useQuiet` for what is inside a Frame; the Frame itself calls `provideQuiet`. */
export const [useQuiet, provideQuiet] = createContext<Quiet>();
