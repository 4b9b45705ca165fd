import type { Evidence } from '../../../evidence';
import type { FileFacts, SymbolFact } from '../../../facts';
import type { Place, Project } from '../../../project';
import type { Commit } from '../../../source';
import { changedBy } from '../draft';
import type { Phrasing } from '../phrasing';

/** Names that say little without their folder. */
const COMMON = /^([a-z]+|__init__|\+\w+)\.\w+$/;

/** A file as a person would call it: its name, with its folder where the name alone is not enough. */
export function fileName(project: Project, path: string): string {
	const parts = path.split('/');
	const name = parts.at(-1)!;
	const isAlone =
		project.paths.filter((one) => one === name || one.endsWith(`/${name}`)).length < 2;
	return isAlone && !COMMON.test(name) ? name : parts.slice(-2).join('/');
}

/** A file's name with the line: `pay.ts:12`. */
export const placeName = (project: Project, { path, startLine }: Place): string =>
	`${fileName(project, path)}:${startLine}`;

/** Within others, and called for what they do there. */
const NAMELESS = /(^|\.)(wrapper|inner|decorator|callback|cb|fn|handler|anonymous|next)$/;

/** The innermost function or method around a line that has a name of its own. */
export const functionAt = (
	project: Project,
	{ path, startLine }: Place
): SymbolFact | undefined => {
	const around = (fileAt(project, path)?.symbols ?? [])
		.filter(
			(symbol) =>
				(symbol.kind === 'function' || symbol.kind === 'method') &&
				symbol.startLine <= startLine &&
				startLine <= symbol.endLine
		)
		.toSorted((one, other) => other.startLine - one.startLine);
	return (
		around.find(({ name }) => !NAMELESS.test(name)) ??
		around[0] ??
		markedAt(project, path, startLine)
	);
};

/** Annotations stand before what they mark. */
const MOST_ANNOTATIONS = 8;

function markedAt(project: Project, path: string, line: number): SymbolFact | undefined {
	const file = fileAt(project, path);
	if (!file?.annotations.some((one) => one.line === line)) return undefined;
	return file.symbols
		.filter(
			({ kind, startLine }) =>
				kind !== 'class' && startLine > line && startLine <= line + MOST_ANNOTATIONS
		)
		.toSorted((one, other) => one.startLine - other.startLine)[0];
}

/** What stands there, as a person would call it: a function, or else a file and its line. */
export function nameAt(project: Project, place: Place): string {
	const symbol = functionAt(project, place);
	const owner = /^(.+)\.(constructor|__init__|__construct|initialize)$/.exec(
		symbol?.name ?? ''
	)?.[1];
	if (owner) return owner;
	if (!symbol || !/^[\w.:!?]+$/.test(symbol.name) || symbol.name.length < 3) {
		return placeName(project, place);
	}
	const isMethod = /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(symbol.name);
	return isMethod ? `${symbol.name} of ${fileName(project, place.path)}` : asFunction(symbol.name);
}

/** A function that is called like a plain word keeps its parentheses, so that it reads as one. */
export const asFunction = (name: string): string =>
	/^[a-zA-Z][a-z]*$/.test(name) ? `${name}()` : name;

export interface Caller {
	/** The function that calls, or its file and line. */
	name: string;
	evidence: Evidence;
}

