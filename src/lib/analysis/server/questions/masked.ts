/**
 * What is left of a question's text when the repository is taken out of it: names, paths, quotations
 * and numbers become one sign, so that two questions are alike when nothing but those differs.
 *
 * @param names of this repository that look like plain words: libraries, tables, folders
 */
export function masked(text: string, names: readonly string[] = []): string {
	const known = new Set(names.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u)));
	return text
		.replace(/[“"`][^”"`]*[”"`]/gu, MASK)
		.split(/(?<=[.!?:])\s+/)
		.map((sentence) => {
			const words = sentence.split(/\s+/).filter((word) => word !== '');
			return words.map((word, place) => maskedWord(word, place === 0, known)).join(' ');
		})
		.join(' ')
		.replace(/#(?:(?:,| and| or| of|) #)+/g, MASK)
		.toLowerCase();
}

const MASK = '#';

const NUMBER_WORDS = /^(?:one|two|three|four|five|six|seven|eight|nine|ten|once|twice)$/i;

function maskedWord(word: string, isFirst: boolean, known: ReadonlySet<string>): string {
	const [, before = '', body = '', after = ''] =
		/^([^\p{L}\p{N}#/.@$_]*)(.*?)((?:['’]s)?[^\p{L}\p{N}#)\]}]*)$/u.exec(word) ?? [];
	const isName =
		/[\p{L}\p{N}][/._@$:()[\]{}<>=][\p{L}\p{N}]|[_/()<>{}=$@]|\p{N}/u.test(body) ||
		/\p{Ll}\p{Lu}/u.test(body) ||
		(/^\p{Lu}/u.test(body) && !isFirst && body !== 'I') ||
		NUMBER_WORDS.test(body) ||
		known.has(body.toLowerCase());
	return isName ? `${before}${MASK}${after}` : word;
}
