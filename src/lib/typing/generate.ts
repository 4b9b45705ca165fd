/** A source of numbers in [0, 1), `Math.random` or a seeded one. */
export type Random = () => number;

export interface WordOptions {
	/** How many words. */
	count: number;
	random: Random;
	/** Sentences with capitals and marks instead of bare words. */
	punctuation?: boolean;
	/** About one word in ten becomes a number of one to four digits. */
	numbers?: boolean;
	/** Whose habits of punctuation; one so far. */
	language: 'english';
}

const NUMBER_SHARE = 0.1;
const SHORTEST_SENTENCE = 4;
const LONGEST_SENTENCE = 12;

/**
 * Random numbers that the same seed gives again: mulberry32 (a Weyl sequence of 32 bits, mixed by
 * two rounds of multiply and xor-shift). For texts and tests, never for secrets.
 */
export function seededRandom(seed: number): Random {
	let weyl = seed >>> 0;
	return () => {
		weyl = (weyl + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(weyl ^ (weyl >>> 15), weyl | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * A text of words drawn at random from `words`, never the same twice in a row, separated by single
 * spaces. Throws a RangeError when the list is too short for that, or `count` is no positive
 * integer.
 */
export function generateWords(words: readonly string[], options: WordOptions): string {
	const { count, random } = options;
	if (!Number.isInteger(count) || count < 1) {
		throw new RangeError('The number of words must be a positive integer.');
	}
	if (new Set(words).size < 2) {
		throw new RangeError('A word list needs at least two different words.');
	}
	const drawn: string[] = [];
	while (drawn.length < count) {
		const token =
			options.numbers === true && random() < NUMBER_SHARE
				? drawNumber(random)
				: (words[Math.floor(random() * words.length)] ?? '');
		if (token !== drawn.at(-1)) {
			drawn.push(token);
		}
	}
	return (options.punctuation === true ? punctuate(drawn, random) : drawn).join(' ');
}

function drawNumber(random: Random): string {
	const digits = 1 + Math.floor(random() * 4);
	const least = 10 ** (digits - 1);
	return String(least + Math.floor(random() * 9 * least));
}

function punctuate(words: readonly string[], random: Random): string[] {
	const result: string[] = [];
	for (let start = 0; start < words.length;) {
		let end = start + drawBetween(random, SHORTEST_SENTENCE, LONGEST_SENTENCE);
		// A rest too short for a sentence of its own belongs to this one.
		if (words.length - end < SHORTEST_SENTENCE) {
			end = words.length;
		}
		result.push(...sentence(words.slice(start, end), random));
		start = end;
	}
	return result;
}

function sentence(words: readonly string[], random: Random): string[] {
	const endMark = draw(random, [
		['.', 0.84],
		['?', 0.1],
		['!', 0.06]
	]);
	let sinceMark = 0;
	return words.map((word, index) => {
		const written = index === 0 || word === 'i' ? capitalise(word) : word;
		sinceMark += 1;
		if (index === words.length - 1) {
			return written + endMark;
		}
		// A mark wants two words on either side; otherwise it reads as a slip.
		if (sinceMark < 2 || index > words.length - 3) {
			return written;
		}
		const mark = draw(random, [
			['', 0.82],
			[',', 0.13],
			[';', 0.025],
			[':', 0.025]
		]);
		sinceMark = mark === '' ? sinceMark : 0;
		return written + mark;
	});
}

function capitalise(word: string): string {
	const [first = '', ...rest] = word;
	return first.toUpperCase() + rest.join('');
}

function drawBetween(random: Random, least: number, most: number): number {
	return least + Math.floor(random() * (most - least + 1));
}

function draw(random: Random, weighted: readonly (readonly [string, number])[]): string {
	let rest = random();
	for (const [value, weight] of weighted) {
		rest -= weight;
		if (rest < 0) {
			return value;
		}
	}
	return weighted[0]?.[0] ?? '';
}
