import type { CallFact, CatchFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { isOfPage } from './pages';
import { ofTheProcess, panicsCaught, textsToCallers } from './error-answers';

const name = 'error-handling';
const common = { detector: name, topic: 'error_handling' } as const;

/** Errors swallowed, passed on, wrapped, and made into answers. */
export const errorHandling: Detector = {
	name,
	topics: ['error_handling'],
	detect: (project) => [
		...swallowed(project),
		...wrapped(project),
		...causesLost(project),
		...unwraps(project),
		...inOnePlace(project),
		...ownTypes(project),
		...textsToCallers(project),
		...ofTheProcess(project),
		...panicsCaught(project)
	]
};

/** What catches everything, in any language; whoever names a type meant it. */
const BROAD =
	/^\(?\\?(Exception|Error|Throwable|BaseException|StandardError|System\.Exception|StandardError => \w+|error|java\.lang\.Exception|std::exception.*|\.\.\.)\)?$/;

const isBroad = ({ type }: CatchFact) => type === undefined || BROAD.test(type);

const COMMENT = /\/\/|\/\*|(^|\s)#(?!\{)|^\s*\*/;

/** Somebody said why. */
const isExplained = (project: Project, path: string, { startLine, endLine }: CatchFact) =>
	project
		.lines(path)
		.slice(startLine - 1, endLine)
		.some((line) => COMMENT.test(line));

/** Ruby's `date = parse(text) rescue nil`: what stands behind it is the answer, for whoever asked. */
const isValueInstead = (project: Project, path: string, { startLine }: CatchFact) =>
	/\S\s+rescue\s+\S/.test(project.lines(path)[startLine - 1] ?? '');

function swallowed(project: Project): Finding[] {
	const empty = project.sources.flatMap((file) => [
		...file.catches
			.filter((one) => one.isEmpty && isBroad(one) && !isExplained(project, file.path, one))
			.filter((one) => !isValueInstead(project, file.path, one))
			.map((fact) => placeOf({ file, fact })),
		...file.calls
			.filter(
				({ callee, args }) =>
					/\.catch$/.test(callee) &&
					/^(\(\w*\)|\w+)\s*=>\s*(\{\s*\}|undefined|null|void 0)$|^noop$|^function\s*\(\w*\)\s*\{\s*\}$/.test(
						args[0] ?? ''
					)
			)
			.map((fact) => placeOf({ file, fact }))
	]);
	if (empty.length === 0) return [];
	const files = distinct(empty.map(({ path }) => path)).length;
	return [
		finding(project, {
			...common,
			subject: 'swallowed',
			kind: 'risk',
			title: `At least ${counted(empty.length, 'handler')} ${empty.length === 1 ? 'catches' : 'catch'} every error and ${empty.length === 1 ? 'does' : 'do'} nothing with it.`,
			detail:
				'What fails there is seen by nobody, and what runs next believes that it went well. Where that is meant, a comment or a narrower type would say so.',
			confidence: 0.92,
			at: empty,
			facts: { handlers: empty.length, files }
		})
	];
}

const CALLS_CONTEXT =
	/\.(context|with_context|wrap_err|wrap_err_with)$|^errors\.(Wrap|Wrapf|WithMessage)$/;

function wrapped(project: Project): Finding[] {
	const found = project
		.calls(
			/^fmt\.Errorf$|^errors\.(Wrap|Wrapf|WithMessage)$|\.(context|with_context|wrap_err|wrap_err_with)$|^new \w*(Error|Exception)$/
		)
		.filter(({ file, fact }) => isWrapping(file, fact.callee, fact.args));
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'wrapped',
			kind: 'decision',
			title: `Errors are wrapped with what was being done and keep their cause, in at least ${counted(found.length, 'place')}.`,
			detail:
				'The message tells the way down, and a caller far above can still ask for the cause. It holds as long as nobody on the way makes a new error without it.',
			confidence: 0.9,
			at: found.map(placeOf),
			facts: { places: found.length, files: distinct(found.map(({ file }) => file.path)).length }
		})
	];
}

