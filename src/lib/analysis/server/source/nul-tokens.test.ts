import { expect, test } from 'vitest';
import { nulTokens } from './nul-tokens';

async function tokensOf(...chunks: string[]): Promise<string[]> {
	const tokens: string[] = [];
	const bytes = (async function* () {
		for (const chunk of chunks) yield Buffer.from(chunk);
	})();
	for await (const some of nulTokens(bytes)) tokens.push(...some.map(String));
	return tokens;
}

test('[N1] tokens end with NUL, wherever the chunks do', async () => {
	expect(await tokensOf('a\0b', 'c\0', '\0d')).toEqual(['a', 'bc', '']);
	expect(await tokensOf('a', 'b', 'c', '\0')).toEqual(['abc']);
	expect(await tokensOf()).toEqual([]);
});

test('[Q7] a token of many megabytes is cut, and the next is whole', async () => {
	const megabyte = 'x'.repeat(1024 * 1024);
	const [long, next] = await tokensOf(megabyte, megabyte, megabyte, 'y\0next\0');
	expect(long!.length).toBeLessThan(1.1 * 1024 * 1024);
	expect(next).toBe('next');
});
