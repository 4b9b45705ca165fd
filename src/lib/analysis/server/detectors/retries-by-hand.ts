import type { CallFact, FileFacts, SymbolFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

/** Waits for a time. */
const WAITS =
	/^(time\.[sS]leep|asyncio\.sleep|Thread\.[sS]leep|Task\.Delay|TimeUnit\.\w+\.sleep|sleep|usleep|delay|wait|setTimeout|Kernel\.sleep|(tokio\.time\.|thread\.|std\.thread\.)?sleep)$/;

/** A number of tries, by its name. */
const COUNTS =
	/\b(re_?tr(y|ies)\w{0,30}|(max_?|n_?|num_?)?(attempts?|tries)(_?(left|remaining|count|made|no|number))?|maxRetries|retryCount|attempt_?\w{0,10})\b/i;

const LOOPS = /^\s*(\}\s*)?(for|while|loop|until|do|begin|rescue)\b|\.times\s+do\b/;

interface HandMade {
	place: Place;
	name: string;
	wait: string;
	isGrowing: boolean;
}

/** Loops that try again what failed, without a library for it. */
export function retriesByHand(project: Project): Finding[] {
	const found = project.sources
		.filter(({ path }) => !/(^|\/)(scripts?|tools?|extra)\//.test(path))
		.flatMap((file) => [...inLoops(project, file), ...byCallingItself(project, file)]);
	const [first] = found;
	if (!first) return [];
	const growing = found.filter(({ isGrowing }) => isGrowing).length;
	const how =
		growing === found.length
			? 'waiting longer each time'
			: growing > 0
				? `in ${growing} of them waiting longer each time`
				: found.every(({ wait }) => wait === '')
					? ''
					: `waiting in between (${first.wait.slice(0, 40)})`;
	const names = distinct(found.map(({ name }) => name));
	return [
		finding(project, {
			detector: 'resilience',
			subject: 'retries-by-hand',
			topic: 'resilience',
			kind: 'decision',
			title: `Code of the project's own tries again what failed (${listed(names, 3)})${how ? `, ${how}` : ''}.`,
			detail:
				'A short disturbance stays unseen, and what is tried again has to bear being done twice. Without waits that grow and differ, all who failed come back at the same moment.',
			confidence: 0.85,
			at: found.map(({ place }) => place),
			facts: { places: found.length, functions: names.slice(0, 6), growing }
		})
	];
}

/** A wait that is called a backoff may be the same each time: it has to be worked out, or to be raised. */
function grows(wait: string, body: readonly string[]): boolean {
	if (
		/\*\*|<<|\bpow\b|\*\s*\w*(attempt|retry|retries|tries|i)\b|(attempt|retry|retries|tries|i)\b\s*\*|(backoff|exponential)[\w.]*\(/i.test(
			wait
		)
	)
		return true;
	return (wait.match(/[A-Za-z_$][\w$]*/g) ?? []).some((word) => {
		const name = word.replaceAll('$', '\\$');
		const raised = new RegExp(
			`(?<![\\w$])${name}\\s*(\\*\\*?=|<<=|\\+=|\\*\\s*[\\w.]+\\s*[),]|:?=\\s*.*(\\*|<<|\\bpow\\b|backoff[\\w.]*\\())`,
			'i'
		);
		return body.some((line) => raised.test(line));
	});
}

function inLoops(project: Project, file: FileFacts): HandMade[] {
	const lines = project.lines(file.path);
	return file.calls.flatMap((call): HandMade[] => {
		if (!WAITS.test(call.callee) || call.args.length === 0) return [];
		const around = innermost(file, call);
		if (!around) return [];
		const loop = loopAbove(lines, around, call.startLine);
		if (loop === undefined) return [];
		const body = lines.slice(loop - 2, call.endLine + 3).map(withoutComment);
		if (
			!body.some((line) => COUNTS.test(line) && COUNTER.test(line)) ||
			!handlesFailure(file, around, body)
		)
			return [];
		const wait = call.args[call.callee === 'setTimeout' ? 1 : 0] ?? '';
		const place = { path: file.path, startLine: loop, endLine: call.endLine };
		return [{ place, name: around.name, wait, isGrowing: grows(wait, body) }];
	});
}

const innermost = ({ symbols }: FileFacts, { startLine, endLine }: CallFact) =>
	symbols
		.filter(
			(symbol) =>
				(symbol.kind === 'function' || symbol.kind === 'method') &&
				symbol.startLine <= startLine &&
				symbol.endLine >= endLine
		)
		.at(-1);

const depthOf = (line: string) => line.search(/\S/);

/** The nearest line above that begins a loop, less deep than the wait. */
function loopAbove(
	lines: readonly string[],
	{ startLine }: SymbolFact,
	from: number
): number | undefined {
	let depth = depthOf(lines[from - 1] ?? '');
	for (let at = from - 1; at > startLine; at--) {
		const line = lines[at - 1] ?? '';
		const own = depthOf(line);
		if (own === -1 || own >= depth) continue;
		depth = own;
		if (LOOPS.test(line)) return at;
	}
	return undefined;
}

const withoutComment = (line: string) => line.replace(/(\/\/|#\s).*$/, '');

/** What went well is not tried again: an error is looked at. */
const handlesFailure = (
	{ catches }: FileFacts,
	{ startLine, endLine }: SymbolFact,
	body: readonly string[]
) =>
	catches.some((one) => one.startLine >= startLine && one.endLine <= endLine) ||
	body.some((line) => /\berr(or)?\b|Err\(/i.test(line));

const linesOf = (project: Project, { path }: FileFacts, { startLine, endLine }: SymbolFact) =>
	project.lines(path).slice(startLine, endLine).map(withoutComment);

const COUNTER = /retry|retries|attempt|\btries/i;

/** A function whose parameter counts the tries, and that calls itself. */
function byCallingItself(project: Project, file: FileFacts): HandMade[] {
	return file.symbols.flatMap((symbol): HandMade[] => {
		if (!symbol.parameters?.some((parameter) => COUNTER.test(parameter))) return [];
		const last = symbol.name.slice(symbol.name.lastIndexOf('.') + 1);
		const within = file.calls.filter(
			({ startLine, endLine }) => startLine > symbol.startLine && endLine <= symbol.endLine
		);
		const again = within.find(
			({ callee, args }) =>
				callee.replace(/^(this|self|\$this|Self|static)\./, '') === last &&
				args.some((argument) => COUNTER.test(argument))
		);
		if (!again) return [];
		// Without an error looked at, it waits until something is there.
		if (!handlesFailure(file, symbol, linesOf(project, file, symbol))) return [];
		const waits = within.find(({ callee }) => WAITS.test(callee));
		const wait = waits?.args[waits.callee === 'setTimeout' ? 1 : 0] ?? '';
		const place = { path: file.path, startLine: again.startLine, endLine: again.endLine };
		const isGrowing = grows(wait, linesOf(project, file, symbol));
		return [{ place, name: last, wait, isGrowing }];
	});
}
