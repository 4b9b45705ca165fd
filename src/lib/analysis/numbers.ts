/** Numbers and enumerations in words, of pages, findings and questions. Pure. */

const whole = new Intl.NumberFormat('en-GB');

/** `18,300` */
export const grouped = (number: number): string => whole.format(number);

/** `1 file`, `1,204 files`; @param several where it is more than an s */
export const counted = (number: number, one: string, several = `${one}s`): string =>
	`${grouped(number)} ${number === 1 ? one : several}`;

/** @param share 0–1; more than nothing is never told as 0 %, less than all never as 100 % */
export function percent(share: number): string {
	if (share > 0 && share < 0.01) return '< 1 %';
	if (share > 0.99 && share < 1) return '> 99 %';
	return `${Math.round(share * 100)} %`;
}

/** `312 B`, `48 kB`, `1.2 MB`, `1.1 GB` */
export function size(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
	if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
	return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** `a`, `a and b`, `a, b and c`; of more than `most` the rest is counted */
export function listed(words: readonly string[], most = Infinity): string {
	const named = words.length > most ? words.slice(0, most - 1) : [...words];
	if (named.length < words.length) named.push(`${grouped(words.length - named.length)} more`);
	const last = named.pop() ?? '';
	return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
}
