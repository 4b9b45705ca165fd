/** Words and phrases by what they do in an argument: closed classes of the language, whatever the subject. */

/** Words of phrases, by their first one; longer phrases before shorter ones. */
export type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

function listOf(phrases: string): Phrases {
	const words = phrases
		.split(',')
		.map((phrase) => phrase.trim().split(/\s+/))
		.sort((one, other) => other.length - one.length);
	return Map.groupBy(words, ([first = '']) => first);
}

/** What speaks against it, and what else there is. */
export const CONTRASTS = listOf(
	`but, yet, although, though, however, instead, rather than, whereas, except, still, versus, vs, on the other,
	either, neither, unlike, despite, even, price, cost, costs, trade-off, trade-offs, tradeoff, downside, at the cost`
);

/** What it is not, what does not happen, and what one would not do. */
export const DENIALS = listOf(
	`not, no, nobody, none, nothing, neither, nor, cannot, can't, don't, doesn't, isn't, aren't, wasn't, weren't, won't,
	wouldn't, shouldn't, couldn't, didn't, hasn't, haven't, without, w/o, only`
);

/** Praise and advice that could be had for any question. */
export const FILLERS = listOf(
	`best practice, best practices, good practice, good practices, in general, generally, of course, important, modern,
	scalable, scalability, secure, security, clean, professional, standard, common, normal, normally, usual, usually,
	typical, natural, well known, well-known, nowadays, good, better, best, nice, great, easy, easier, easily, simple,
	simply, things, stuff, something, somehow, proper, properly, careful, carefully, various, etc, helpful, useful,
	helps, recommend, recommended, quality, maintainable, maintainability, readable, readability, basically, in the end,
	powerful, robust, efficient, flexible, flexibility, popular, in my opinion, for sure, clearly, obviously, reliable,
	performance, documentation, principles`
);

/** One more measure beside the last, and what one could or should do. */
export const ADDITIONS = listOf(
	`also, additionally, in addition, furthermore, moreover, besides, as well, too, another, or, maybe, perhaps,
	for example, such as, for instance, and so on, can, could, should, must, has to, have to, need to, needs to`
);

/** As if it held in all cases. */
export const ABSOLUTES = listOf(
	`always, never, completely, totally, fully, entirely, everything, every time, all cases, nothing can, solved, perfect,
	perfectly, impossible, guaranteed, guarantees, no matter, definitely, certainly, just, any case, safe`
);
