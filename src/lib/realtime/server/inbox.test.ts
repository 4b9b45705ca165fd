import { expect, test } from 'vitest';
import { Inbox } from './inbox';

/** An inbox whose first message is handled until `done` is called. */
function busyInbox() {
	const seen: string[] = [];
	const first = Promise.withResolvers<undefined>();
	const inbox = new Inbox({
		handle(text) {
			seen.push(text);
			return text === 'first' ? first.promise : undefined;
		},
		onFull: () => seen.push('full'),
		onDrained: () => seen.push('drained')
	});
	inbox.receive('first');
	return { inbox, seen, done: () => first.resolve(undefined) };
}

test('[A4] once 32 messages wait nothing more is read until all are done, in order', async () => {
	const { inbox, seen, done } = busyInbox();
	const waiting = Array.from({ length: 32 }, (_, index) => String(index));
	for (const text of waiting.slice(0, 31)) inbox.receive(text);
	expect(seen).toEqual(['first']);
	inbox.receive('31');
	expect(seen).toEqual(['first', 'full']);
	done();
	await expect.poll(() => seen).toEqual(['first', 'full', ...waiting, 'drained']);
});

test('[A4] nor once 64 KiB wait', () => {
	const { inbox, seen } = busyInbox();
	inbox.receive('a'.repeat(64 * 1024 - 1));
	expect(seen).toEqual(['first']);
	inbox.receive('b');
	expect(seen).toEqual(['first', 'full']);
});

test('[A5] what is done between two messages waits for those before it', async () => {
	const { inbox, seen, done } = busyInbox();
	inbox.receive('before');
	inbox.inTurn(async () => void seen.push('in turn'));
	inbox.receive('after');
	done();
	await expect.poll(() => seen).toEqual(['first', 'before', 'in turn', 'after']);
});
