import type { Evidence } from '../../evidence';
import type { Finding } from '../../findings';
import type { FollowUp, RubricPoint } from '../../questions';
import { counted } from '../detectors/detector';
import type { QuestionDraft } from './maker';
import type { Phrasing } from './phrasing';

/** How a maker writes a question: what all of them have in common stands here once. */

const MOST_EVIDENCE = 8;

/** An essential point weighs as much as two others. */
const ESSENTIAL_SHARE = 2;

export interface WrittenPoint extends Omit<RubricPoint, 'pointId' | 'weight'> {
	/** Compared with the other points of its rubric. */
	share: number;
}

interface PointExtras {
	/** What the code says about it. */
	evidence?: readonly Evidence[];
	/** False claims that the code refutes: "we hash with bcrypt" where it is md5. */
	contradictions?: string[];
	/** Compared with the other points of its rubric; 1, and 2 for an essential one. */
	share?: number;
}

/**
 * Something that a good answer says besides.
 *
 * @param claim one statement, in plain words
 * @param wordings the claim as two to four people would really say it: other verbs, other nouns
 */
export const point = (
	claim: string,
	wordings: string[],
	{ evidence = [], contradictions, share = 1 }: PointExtras = {}
): WrittenPoint => ({
	claim,
	wordings,
	share,
	isEssential: false,
	evidence: [...evidence],
	...(contradictions && { contradictions })
});

/** Something without which the answer is not good; the parameters are those of `point`. */
export const essential: typeof point = (claim, wordings, extras = {}) => ({
	...point(claim, wordings, { share: ESSENTIAL_SHARE, ...extras }),
	isEssential: true
});

/** @returns the points as a rubric has them, named `<prefix>1`…, their weights adding up to 1 */
export function points(written: readonly WrittenPoint[], prefix = 'p'): RubricPoint[] {
	const total = written.reduce((sum, { share }) => sum + share, 0);
	return written.map(({ share, ...rest }, index) => ({
		pointId: `${prefix}${index + 1}`,
		...rest,
		weight: share / total
	}));
}

export interface WrittenFollowUp extends Pick<FollowUp, 'type' | 'question'> {
	/** Which point of the question it leads to, from 1: 2 is `p2`. */
	leadsTo: number;
	rubric: WrittenPoint[];
}

/**
 * Asks what was meant, by a case that needs a point.
 *
 * @param leadsTo which point of the question, from 1
 * @param rubric two to four points of its own
 */
export const clarifying = (
	leadsTo: number,
	question: string,
	rubric: WrittenPoint[]
): WrittenFollowUp => ({ type: 'clarifying', leadsTo, question, rubric });

/** Goes one level below a point; the parameters are those of `clarifying`. */
export const deeper: typeof clarifying = (...said) => ({
	...clarifying(...said),
	type: 'deeper_technical'
});

export interface WrittenQuestion extends Pick<
	QuestionDraft,
	'subject' | 'worth' | 'question' | 'category' | 'difficulty' | 'topic' | 'modelAnswer' | 'hints'
> {
	/** What it was made from; their evidence counts only where it is given below. */
	findings: readonly Pick<Finding, 'key'>[];
	/** Where what is asked about stands, the best first; at least one. */
	evidence: readonly Evidence[];
	/**
	 * Other places that have to do with those: the exception to the rule, the caller, the commit. A
	 * question with one that differs rests on two related places.
	 */
	related?: readonly Evidence[];
	/** Three to seven. */
	rubric: readonly WrittenPoint[];
	followUps: readonly WrittenFollowUp[];
}

/** A question complete but for its id: points numbered and weighed, evidence of both sides first. */
export function draft({
	findings,
	evidence,
	related = [],
	rubric,
	followUps,
	modelAnswer,
	question,
	hints,
	...written
}: WrittenQuestion): QuestionDraft {
	const own = new Set(evidence.map(placeOf));
	const others = related.filter((one) => !own.has(placeOf(one)));
	const [first, ...rest] = evidence;
	const shown = distinctPlaces([...(first ? [first] : []), ...others.slice(0, 4), ...rest]).slice(
		0,
		MOST_EVIDENCE
	);
	return {
		...written,
		question: spelled(question),
		hints: hints.map(spelled),
		modelAnswer: spelled(modelAnswer.replace(/\s+/g, ' ').trim()),
		fileReferences: [...new Set(shown.map(({ path }) => path))],
		evidence: shown,
		isRelated: own.size > 0 && others.length > 0,
		findingKeys: [...new Set(findings.map(({ key }) => key))],
		rubric: points(rubric),
		followUps: followUps.map(({ leadsTo, rubric: own, question, ...asked }, index) => ({
			...asked,
			question: spelled(question),
			pointId: `p${leadsTo}`,
			rubric: points(own, `f${index + 1}p`)
		}))
	};
}

