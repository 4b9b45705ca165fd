import { expect, test } from 'vitest';
import { csvLine } from './csv';

test.each([
	['=1+1', `'=1+1`],
	['+49 30 1', `'+49 30 1`],
	['-2+3', `'-2+3`],
	['@SUM(A1)', `'@SUM(A1)`],
	['\t=1', `'\t=1`],
	['=cmd|"/c calc"!A1', `"'=cmd|""/c calc""!A1"`]
])('[R3] %j cannot be run by a spreadsheet', (value, cell) => {
	expect(csvLine([value])).toBe(`${cell}\r\n`);
});

test('[R3] values are written as RFC 4180 has them', () => {
	const when = new Date(0);
	expect(csvLine(['a', 'b,c', 'd "e"', 'f\ng', -1.5, true, null, when, { a: [1] }])).toBe(
		'a,"b,c","d ""e""","f\ng",-1.5,true,,1970-01-01T00:00:00.000Z,"{""a"":[1]}"\r\n'
	);
});
