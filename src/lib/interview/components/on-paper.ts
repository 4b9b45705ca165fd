import { flushSync } from 'svelte';

/**
 * Opens what stands closed on the screen, at once, since a browser prints as soon as it has said so.
 *
 * @returns what closes it again
 */
export function unfolded(root: HTMLElement): () => void {
	const closed = [...root.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
	for (const details of closed) {
		details.open = true;
		// The browser's own comes after it has printed.
		details.dispatchEvent(new Event('toggle'));
	}
	flushSync();
	return () => {
		for (const details of closed) details.open = false;
	};
}