/** A lone 1 as people say it, but for lines, shares (`1 of 5`) and what others wrote. */
const spelled = (text: string): string =>
	text.replace(
		/“[^”]*”|(?<!\b(?:line|cost|version) |[\w.:#-])1 (?!of\b|and\b|or\b|to\b|is\b|has\b)(?=[a-z])/g,
		(found, offset: number) => {
			if (found.startsWith('“')) return found;
			return /(^|[.?!] )$/.test(text.slice(0, offset)) ? 'One ' : 'one ';
		}
	);

const placeOf = ({ path, startLine, commit = '' }: Evidence) => `${path}:${startLine}:${commit}`;

const distinctPlaces = (evidence: readonly Evidence[]) =>
	Array.from(
		new Map(evidence.toReversed().map((one) => [placeOf(one), one])).values()
	).toReversed();

/**
 * Shows that a commit changed a file: the state that it tells of is not at hand, so there is no
 * snippet.
 */
export const changedBy = (commit: string, path: string): Evidence => ({
	path,
	startLine: 1,
	endLine: 1,
	snippet: '',
	commit
});

/** The findings of one detector, the most certain first; with a subject those of that subject. */
export const foundBy = (
	findings: readonly Finding[],
	detector: string,
	subject?: string | RegExp
): Finding[] =>
	findings
		.filter((one) => one.detector === detector && isAbout(one, subject))
		.toSorted((one, other) => other.confidence - one.confidence);

function isAbout({ key, detector }: Finding, subject: string | RegExp | undefined): boolean {
	const own = key.slice(detector.length + 1);
	if (subject === undefined) return true;
	return typeof subject === 'string' ? own === subject : subject.test(own);
}

/** A finding's fact as a number. @returns 0 where it is none */
export function numberOf({ facts }: Finding, fact: string): number {
	const value = facts[fact];
	return typeof value === 'number' ? value : 0;
}

/** A finding's fact as text. @returns '' where it is none */
export function textOf({ facts }: Finding, fact: string): string {
	const value = facts[fact];
	return typeof value === 'string' ? value : '';
}

/** A finding's fact as a list. @returns an empty one where it is none */
export function listOf({ facts }: Finding, fact: string): string[] {
	const value = facts[fact];
	return Array.isArray(value) ? value : [];
}

/**
 * Sentences one after the other, each chosen on its own: four ways to begin and five to ask make
 * twenty texts. Every choice has to follow every choice before it.
 *
 * @param about the question's subject
 */
export const composed = (
	phrasing: Phrasing,
	about: string,
	...sentences: readonly (readonly [string, ...string[]])[]
): string =>
	sentences
		.map((choices, place) => phrasing.one(`${about}:${place}`, choices))
		.filter((sentence) => sentence !== '')
		.join(' ');

/**
 * The same for one of several of a kind, `place` from 0: in one repository neighbours never get the
 * same words.
 */
export const composedApart = (
	phrasing: Phrasing,
	kind: string,
	place: number,
	...sentences: readonly (readonly [string, ...string[]])[]
): string =>
	sentences
		.map((choices, part) => phrasing.apart(`${kind}:${part}`, place, choices))
		.filter((sentence) => sentence !== '')
		.join(' ');

/** A commit as people name it. */
export const shortId = (commit: string) => commit.slice(0, 7);

/** Somebody's own words between quotation marks, not too many of them. */
export function quoted(text: string, most = 80): string {
	const words = text
		.replace(/\s*\(#\d+\)?\s*$/, '')
		.replace(/(["`“])([^"`“”]*)["`”]/g, '‘$2’')
		.replace(/[“”"`]/g, '’')
		.replace(/[.\s]+$/, '')
		.trimStart();
	const characters = Array.from(words);
	if (characters.length <= most) return `“${words}”`;
	const shown = characters.slice(0, most - 1).join('');
	const space = shown.lastIndexOf(' ');
	return space > most / 2
		? `“${shown.slice(0, space).replace(/[\s(,;:–-]+$/, '')} …”`
		: `“${shown}…”`;
}

/** `3 hours`, `9 days`, `5 weeks`, `4 months`, `2 years`. @param days with a fraction */
export function spanOf(days: number): string {
	const spans: readonly [days: number, unit: string][] = [
		[365, 'year'],
		[30, 'month'],
		[7, 'week'],
		[1, 'day']
	];
	const [length, unit] = spans.find(([least]) => days >= least * 2) ?? [
		days >= 1 ? 1 : 1 / 24,
		days >= 1 ? 'day' : 'hour'
	];
	return counted(Math.max(1, Math.round(days / length)), unit);
}
