/**
 * What is said once, on the page that opens after this browser became somebody else. It travels in
 * a cookie of a few seconds, so that the page has it from the start, and in the tab itself, which
 * loses nothing.
 */
export const sayings = {
	'signed-in': 'You are signed in. What you did here as a guest came along.',
	'signed-out': 'You are signed out. From here on you are a new guest.',
	joined: 'This device has joined. What you did here came along.',
	recovered: 'Your new password is set, and your other devices are signed out.',
	administrator: 'You administer this server now.',
	deleted: 'Everything is deleted. From here on you are a new guest.',
	'somebody-else': 'This browser is somebody else’s by now, so the page was loaded again.',
	'account-made':
		'The account is made. Its recovery codes were made too, but not shown here: if you have not kept them, make new ones.'
} as const;

export type Saying = keyof typeof sayings;

export const SAID_COOKIE = 'greenroom.said';

/** @returns undefined for what is none */
export function readSaying(value: string | undefined): Saying | undefined {
	return value !== undefined && Object.hasOwn(sayings, value) ? (value as Saying) : undefined;
}
