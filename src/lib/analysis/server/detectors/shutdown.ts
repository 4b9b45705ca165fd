import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { finding, listed, placeOf, distinct } from './detector';

/** Hears that the program should end. */
const HEARS =
	/^(signal\.(Notify|NotifyContext|signal)|process\.(on|once)|Signal\.trap|trap|pcntl_signal|(tokio\.)?signal\.(ctrl_c|unix\.signal)|loop\.add_signal_handler|Runtime\.getRuntime\(\)\.addShutdownHook)$/;

const SIGNALS = /SIGTERM|SIGINT|os\.Interrupt|["'`](TERM|INT)["'`]|SignalKind/;

/** Lets what runs come to its end. */
const ENDS =
	/(^|\.)(Shutdown|GracefulStop|graceful_shutdown|with_graceful_shutdown|close|shutdown|closeAllConnections|awaitTermination|Wait)$/;

/** How the program ends when it is told to: what still runs, and for how long. */
export function shutdown(project: Project): Finding[] {
	const heard = project
		.calls(HEARS)
		.filter(({ file, fact }) => isMeant(file, fact))
		.map((one) => ({ ...one, ends: endsIn(one.file) }))
		.filter(({ ends }) => ends.length > 0);
	const [first] = heard;
	if (!first) return [];
	const limit = first.file.calls
		.filter(({ callee }) =>
			/^context\.WithTimeout$|(^|\.)setTimeout$|awaitTermination$/.test(callee)
		)
		.map((fact) => ({ fact, place: placeOf({ file: first.file, fact }) }))
		.find(({ fact }) => /\d/.test(fact.args.join(' ')));
	const time = limit && timeIn(limit.fact);
	const ways = distinct(first.ends.map(({ callee }) => callee));
	return [
		finding(project, {
			detector: 'resilience',
			subject: 'shutdown',
			topic: 'resilience',
			kind: 'decision',
			title: `Told to end by a signal, the program closes what is open before it goes (${listed(ways, 3)})${time ? `, and waits at most ${time}` : ''}.`,
			detail:
				'Requests and jobs in hand come to their end instead of being cut off. Worth a look is what is still running when the time is over, and whether the one who stops the program waits as long.',
			confidence: 0.85,
			at: [
				...first.ends.slice(0, 2).map((fact) => placeOf({ file: first.file, fact })),
				...(time && limit ? [limit.place] : []),
				...heard.map((one): Place => placeOf(one))
			],
			facts: { places: heard.length, ways: ways.slice(0, 4) }
		})
	];
}

const isMeant = ({ path, language }: FileFacts, { callee, args }: CallFact) =>
	!/(^|\/)(scripts?|tools?|extra|bin\/dev)\//.test(path) &&
	(/^process\./.test(callee)
		? /^["'`](SIGTERM|SIGINT)["'`]$/.test(args[0] ?? '')
		: /ctrl_c|addShutdownHook|add_signal_handler/.test(callee) ||
			(SIGNALS.test(args.join(' ')) && (callee !== 'trap' || language === 'ruby')));

/** Of a server or of workers: files and rows are closed, too. */
const endsIn = ({ calls }: FileFacts) =>
	calls.filter(
		({ callee }) =>
			ENDS.test(callee) &&
			/(^|\.)(s|\w*[sS]erver|\w*[sS]rv|app|http|pool|wg|\w*[wW]orkers?|\w*[eE]xecutor|scheduler|serve\([^)]*\)|\w*[hH]ttpd)(\(\))?\.\w+$|with_graceful_shutdown$|GracefulStop$/.test(
				callee
			)
	);

const timeIn = ({ callee, args }: CallFact) =>
	callee.endsWith('setTimeout')
		? /^\d+$/.test(args[1] ?? '')
			? `${args[1]} ms`
			: undefined
		: callee.endsWith('awaitTermination')
			? args.join(' ').slice(0, 40)
			: args[1];