const lastName = (name: string) => name.slice(name.search(/[^.:#]+$/));

interface Names {
	/** How often a name is declared. */
	declared: Map<string, number>;
	called: Map<string, Called[]>;
}

interface Called extends Place {
	/** What stands before the last dot: `request.user` of `request.user.save`. */
	owner: string;
}

const known = new WeakMap<Project, Names>();

function namesOf(project: Project): Names {
	const before = known.get(project);
	if (before) return before;
	const names: Names = { declared: new Map(), called: new Map() };
	for (const { path, symbols, calls } of project.sources) {
		for (const { name } of symbols) {
			const last = lastName(name);
			names.declared.set(last, (names.declared.get(last) ?? 0) + 1);
		}
		for (const { callee, startLine, endLine } of calls) {
			const places = names.called.get(lastName(callee)) ?? [];
			names.called.set(lastName(callee), places);
			const owner = callee.slice(0, Math.max(0, callee.lastIndexOf('.')));
			places.push({ path, startLine, endLine, owner });
		}
	}
	known.set(project, names);
	return names;
}

/** A function is called by itself or by its module; a method of something else has the same name. */
function mayBeOf(file: string, { kind, name }: SymbolFact, owner: string): boolean {
	if (owner === '' || kind !== 'function' || name.includes('.')) return true;
	const [folder = '', stem = ''] = file
		.replace(/\.\w+$/, '')
		.split('/')
		.slice(-2);
	const last = owner.slice(owner.lastIndexOf('.') + 1).toLowerCase();
	return [folder, stem, 'exports', 'crate', 'super', 'self', 'this'].some(
		(one) => one.toLowerCase().replace(/\W/g, '') === last.replace(/\W/g, '')
	);
}

/**
 * Who calls a function, in another file before its own. Calls go by names, so that only names which
 * the project declares once are looked for.
 *
 * @returns undefined where nobody does, or where nobody can tell
 */
export function callerOf(project: Project, file: string, symbol: SymbolFact): Caller | undefined {
	const name = lastName(symbol.name);
	const { declared, called } = namesOf(project);
	if (name.length < 4 || declared.get(name) !== 1) return undefined;
	const calls = (called.get(name) ?? []).filter(
		({ path, startLine, owner }) =>
			!(path === file && symbol.startLine <= startLine && startLine <= symbol.endLine) &&
			mayBeOf(file, symbol, owner)
	);
	const call = calls.find(({ path }) => path !== file) ?? calls[0];
	return call && { name: nameAt(project, call), evidence: project.evidence(call) };
}

/** A change of more files says little about one of them. */
const FEW_FILES = 25;

const SAYS_SOMETHING = /^(?!merge\b|wip\b|initial commit|update readme|bump\b|v?\d)(?=.*\s).{12,}/i;

/** The newest commit that changed a file on purpose: small enough, and with words that say something. */
export const lastChangeOf = ({ history }: Project, path: string): Commit | undefined =>
	history?.commits.find(
		({ files, subject }) =>
			files.length <= FEW_FILES &&
			SAYS_SOMETHING.test(subject) &&
			files.some((file) => file.path === path)
	);

/** The commit that brought a file; undefined where it says little, or where the history is not whole. */
export function birthOf({ history }: Project, path: string): Commit | undefined {
	if (!history || history.commits.length < history.total) return undefined;
	const birth = history.commits.findLast(({ files }) => files.some((file) => file.path === path));
	return birth && birth.files.length <= FEW_FILES && SAYS_SOMETHING.test(birth.subject)
		? birth
		: undefined;
}

/** A commit as a question names it: its words and its year. */
export const commitName = ({ subject, at }: Commit): string =>
	`“${shortened(subject)}” (${at.slice(0, 4)})`;

const LONGEST = 70;

/** Without numbers of pull requests, quotation marks and pictures, cut between words. */
function shortened(subject: string): string {
	const words = subject
		.replace(/\s*\(#\d+\)?\s*$/, '')
		.replace(/["“”`]|\p{Extended_Pictographic}|\uFE0F/gu, '')
		.trim();
	return words.length <= LONGEST ? words : `${words.slice(0, words.lastIndexOf(' ', LONGEST))} …`;
}

/** That a commit changed a file, as evidence. */
export const changeOf = ({ id }: Commit, path: string): Evidence => changedBy(id, path);

/** Whether two places are far enough from one another to be two. */
export const isElsewhere = (one: Place, other: Place): boolean =>
	one.path !== other.path || Math.abs(one.startLine - other.startLine) > 2;

export const fileAt = (project: Project, path: string): FileFacts | undefined =>
	project.files.find((file) => file.path === path);

/**
 * What a question about a single place adds of its history: a sentence, and the commit as evidence.
 *
 * @param isNeeded false where there is another place already
 */
export function historyAt(
	project: Project,
	phrasing: Phrasing,
	place: Place,
	isNeeded: boolean
): { sentence: string; related: Evidence[] } {
	const commit = isNeeded ? lastChangeOf(project, place.path) : undefined;
	if (!commit) return { sentence: '', related: [] };
	const sentence = phrasing.one(`history.${place.path}`, [
		` The file last changed with ${commitName(commit)}.`,
		` The file was last touched in ${commitName(commit)}.`,
		` The latest change of that file was ${commitName(commit)}.`
	]);
	return { sentence, related: [changeOf(commit, place.path)] };
}

/** Beside the program: what developers run, and examples. */
export const isAside = (path: string): boolean =>
	/(^|\/)(tools?|extra|scripts?|docker|examples?)\//.test(path);
