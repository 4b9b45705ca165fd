import type { FileFacts } from '../../facts';
import { coChanges, type CoChange } from '../read/co-change';
import { finding, grouped, type Detector } from './detector';
import { isOwnCode, placeOfFile } from './places-of-files';

const name = 'co-change';

const LEAST_SUPPORT = 8;
const LEAST_CONFIDENCE = 0.7;
const MOST = 4;

/** Files that change together though neither imports the other. */
export const coChange: Detector = {
	name,
	topics: ['history', 'structure'],
	detect(project) {
		const { history } = project;
		if (!history) return [];
		const files = new Map(project.sources.map((file) => [file.path, file]));
		const isOwn = isOwnCode(project);
		const declared = declarations(project.sources);
		return coChanges(history, (path) => files.has(path) && isOwn(path), LEAST_CONFIDENCE)
			.filter(
				({ support, paths: [one, other], paths }) =>
					support >= LEAST_SUPPORT &&
					isSurprising(paths, files) &&
					!isBrought(paths, files, declared) &&
					!isSpelledIn(project.lines(one), other) &&
					!isSpelledIn(project.lines(other), one)
			)
			.slice(0, MOST)
			.flatMap(({ paths, support, confidence, commits }: CoChange) => {
				const at = paths.flatMap((path) => placeOfFile(project, path) ?? []);
				if (at.length < 2) return [];
				const rarer = Math.round(support / confidence);
				return [
					finding(project, {
						detector: name,
						subject: paths.join('+'),
						topic: 'history',
						kind: 'fact',
						title: `${paths[0]} and ${paths[1]} were changed together by ${grouped(support)} of the ${grouped(rarer)} commits that changed the rarer of them under its present name (sweeping ones left out), and neither imports the other.`,
						detail:
							'Something holds them together that the code does not say: a format, a rule written twice, a name. Whoever changes one has to know of the other.',
						confidence: 0.85,
						at,
						facts: { paths, support, of: rarer, commits }
					})
				];
			});
	}
};

/** Embedded, loaded or named: what holds them together is said, though by no import. */
function isSpelledIn(lines: readonly string[], path: string): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return lines.some((line) => line.includes(name));
}

/** Which files declare a name of their own outermost level. */
function declarations(files: readonly FileFacts[]): Map<string, FileFacts[]> {
	const known = new Map<string, FileFacts[]>();
	for (const file of files) {
		for (const { name: symbol } of file.symbols) {
			const before = known.get(symbol);
			if (before) before.push(file);
			else known.set(symbol, [file]);
		}
	}
	return known;
}

/** An index file hands on what the other declares, or what is made of it: the import says so by its name. */
const isBrought = (
	[one, other]: [string, string],
	files: ReadonlyMap<string, FileFacts>,
	declared: ReadonlyMap<string, FileFacts[]>
): boolean =>
	[[one, other] as const, [other, one] as const].some(([from, to]) =>
		(files.get(from)?.imports ?? [])
			.flatMap(({ names: brought }) => brought)
			.flatMap((name) => declared.get(name) ?? [])
			.some((file) => file.path === to || (file.path !== from && names(file, to)))
	);

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

const stemOf = (path: string) =>
	path
		.slice(path.lastIndexOf('/') + 1)
		.replace(/\..*$/, '')
		.toLowerCase();

/** What stands in one folder belongs together anyway; so do a header and its code, by their names. */
function isSurprising(
	[one, other]: [string, string],
	files: ReadonlyMap<string, FileFacts>
): boolean {
	const [first, second] = [files.get(one), files.get(other)];
	if (!first || !second || stemOf(one) === stemOf(other)) return false;
	if (folderOf(one) === folderOf(other)) return false;
	return !names(first, other) && !names(second, one);
}

/** Whether a file speaks of the other, by its name, its folder or its namespace. */
function names({ imports, calls, symbols, assignments }: FileFacts, path: string): boolean {
	const stem = stemOf(path);
	const folder = path.split('/').at(-2)?.toLowerCase();
	const wanted = new Set([
		stem,
		...(/^(index|mod|__init__|main)$/.test(stem) && folder ? [folder] : [])
	]);
	// Go imports a folder, and with it every file.
	if (path.endsWith('.go') && folder) wanted.add(folder);
	const segments = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}_$-]+/u);
	return (
		imports.some(
			({ specifier, names: brought }) =>
				segments(specifier).some((part) => wanted.has(part)) ||
				brought.some((part) => wanted.has(part.toLowerCase()))
		) ||
		calls.some(({ callee }) => segments(callee).some((part) => wanted.has(part))) ||
		assignments.some(({ type = '' }) => segments(type).some((part) => wanted.has(part))) ||
		symbols.some(({ bases = [], parameters = [] }) =>
			[...bases, ...parameters].some((text) => segments(text).some((part) => wanted.has(part)))
		)
	);
}
