import type { FileFacts } from '../../facts';
import type { Place, Project } from '../../project';
import { literal, placeOf } from './detector';
import { jwtCalls, type JwtCall } from './jwt-calls';

/** The key of tokens where it stands in the code. */
export interface KeyInCode {
	place: Place;
	text: string;
	/** It stands in for a variable that is not set. */
	isFallback: boolean;
}

const KEY_NAME = /(secret|signing_?key|jwt_?key|private_?key|secret_?password)\w*$/i;

/** A name that leaves no doubt, wherever the key goes from there. */
const JWT_KEY = /^jwt_?(secret|signing|private)?_?(key|secret)$/i;

/** Keys that are literals, or fall back to one, at the call or where their name is given a value. */
export function keysInCode(project: Project): KeyInCode[] {
	const { signed, checked } = jwtCalls(project);
	const found = [...signed, ...checked].flatMap((call) => [
		...keyIn(
			call.library.key === undefined ? undefined : call.fact.args[call.library.key],
			placeOf(call)
		),
		...named(project, call)
	]);
	return [
		...new Map(found.map((key) => [`${key.place.path}:${key.place.startLine}`, key])).values()
	];
}

/** `SECRET` or `[]byte(config.Secret)` at the call, wherever it is given a value. */
function named(project: Project, { file, fact, library }: JwtCall): KeyInCode[] {
	const key = library.key === undefined ? '' : (fact.args[library.key] ?? '');
	const name = /^\(?(?:\[\]byte\()?(?:\w+\.)*(\w+)(?:\.getBytes\(\w*)?\)*$/.exec(key)?.[1];
	return project.sources
		.filter(({ language }) => language === file.language)
		.flatMap((one) =>
			one.assignments
				.filter((fact) => {
					const last = fact.name.split('.').at(-1)!;
					return (
						(last === name && KEY_NAME.test(last) && (one === file || isMeant(key, last, one))) ||
						(JWT_KEY.test(last) && /^["'`][^\s."'`]{8,}["'`]$/.test(fact.value)) ||
						(one === file && /^(secret|secretOrKey)$/.test(last))
					);
				})
				.flatMap((fact) => keyIn(fact.value, placeOf({ file: one, fact })))
		);
}

/** `secret` is many things in other files: it is this one's where the key says so, `config.secret`. */
const isMeant = (key: string, last: string, { path }: FileFacts) =>
	!/^secret$/i.test(last) || stemsIn(key).some((one) => path.toLowerCase().includes(one));

const stemsIn = (key: string) =>
	key
		.toLowerCase()
		.split('.')
		.slice(0, -1)
		.flatMap((part) => /(\w{3,})$/.exec(part)?.[1] ?? []);

function keyIn(value: string | undefined, place: Place): KeyInCode[] {
	const found = literalIn(value);
	return found ? [{ ...found, place }] : [];
}

/** The string that a key is, or falls back to. */
function literalIn(value = ''): { text: string; isFallback: boolean } | undefined {
	const whole = literal(value);
	if (whole !== undefined) return whole.length > 2 ? { text: whole, isFallback: false } : undefined;
	const fallback =
		/(?:\|\||\?\?|\bor)\s*(["'`])([^"'`]{3,100})\1\s*$/.exec(value) ??
		/(?:getenv|environ\.get|env|ENV\.fetch)\(\s*["']\w+["']\s*,\s*(["'])([^"']{3,100})\1/.exec(
			value
		);
	return fallback ? { text: fallback[2]!, isFallback: true } : undefined;
}
