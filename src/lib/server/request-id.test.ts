import { expect, test } from 'vitest';
import { requestIdFrom } from './request-id';

test.each(['7', 'trace-1', '7f3e9a52-0c07-4f4b-9a3e-0f7f5f6d2b11', 'a.b_c:d', 'x'.repeat(64)])(
	'the caller’s own request id %s is taken',
	(id) => {
		expect(requestIdFrom(id)).toBe(id);
	}
);

test.each([null, '', 'x'.repeat(65), 'a b', 'a\nb', '{"a":1}', 'ä'])(
	'instead of %j a request gets an id of ours',
	(id) => {
		expect(requestIdFrom(id)).toMatch(/^[0-9a-f-]{36}$/);
		expect(requestIdFrom(id)).not.toBe(requestIdFrom(id));
	}
);
