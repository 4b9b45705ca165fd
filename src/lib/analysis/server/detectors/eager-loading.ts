import type { FileFacts, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

/** How a mapper is told to bring related rows along. */
const WAYS: readonly { languages: readonly Language[]; calls: RegExp; needs?: RegExp }[] = [
	{
		languages: ['python'],
		calls: /(^|\.)(select_related|prefetch_related|joinedload|selectinload|subqueryload)$/
	},
	{ languages: ['ruby'], calls: /\.(includes|eager_load|preload)$/ },
	{
		languages: ['php'],
		calls: /(^|\.)(with|loadMissing|withCount)$/,
		needs: /^(App\\Models|Illuminate\\)/
	},
	{ languages: ['csharp'], calls: /\.(Include|ThenInclude)$/ },
	{ languages: ['go'], calls: /\.Preload$/ },
	{
		languages: ['javascript', 'typescript'],
		calls: /\.populate$|\.(leftJoinAndSelect|innerJoinAndSelect)$/
	}
];

/** Related rows that come with their owners, instead of one query for each. */
export function eagerLoading(project: Project): Finding[] {
	const found = project.sources.flatMap((file) => loadedIn(file));
	if (found.length < 2) return [];
	const ways = distinct(found.map(({ way }) => way));
	const related = distinct(found.flatMap(({ what }) => (what ? [what] : [])));
	return [
		finding(project, {
			detector: 'data-access',
			subject: 'eager-loading',
			topic: 'data_access',
			kind: 'decision',
			title: `Related rows are asked for ahead (${listed(ways, 3)})${related.length > 0 ? `, as ${related.slice(0, 3).join(', ')}` : ''}.`,
			detail:
				'A list costs a few queries instead of one for each of its rows. It holds only where it is said: worth a look are lists that show relations and do not name them.',
			confidence: 0.93,
			at: found.map(({ place }) => place),
			facts: { places: found.length, ways, related: related.slice(0, 6) }
		})
	];
}

function loadedIn(file: FileFacts): { place: Place; way: string; what: string | undefined }[] {
	const way = WAYS.find(({ languages }) => languages.includes(file.language));
	if (!way || /migrat[^/]{0,40}\/|(^|\/)seed/i.test(file.path)) return [];
	if (way.needs && !file.imports.some(({ specifier }) => way.needs!.test(specifier))) return [];
	return file.calls
		.filter(({ callee, args }) => way.calls.test(callee) && isRelation(file.language, callee, args))
		.map(({ callee, args, endLine }) => ({
			// Of a chain over several lines the call stands at the end.
			place: { path: file.path, startLine: endLine },
			way: callee.slice(callee.lastIndexOf('.') + 1),
			what: /^(?:["'`:]|\w+\s*=>\s*\w+\.)([\w.]+)["'`]?$/.exec(args[0] ?? '')?.[1]
		}));
}

/** Others have methods of these names, too: views are given values, lists include elements. */
const isRelation = (language: Language, callee: string, args: readonly string[]) =>
	language === 'php'
		? /^(["']\w[\w.:,]*["']|\[\s*["'])/.test(args[0] ?? '') &&
			(args.length === 1 || /^["']/.test(args[1]!)) &&
			!/^[\s['"\w]{1,60}=>(?!\s*(?:fn|function|static)\b)/.test(args[0] ?? '') &&
			!/(^|\.)(view|redirect|response|back|make|driver)(\(\))?\.with$/.test(callee)
		: language === 'ruby'
			? /^:\w|^\w+:\s/.test(args[0] ?? '')
			: true;
