import { expect, test } from 'vitest';
import { tokenIn } from './share-address';

const TOKEN = 'Zk3-q_9Jx0';

test('[A6] a link opens with what stuck to it on its way', () => {
	for (const end of ['', '.', ',', ')', '?fbclid=1', '&utm_source=x', '%20', '%20Hi', '…']) {
		expect(tokenIn(`#${TOKEN}${end}`), end).toBe(TOKEN);
	}
});

test('[A6] an address without a link has none', () => {
	for (const hash of ['', '#', '#.', '#%20', '#?fbclid=1']) {
		expect(tokenIn(hash), hash).toBeUndefined();
	}
});
