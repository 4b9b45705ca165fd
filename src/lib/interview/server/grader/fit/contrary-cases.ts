/** A true claim and one that says the contrary of it, made by rule (G4). */
export interface ContraryPair {
	truth: string;
	contrary: string;
	rule: 'negated' | 'affirmed' | 'turned' | 'swapped';
}

const CARRIERS = /\b(is|are|was|were|can|will|does|do|has|have|should|must|may)\b(?! not\b)/;

const DENIAL = /\b(is|are|was|were|can|will|does|do|has|have|should|must|may) not\b/;

/** To be negated once more would mean nothing. */
const DENIED = /\b(no|not|never|none|neither)\b/i;

const OPPOSITES: readonly (readonly [string, string])[] = [
	['increases', 'decreases'],
	['increase', 'decrease'],
	['more', 'less'],
	['higher', 'lower'],
	['larger', 'smaller'],
	['faster', 'slower'],
	['first', 'last'],
	['before', 'after'],
	['closed', 'open'],
	['connected', 'disconnected'],
	['same', 'different'],
	['beginning', 'end'],
	['always', 'never'],
	['allows', 'prevents'],
	['front', 'back'],
	['top', 'bottom'],
	['left', 'right'],
	['hot', 'cold'],
	['positive', 'negative'],
	['public', 'private']
];

/** Two sides of a comparison, which change places. */
const SIDES =
	/^(.{8,120}?) (than|while|whereas|instead of|rather than|before|after) (.{4,120}?)[.]?$/s;

/** Every rule that applies to a text, once each. */
export function contraryPairs(truth: string): ContraryPair[] {
	const pairs: ContraryPair[] = [];
	const add = (contrary: string, rule: ContraryPair['rule']) => {
		if (contrary !== truth) pairs.push({ truth, contrary, rule });
	};
	if (DENIAL.test(truth)) add(truth.replace(DENIAL, '$1'), 'affirmed');
	else if (!DENIED.test(truth)) add(truth.replace(CARRIERS, '$1 not'), 'negated');
	const turn = OPPOSITES.flatMap(([one, other]) => [[one, other] as const, [other, one] as const])
		.map(([from, to]) => ({ pattern: new RegExp(`\\b${from}\\b`, 'i'), to }))
		.find(({ pattern }) => pattern.test(truth));
	if (turn) add(truth.replace(turn.pattern, turn.to), 'turned');
	const sides = SIDES.exec(truth);
	if (sides) add(`${sides[3]} ${sides[2]} ${sides[1]}.`, 'swapped');
	return pairs;
}
