import { valueOf, type Linear } from '../fit/linear';
import { Recent } from '../recent';
import type { TextIndex } from '../text-index';
import {
	absolutes,
	additions,
	density,
	fillers,
	names,
	numbers,
	objections,
	ownNames,
	type Argued
} from './features';
import { tokensOf } from './tokens';

/**
 * How deep an answer goes, whatever it says: whether it speaks of this code, with names and numbers, objects and
 * rules out; or of what could be said anywhere.
 */

const depthFeatures = { names, numbers, objections, fillers, additions, absolutes, density };

type DepthRow = Record<keyof typeof depthFeatures, number>;

/** What is less or more counts as these: nobody gains by heaping names up, or loses all by a word. */
const BOUNDS: Record<keyof DepthRow, readonly [number, number]> = {
	names: [0, 10],
	numbers: [0, 6],
	objections: [0, 8],
	fillers: [0, 6],
	additions: [0, 8],
	absolutes: [0, 3],
	density: [40, 66]
};

/**
 * Ridge regression (`fit/linear.ts`, penalty 0.3) of weak = 0.15, fair = 0.5 and strong = 0.85 on the sixty answers
 * of development (docs/grader.md).
 */
const model: Linear = {
	intercept: -0.2284,
	weights: {
		names: 0.0093,
		numbers: 0.0155,
		objections: 0.0088,
		fillers: -0.0458,
		additions: -0.0321,
		absolutes: -0.0328,
		density: 0.0142
	}
};

/** In fewer words it does not show how deep an answer goes; in so many it does. */
const FEWEST_WORDS = 20;
const ENOUGH_WORDS = 60;

/** An ordinary answer's, which changes nothing. */
export const USUAL_DEPTH = 0.47;

export interface Depth {
	/** 0–1. */
	value: number;
	/** By feature, within bounds. */
	row: DepthRow;
	/** Names of code that the question has not, as they were typed, each once. */
	named: readonly string[];
	/** Long enough to say something about it. */
	isShown: boolean;
}

/** What questions say already, in small letters. */
const recentlyAsked = new Recent<ReadonlySet<string>>(64);

/** @param evidence the code the question is about, and its places */
export function depthOf(
	{ text, words }: TextIndex,
	question: string,
	evidence: readonly string[]
): Depth {
	const tokens = tokensOf(text);
	const argued: Argued = {
		...{ tokens, words },
		asked: recentlyAsked.of(question, () => new Set(tokensOf(question).map(({ lower }) => lower))),
		evidence: evidence.join('\n').toLowerCase()
	};
	const row = Object.fromEntries(
		Object.entries(depthFeatures).map(([name, feature]) => {
			const [least, most] = BOUNDS[name as keyof DepthRow];
			return [name, Math.max(least, Math.min(most, feature(argued)))];
		})
	) as DepthRow;
	const shown = Math.max(
		0,
		Math.min(1, (tokens.length - FEWEST_WORDS) / (ENOUGH_WORDS - FEWEST_WORDS))
	);
	const value = USUAL_DEPTH + shown * (valueOf(model, row) - USUAL_DEPTH);
	return {
		value: Math.max(0, Math.min(1, value)),
		row,
		named: ownNames(argued).map(({ text: name }) => name),
		isShown: shown === 1
	};
}
