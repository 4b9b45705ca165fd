import { createContext } from 'svelte';
import type { Preferences } from './preferences';

/** The theme of this tab: wherever it is switched, every switch shows it. */
export class Theme {
	chosen: Preferences['theme'] = $state('system');

	constructor(chosen: Preferences['theme']) {
		this.chosen = chosen;
	}
}

/** `useTheme` for whatever is on a page; the layout calls `provideTheme`. */
export const [useTheme, provideTheme] = createContext<Theme>();
