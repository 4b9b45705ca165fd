import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';
import { isOfPage } from './pages';

/** A map that is made empty, as each language writes it. */
const EMPTY_MAP =
	/^(new (Map|WeakMap|HashMap|LinkedHashMap|ConcurrentHashMap|ConcurrentDictionary|Dictionary)\b|\{\}$|Object\.create\(null\)$|dict\(\)$|OrderedDict\(\)$|make\(map\[|map\[[^\]]+\][^{]{1,60}\{\}$|(Rw)?Lock|Lazy|DashMap|HashMap::new|Concurrent::Map\.new|Hash\.new)/;

const MAP_TYPE =
	/^\*?(sync\.Map|map\[|(readonly )?(Map|Record|ConcurrentHashMap|ConcurrentDictionary|Dictionary|HashMap|DashMap)<)/;

/** `cache`, `userCache`, `_cached_feeds`; the word has to stand alone or in a name of two or three. */
const NAME = /^[\w.$@]*?(^|[._@$])(\w{0,30}_)?([a-z]\w{0,30}C|c|C)ache(d\w{0,20}|s|Map|_map)?$/;

/** Of no running program. */
const ELSEWHERE = /(^|\/)(scripts?|tools?|plugins?)\//;

interface Kept {
	file: FileFacts;
	place: Place;
	name: string;
	isForgotten: boolean;
}

/** Maps of the process that serve as caches, without a library. */
export function memoryCaches(project: Project): Finding[] {
	const found = project.sources
		// A process of PHP ends with its request.
		.filter((file) => file.language !== 'php' && !ELSEWHERE.test(file.path) && !isOfPage(file))
		.flatMap((file) => keptIn(project, file));
	if (found.length === 0) return [];
	const names = distinct(found.map(({ name }) => name));
	const endless = found.filter(({ isForgotten }) => !isForgotten);
	return [
		finding(project, {
			detector: 'caching',
			subject: 'by-hand',
			topic: 'caching',
			kind: 'decision',
			title: `A map of the process serves as a cache made by hand: ${listed(names, 3)}.`,
			detail: `Each instance has its own copy, and a restart empties it. ${endless.length > 0 ? 'What only grows ends when the memory does: worth a look is how many keys there can be.' : 'Whoever changes the source has to forget the copy.'}`,
			confidence: 0.85,
			at: [...endless, ...found].map(({ place }) => place),
			facts: { caches: found.length, names: names.slice(0, 6), endless: endless.length }
		})
	];
}

/** Gone when its function returns; of a script it may be kept by what that function makes. */
const isLocal = ({ language, symbols }: FileFacts, name: string, line: number) =>
	/^(rust|go|java|kotlin|csharp|python|ruby)$/.test(language) &&
	// Python makes a serializer, a form, a view anew for each request.
	!(language === 'python' ? /^cls\./ : /^(self|this|@)/).test(name) &&
	symbols.some(
		({ kind, startLine, endLine }) =>
			/^(function|method)$/.test(kind) && startLine < line && line <= endLine
	);

/** How far behind a question its answer is put in. */
const NEAR = 30;

/**
 * Whether a value is looked for, and put in where it is missing: a table that is filled once, or a
 * count, is no cache, whatever it is called.
 */
function isAskedFirst(lines: readonly string[], name: string): boolean {
	const map = escaped(name);
	const atOnce = new RegExp(
		`${map}\\W{1,3}(computeIfAbsent|getOrPut|getOrElse|GetOrAdd|GetOrCreate|setdefault|LoadOrStore|entry|get_or_insert\\w*|fetch|compute_if_absent)\\b`
	);
	const puts = new RegExp(
		`${map}\\W{1,3}(set|put|Put|Store|insert|Add|TryAdd|AddOrUpdate|Set)\\b|${map}\\[[^\\]]+\\]\\s*(\\|\\||\\?\\?)?=[^=]`
	);
	const numbered = lines.flatMap((text, at) => (text.includes(name) ? [{ text, at }] : []));
	const first = numbered[0]?.at ?? 0;
	const written = numbered.filter(({ text }) => puts.test(text));
	const asksHere = (text: string) => !puts.test(text) || text.split(name).length > 2;
	return numbered.some(
		({ text, at }) =>
			atOnce.test(text) ||
			(at > first && asksHere(text) && written.some((one) => one.at >= at && one.at - at <= NEAR))
	);
}

function keptIn(project: Project, file: FileFacts): Kept[] {
	const lines = project.lines(file.path);
	const seen = new Set<string>();
	return file.assignments.flatMap(({ name, value, type, line }): Kept[] => {
		const last = name.slice(name.search(/[^.]*$/));
		if (!NAME.test(name) || seen.has(last)) return [];
		if (!EMPTY_MAP.test(value) && !MAP_TYPE.test(type ?? '')) return [];
		if (isLocal(file, name, line)) return [];
		const used = lines.filter((text) => text.includes(last));
		if (used.length < 3 || !isAskedFirst(lines, last)) return [];
		seen.add(last);
		const takesOut = new RegExp(
			`${escaped(last)}\\W{0,3}(\\.|->)?(delete|Delete|remove|TryRemove|clear|Clear|pop|popitem|evict)\\b|del\\s+[\\w.]*${escaped(last)}|delete\\(?\\s*[\\w.]*${escaped(last)}|${escaped(last)}\\s*=\\s*(\\{\\}|new|make|None|null)`
		);
		return [
			{
				file,
				place: { path: file.path, startLine: line },
				name: last,
				// The collector takes out of a weak map what nobody else holds.
				isForgotten:
					/WeakMap/.test(value) || lines.some((text, at) => at + 1 !== line && takesOut.test(text))
			}
		];
	});
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
