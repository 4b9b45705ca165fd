import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

interface Again {
	place: Place;
	/** The function it is in, and how long it waits. */
	name: string;
	wait: string;
}

/** Code of a browser has timers, too, which are no work in the background. */
const SERVER_SIDE =
	/^(node:)?(fs|http|https|net|path|os|crypto|child_process|worker_threads|events|stream|url|util)(\/promises)?$|^(express|fastify|koa|ws|socket\.io|knex|pg|mysql2?|mongoose|typeorm|redis|ioredis|@nestjs\/\w+|@prisma\/client)$/;

const BROWSER =
	/^(react|vue|svelte|preact|solid-js|@angular\/\w+|next\/\w+)$|\.(css|scss|vue|svelte)$/;

/** Work that the program does again and again by itself: tickers, intervals, loops that pause. */
export function loops(project: Project): Finding[] {
	const found = project.sources
		.filter(
			({ path }) =>
				!/(^|\/)(scripts?|tools?|extras?|examples?|[\w-]+-examples?|e2e|dev|client|frontend|web|ui|static|public|assets)\//.test(
					path
				)
		)
		.flatMap((file) => loopsOf(project, file));
	if (found.length === 0) return [];
	const told = distinct(found.map(({ name, wait }) => (wait ? `${name} every ${wait}` : name)));
	return [
		finding(project, {
			detector: 'background-work',
			subject: 'loops',
			topic: 'background_work',
			kind: 'decision',
			title: `The program itself does work again and again: ${listed(told, 3)}.`,
			detail:
				'There is no queue and no scheduler to install. Each instance runs its own, so two do the same work unless something says which one; and how late work is found is decided by the pause.',
			confidence: 0.87,
			at: found.map(({ place }) => place),
			facts: { loops: found.length, functions: distinct(found.map(({ name }) => name)).slice(0, 6) }
		})
	];
}

function loopsOf(project: Project, file: FileFacts): Again[] {
	return file.calls.flatMap((call): Again[] => {
		const wait = waitOf(project, file, call);
		if (wait === undefined) return [];
		const { startLine, endLine, within } = call;
		const last = within?.slice(within.lastIndexOf('.') + 1);
		const name = within && /^(run|start|handle|main|execute|new)$/i.test(last!) ? within : last;
		const place = { path: file.path, startLine, endLine: Math.min(endLine, startLine + 3) };
		return [{ place, name: name ?? file.path, wait: wait.slice(0, 40) }];
	});
}

function waitOf(project: Project, file: FileFacts, call: CallFact): string | undefined {
	const { callee, args } = call;
	const [first = '', second = ''] = args;
	if (file.language === 'go') {
		return /^time\.(NewTicker|Tick)$/.test(callee) && isBesideALoop(project, file, call)
			? first
			: undefined;
	}
	if (file.language === 'rust') {
		return /^(tokio\.)?(time\.)?interval$/.test(callee) && /Duration|from_/.test(first)
			? first
			: undefined;
	}
	if (file.language === 'csharp') return callee === 'new PeriodicTimer' ? first : undefined;
	if (file.language === 'python') {
		return /^(time\.|asyncio\.)sleep$/.test(callee) &&
			!first.includes('**') &&
			isEndless(project, file, call)
			? inSeconds(first)
			: undefined;
	}
	if (/^(javascript|typescript)$/.test(file.language) && isOfServer(file)) {
		if (callee === 'setInterval') return isEnded(file, call) ? undefined : second && inMs(second);
		const own = call.within?.slice(call.within.lastIndexOf('.') + 1);
		if (callee === 'setTimeout' && own && first === own) return inMs(second);
	}
	return undefined;
}

const inSeconds = (text: string) => (/^[\d.]+$/.test(text) ? `${text} s` : text);
const inMs = (text: string) => (/^\d+$/.test(text) ? `${text} ms` : text);

/** Who ends it from within waits for something, and has nothing to do again and again. */
const isEnded = ({ calls }: FileFacts, { startLine, endLine }: CallFact) =>
	calls.some(
		(one) => one.callee === 'clearInterval' && one.startLine >= startLine && one.endLine <= endLine
	);

const isOfServer = ({ imports }: FileFacts) =>
	imports.some(({ specifier }) => SERVER_SIDE.test(specifier)) &&
	!imports.some(({ specifier }) => BROWSER.test(specifier));

/** A loop without an end of its own around it, that tries nothing again. */
function isEndless(project: Project, { path }: FileFacts, { startLine }: CallFact): boolean {
	const lines = project.lines(path);
	let depth = (lines[startLine - 1] ?? '').search(/\S/);
	for (let at = startLine - 1; at > 0 && depth > 0; at--) {
		const text = lines[at - 1] ?? '';
		const own = text.search(/\S/);
		if (own === -1 || own >= depth) continue;
		depth = own;
		if (/^\s*(async\s+)?def\b/.test(text)) return false;
		if (/^\s*for\b/.test(text)) return false;
		if (!/^\s*while\b/.test(text)) continue;
		return (
			!isLeft(lines, at) &&
			/while\s+(True|1|not\s+[\w.]*(shutdown|stop|exit|terminat|quit|done)\w*)|while\s+[\w.]*(running|alive)\w*/i.test(
				text
			)
		);
	}
	return false;
}

/** A loop that somebody leaves waits for something, and ends when that has come. */
function isLeft(lines: readonly string[], at: number): boolean {
	const depth = (lines[at - 1] ?? '').search(/\S/);
	const after = lines.slice(at);
	const end = after.findIndex((text) => text.trim() !== '' && text.search(/\S/) <= depth);
	return after
		.slice(0, end === -1 ? undefined : end)
		.some((text) => /^\s*(break|return)\b/.test(text));
}

/** How far from where a ticker is made somebody goes round by it. */
const NEAR = 15;

/** A ticker that is waited for once is a limit. */
const isBesideALoop = (project: Project, { path }: FileFacts, { startLine, endLine }: CallFact) =>
	project
		.lines(path)
		.slice(Math.max(0, startLine - 3), endLine + NEAR)
		.some((text) => /\bfor\b/.test(text));