function isWrapping(
	{ imports, language }: FileFacts,
	callee: string,
	args: readonly string[]
): boolean {
	if (callee === 'fmt.Errorf') return /%w/.test(args[0] ?? '');
	if (CALLS_CONTEXT.test(callee)) {
		return (
			language === 'go' ||
			imports.some(({ specifier }) => /^(anyhow|eyre|color_eyre|snafu)/.test(specifier))
		);
	}
	if (language === 'java' || language === 'kotlin' || language === 'csharp') {
		return args.length > 1 && /^(e|ex|err|error|exception|cause|t|throwable)$/.test(args.at(-1)!);
	}
	return args.some((argument) => /^\{[^]*\bcause\b/.test(argument));
}

/** What formats are called, by package: a long one is cut, and may hold anything. */
function constantsOf(project: Project): Map<string, string> {
	return new Map(
		project.sources
			.filter(({ language }) => language === 'go')
			.flatMap(({ namespace, assignments }) =>
				assignments.flatMap(({ name: constant, value }): [string, string][] =>
					/^["`]/.test(value) && /["`]$/.test(value) ? [[`${namespace}.${constant}`, value]] : []
				)
			)
	);
}

/** `e` may be anything: as an error it is asked whether it is nil. */
const isError = (project: Project, path: string, argument: string, { startLine }: CallFact) =>
	argument === 'e' &&
	project
		.lines(path)
		.slice(Math.max(0, startLine - 6), startLine)
		.some((line) => /\be\s*!=\s*nil/.test(line));

/** `%v` keeps the words and loses the error: `errors.Is` finds it no more. */
function causesLost(project: Project): Finding[] {
	const constants = constantsOf(project);
	const found = project.calls(/^fmt\.Errorf$/, 'go').filter(({ file, fact }) => {
		const format = fact.args[0] ?? '';
		const text = /^["`]/.test(format) ? format : constants.get(`${file.namespace}.${format}`);
		return (
			text !== undefined &&
			!/%w/.test(text) &&
			fact.args.slice(1).some((one) => one === 'err' || isError(project, file.path, one, fact))
		);
	});
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'causes-lost',
			kind: 'risk',
			title: `fmt.Errorf puts an error into a text without %w in at least ${counted(found.length, 'place')}.`,
			detail:
				'The words stay and the error is gone: errors.Is and errors.As find it no more above. Where that is meant, to hide what is below, it is right.',
			confidence: 0.92,
			at: found.map(placeOf),
			facts: { places: found.length }
		})
	];
}

const MANY_UNWRAPS = 5;

function unwraps(project: Project): Finding[] {
	const found = project
		.calls(/\.unwrap$/, 'rust')
		.filter(
			({ file, fact }) =>
				!file.annotations.some(
					(one) => one.name === 'cfg' && one.args[0] === 'test' && one.line <= fact.startLine
				) && !/(^|\/)(examples|benches|build\.rs)/.test(file.path)
		);
	if (found.length < MANY_UNWRAPS) return [];
	return [
		finding(project, {
			...common,
			subject: 'unwraps',
			kind: 'risk',
			title: `unwrap is called outside of tests, in at least ${counted(found.length, 'place')}.`,
			detail:
				'Each ends the thread where the value is missing or the call failed. Where that can never be, expect says why.',
			confidence: 0.9,
			at: found.map(placeOf),
			facts: { places: found.length, files: distinct(found.map(({ file }) => file.path)).length }
		})
	];
}

const ADVICE =
	/^(ControllerAdvice|RestControllerAdvice|ExceptionHandler|Catch|(\w+\.)?(exception_handler|errorhandler|app_errorhandler))$/;
const CENTRAL =
	/(^|\.)(setErrorHandler|setNotFoundHandler|UseExceptionHandler|AddExceptionHandler|rescue_from|exception_handler|add_exception_handler|register_error_handler)$|^(app|server|router|fastify|api)\.onError$/;

