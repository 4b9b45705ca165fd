import { expect, test } from 'vitest';
import { matches } from './reference';

test('an entry is found when each word stands in one of its texts, in any case', () => {
	expect(matches('PING', 'ping', 'Keeps the connection')).toBe(true);
	expect(matches('connection  pi', 'ping', 'Keeps the connection')).toBe(true);
	expect(matches('ping pong', 'ping', 'Keeps the connection')).toBe(false);
	expect(matches(' ', 'ping')).toBe(true);
});
