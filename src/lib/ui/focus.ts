import type { Attachment } from 'svelte/attachments';

/** Takes the focus when it appears: what comes next is then one key away. */
export const focused: Attachment<HTMLElement> = (element) => {
	element.focus({ preventScroll: true });
};