const MIDDLEWARE_OF_ERRORS = /(^|\.)(Global|Custom|Api)?(Exception|Error)s?(Handl\w*)?Middleware$/;
const ANSWER_OF_RUST = /(^|::)(IntoResponse|ResponseError|Responder)(<|$)/;
const FILTER_OF_ERRORS =
	/^(ExceptionHandler|IExceptionFilter|IExceptionHandler|ExceptionFilter)(<|$)/;

/** Mails and jobs handle errors of their own, which nobody waits for. */
const ANSWERS_NOBODY = /(^|\/)app\/(mailers|jobs|mailboxes|workers)\//;

function inOnePlace(project: Project): Finding[] {
	// Laravel’s newer way, beside which the class of the older one is left over.
	const isConfigured = project.calls(/\.withExceptions$/, 'php').length > 0;
	const found = project.sources.flatMap((file) => {
		if (isOfPage(file) || ANSWERS_NOBODY.test(file.path)) return [];
		const at = (line: number): Place => ({ path: file.path, startLine: line });
		return [
			...file.annotations
				.filter((one) => ADVICE.test(one.name))
				.map((one) => ({ place: at(one.line), what: `@${one.name}` })),
			...file.calls
				.filter(
					({ callee, args }) =>
						CENTRAL.test(callee) ||
						(/(^|\.)use$/.test(callee) &&
							args.some((one) =>
								/^(async\s+)?(function\s*\w*\s*)?\(?\s*(err|error|e)\w*\s*(:\s*[^,]+)?,\s*\w+\s*(:\s*[^,]+)?,\s*\w+\s*(:\s*[^,]+)?,\s*\w+/.test(
									one
								)
							))
				)
				.map((fact) => ({
					place: placeOf({ file, fact }),
					what: fact.callee.slice(fact.callee.lastIndexOf('.') + 1)
				})),
			...file.symbols
				.filter(
					({ bases, kind, name }) =>
						(kind === 'class' && MIDDLEWARE_OF_ERRORS.test(name)) ||
						(kind === 'module' &&
							/err/i.test(name) &&
							bases?.some((base) => ANSWER_OF_RUST.test(base))) ||
						(kind === 'class' && bases?.some((base) => FILTER_OF_ERRORS.test(base)))
				)
				.filter(({ name }) => !(isConfigured && file.language === 'php' && name === 'Handler'))
				.map((symbol) => ({ place: at(symbol.startLine), what: symbol.name })),
			...file.assignments
				.filter((one) => one.name === 'EXCEPTION_HANDLER')
				.map((one) => ({ place: at(one.line), what: one.name }))
		];
	});
	if (found.length === 0) return [];
	const files = distinct(found.map(({ place }) => place.path)).length;
	return [
		finding(project, {
			...common,
			subject: 'central',
			kind: 'decision',
			title: `Errors that handlers let pass become answers by ${listed(distinct(found.map(({ what }) => what)), 3)}.`,
			detail:
				'Handlers may throw, and status and words are decided elsewhere. Look at errors that make their own answers beside it, and at what it says of one that it does not know.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { files, by: distinct(found.map(({ what }) => what)) }
		})
	];
}

const LEAST_TYPES = 2;

function ownTypes(project: Project): Finding[] {
	const found: Found<FileFacts['symbols'][number]>[] = project.sources.flatMap((file) =>
		file.symbols
			.filter(
				({ kind, bases }) =>
					kind === 'class' && bases?.some((base) => /(Error|Exception)(<.*>)?(\(.*\))?$/.test(base))
			)
			.map((fact) => ({
				file,
				fact: { ...fact, endLine: Math.min(fact.endLine, fact.startLine + 5) }
			}))
	);
	if (found.length < LEAST_TYPES) return [];
	return [
		finding(project, {
			...common,
			subject: 'own-types',
			kind: 'decision',
			title: `The project has at least ${counted(found.length, 'error type')} of its own: ${listed(
				found.map(({ fact }) => fact.name),
				4
			)}.`,
			detail:
				'A caller can tell them apart without reading texts. Worth a look is which of them reaches the outside, and as what.',
			confidence: 0.93,
			at: found.map(placeOf),
			facts: { types: found.map(({ fact }) => fact.name).slice(0, 12), count: found.length }
		})
	];
}
