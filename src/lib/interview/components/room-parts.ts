import { createContext, type Snippet } from 'svelte';
import type { Evidence } from '../../analysis';

/** What a page of interviews takes from other rooms; the route brings it along. */
interface RoomParts {
	/** The places in the code, highlighted: the best one first. */
	code: Snippet<[readonly Evidence[]]>;
	/** Text of a repository, with nothing unseen in it. */
	visible: (text: string) => string;
}

export const [useRoomParts, provideRoomParts] = createContext<RoomParts>();
