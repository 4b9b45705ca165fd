import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf } from './detector';
import { SCRIPTS } from './marks';

const common = { detector: 'error-handling', topic: 'error_handling' } as const;

/** The text of an error, as each language asks for it. */
const TEXT_OF_ERROR: Partial<Record<FileFacts['language'], RegExp>> = {
	javascript: /(?<![\w.])(err|error|e|ex|exception)\.(message|stack)\b/,
	typescript: /(?<![\w.])(err|error|e|ex|exception)( as \w+\)|\))?\.(message|stack)\b/,
	python: /\bstr\((e|ex|err|error|exc|exception)\)|\{(e|ex|err|error|exc|exception)(!s)?\}/,
	go: /(?<![\w.])err\.Error\(\)/,
	java: /(?<![\w.])(e|ex|err|exception)\.(getMessage|getLocalizedMessage)\(\)/,
	kotlin: /(?<![\w.])(e|ex|err|exception)\.(message|localizedMessage)\b/,
	csharp: /(?<![\w.])(e|ex|err|exception|error)\.(Message|StackTrace|ToString\(\))/,
	php: /\$(e|ex|err|exception|th|t)->getMessage\(\)/,
	ruby: /(?<![\w.])(e|ex|err|error|exception)\.(message|full_message|backtrace)\b/
};

/** What answers with a failure of the server's own: 500 said beside it. */
const ANSWERS: Partial<Record<FileFacts['language'], RegExp>> = {
	javascript: /^(res|response|reply|ctx|c)\.(status\(\)\.|code\(\)\.)(json|send|end)$/,
	typescript: /^(res|response|reply|ctx|c)\.(status\(\)\.|code\(\)\.)(json|send|end)$/,
	python: /^(\w+\.)?(HTTPException|JSONResponse|JsonResponse|Response|HttpResponse\w*|abort)$/,
	go: /^(http\.Error|(c|ctx|context|g)\.(JSON|AbortWithStatusJSON|String|IndentedJSON|Status\(\)\.\w+))$/,
	java: /^(ResponseEntity\.(status\(\)\.body|internalServerError\(\)\.body)|new ResponseEntity(<.*>)?)$/,
	csharp: /^(this\.)?(StatusCode|Problem|Results\.Problem|TypedResults\.Problem)$/,
	php: /^response(\(\))?\.json$|^(new )?JsonResponse$/,
	ruby: /^render$/
};

const FAILURE =
	/(?<!\d)500(?!\d)|StatusInternalServerError|INTERNAL_SERVER_ERROR|Status500InternalServerError|InternalServerError|internal_server_error/;

/** Whoever asked is told what broke inside, in its own words. */
export function textsToCallers(project: Project): Finding[] {
	const found = project.calls(/./).filter(({ file, fact }) => tellsInside(project, file, fact));
	if (found.length === 0) return [];
	const files = distinct(found.map(({ file }) => file.path));
	return [
		finding(project, {
			...common,
			subject: 'texts-to-callers',
			kind: 'risk',
			title: `Answers with status 500 carry the error's own text, in at least ${counted(found.length, 'place')}.`,
			detail:
				'Messages of libraries name tables, hosts, paths and statements, and go to whoever caused the failure. A fixed sentence with a number, and the text in the log, tells both sides what they need.',
			confidence: 0.88,
			at: found.map(placeOf),
			facts: { places: found.length, files: files.slice(0, 20) }
		})
	];
}

function tellsInside(project: Project, file: FileFacts, fact: CallFact): boolean {
	const [answers, text] = [ANSWERS[file.language], TEXT_OF_ERROR[file.language]];
	if (!answers?.test(fact.callee) || !text?.test(fact.args.join(' , '))) return false;
	const written = project
		.lines(file.path)
		.slice(fact.startLine - 1, fact.endLine)
		.join(' ');
	return FAILURE.test(written);
}

const PROCESS_EVENT = /^["'](uncaughtException|unhandledRejection)["']$/;

/** What nobody caught ends up in one function of the whole process. */
export function ofTheProcess(project: Project): Finding[] {
	const events = project
		.calls(/^process\.(on|once|addListener)$/, ...SCRIPTS)
		.filter(({ fact }) => PROCESS_EVENT.test(fact.args[0] ?? ''));
	const [first] = events;
	if (!first) return [];
	const names = distinct(events.map(({ fact }) => fact.args[0]!.slice(1, -1)));
	const endings = distinct(events.map((event) => endingOf(project, event)));
	const what = endings.length === 1 ? ENDINGS[endings[0]!] : '';
	return [
		finding(project, {
			...common,
			subject: 'of-the-process',
			kind: 'decision',
			title: `What nobody caught (${listed(names)}) is handled for the whole process${what}.`,
			detail:
				'After an error that nobody expected the state may be half changed. Ending leaves that to a fresh start by whoever watches the process; carrying on keeps what is running, and whatever is broken in it.',
			confidence: 0.85,
			at: events.map(placeOf),
			facts: { events: names, handlers: events.length, endings }
		})
	];
}

const ENDINGS = {
	ends: ', which then ends',
	'carries on': ', which carries on',
	unknown: ''
} as const;

const ENDS =
	/process\.(exit|abort|kill)\b|\b\w*(exit|shut_?down|stop|terminate|quit|die|close|abort)\w*\(/i;

/** As far as the handler and what it names stand in the same file. */
function endingOf(project: Project, { file, fact }: Found<CallFact>): keyof typeof ENDINGS {
	const handler = fact.args[1] ?? '';
	const own = /^\w+$/.test(handler) ? file.symbols.find(({ name }) => name === handler) : fact;
	if (!own) return 'unknown';
	const lines = project.lines(file.path).slice(own.startLine - 1, own.endLine);
	if (lines.some((line) => ENDS.test(line))) return 'ends';
	return lines.some((line) => /\bthrow\b/.test(line)) ? 'unknown' : 'carries on';
}

const RECOVERS: readonly { name: string; in: readonly FileFacts['language'][]; calls: RegExp }[] = [
	{ name: 'gin.Recovery', in: ['go'], calls: /^gin\.(Recovery\w*|CustomRecovery\w*)$/ },
	{ name: 'gin.Default', in: ['go'], calls: /^gin\.Default$/ },
	{ name: "Echo's Recover", in: ['go'], calls: /^(middleware|echoMiddleware)\.Recover\w*$/ },
	{ name: "Fiber's recover", in: ['go'], calls: /^recover\.New$/ },
	{ name: 'recover', in: ['go'], calls: /^recover$/ },
	{ name: 'catch_unwind', in: ['rust'], calls: /(^|\.)catch_unwind$/ },
	{ name: 'CatchPanicLayer', in: ['rust'], calls: /^CatchPanicLayer\.\w+$/ }
];

/** A panic ends the request, and not the process. */
export function panicsCaught(project: Project): Finding[] {
	const found = RECOVERS.flatMap((one) =>
		project.calls(one.calls, ...one.in).map((at) => ({ ...at, name: one.name }))
	);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ name }) => name));
	return [
		finding(project, {
			...common,
			subject: 'panics-caught',
			kind: 'decision',
			title: `A panic is caught before it ends the process, by ${listed(names)}.`,
			detail:
				'One broken request does not take the others along. A panic in a goroutine or task that was started elsewhere is not caught by it, and locks that were held may stay held.',
			confidence: 0.9,
			at: found.map(placeOf),
			facts: { by: names, places: found.length }
		})
	];
}
