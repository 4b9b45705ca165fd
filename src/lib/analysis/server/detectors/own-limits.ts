import type { Finding } from '../../findings';
import type { Found, Place, Project } from '../../project';
import type { CallFact } from '../../facts';
import { distinct, finding, listed, placeOf } from './detector';

const LIMITER =
	/((?<!(?:bit|frame|sample|refresh|tax|exchange)_?)rate_?limit|token_?bucket|leaky_?bucket|sliding_?window_?(limit|counter)|too_?many_?(attempts|requests|logins|failures)|(login|sign_?in|auth)_?(attempts?_?(limit|exceeded|tracker)|throttle))/i;

/** What only configures, counts or reports one that somebody else made. */
const BESIDE =
	/(config|options|settings|error|exception|response|headers?|info|status|test|mock|policy|attribute|key|name|message|props|dto)s?$/i;

/** A limit that is made here: a class or function that is called so, and called. */
export function ownLimits(project: Project, detector: string): Finding[] {
	const found = project.sources
		.filter(
			({ path, language }) =>
				language !== 'sql' && !/\.(jsx|tsx|svelte|vue)$|(^|\/)(frontend|client|web)\//.test(path)
		)
		.filter(({ imports }) => !imports.some(({ specifier }) => LIBRARY.test(specifier)))
		.flatMap((file) =>
			file.symbols
				.filter(({ kind }) => /^(class|struct|function|method)$/.test(kind))
				.filter(({ name }) => {
					const own = name.split('.').at(-1)!;
					return (
						LIMITER.test(own) && !BESIDE.test(own) && !/^(get|set|is_?enabled|with)/i.test(own)
					);
				})
				.filter((symbol) => symbol.endLine - symbol.startLine >= 3)
				.map((symbol) => ({
					name: symbol.name,
					place: {
						path: file.path,
						startLine: symbol.startLine,
						endLine: symbol.startLine
					} as Place,
					counts: project
						.lines(file.path)
						.slice(symbol.startLine - 1, symbol.endLine)
						.some((line) => COUNTS.test(line))
				}))
		)
		.filter(({ counts }) => counts);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ name }) => name));
	return [
		finding(project, {
			detector,
			subject: 'own',
			topic: 'rate_limits',
			kind: 'decision',
			title: `Rate is limited by code of the project's own: ${listed(names)}.`,
			detail:
				'It limits exactly what was wanted, and its edges are its own to get right. Look at where the count is kept when there is more than one instance, and at two calls that count at the same moment.',
			confidence: 0.86,
			at: found.map(({ place }) => place),
			facts: { names: names.slice(0, 10) }
		})
	];
}

/** A limit of its own adds, compares or asks the time. */
const COUNTS =
	/\+=\s*1|\+\+|\bincr(by|ement)?\b|[<>]=?\s*[\w.]*(max|limit|capacity|allowed|count|attempts)|\b(time\.Now|Date\.now|time\(\)|now\(\)|Instant::now|UtcNow)/i;

const LIBRARY =
	/rate-?limit|throttl|x\/time\/rate|governor|httprate|tollbooth|slowapi|flask_limiter|bucket4j|^limiter$/i;

/** An account that is closed after too many wrong passwords. */
export function lockouts(project: Project, detector: string): Finding[] {
	const places: Place[] = [
		...project
			.calls(/\.(PasswordSignInAsync|CheckPasswordSignInAsync)$/, 'csharp')
			.filter(({ fact }) => fact.args.some((arg) => /^(lockoutOnFailure:\s*)?true$/.test(arg)))
			.filter(isLast)
			.map(placeOf),
		...project
			.calls(/^devise$/, 'ruby')
			.filter(({ fact }) => fact.args.some((arg) => /^:lockable$/.test(arg)))
			.map(placeOf),
		...project.sources.flatMap((file) =>
			file.assignments
				.filter(({ name }) =>
					file.language === 'python' ? /^AXES_FAILURE_LIMIT$/.test(name) : false
				)
				.map((fact) => placeOf({ file, fact }))
		)
	];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector,
			subject: 'lockout',
			topic: 'rate_limits',
			kind: 'decision',
			title: `An account is locked after too many wrong passwords.`,
			detail:
				'Guessing one account’s password stops early. Anybody who knows a name can lock its owner out, and many names with few guesses each pass by it: a limit by address beside it answers both.',
			confidence: 0.9,
			at: places,
			facts: { places: places.length }
		})
	];
}

/** The last argument says whether a failure counts. */
const isLast = ({ fact }: Found<CallFact>) =>
	/^(lockoutOnFailure:\s*)?true$/.test(fact.args.at(-1) ?? '');
