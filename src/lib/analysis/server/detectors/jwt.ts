import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { jwtCalls, type JwtCall } from './jwt-calls';
import { checksLeftOut, tokensTakenBack, withoutExpiry } from './jwt-checks';
import { keysInCode } from './jwt-keys';

const NAME = 'jwt';

/** Where JSON Web Tokens are signed and checked, how long they live, what key signs them. */
export const jwt: Detector = {
	name: NAME,
	topics: ['authentication', 'secrets'],
	detect(project) {
		const { signed, checked } = jwtCalls(project);
		if (signed.length + checked.length === 0) return [];
		return [
			inUse(project, signed, checked),
			...lifetimes(project, signed),
			...keyInCode(project),
			...withoutExpiry(project, NAME, signed),
			...checksLeftOut(project, NAME, [...signed, ...checked]),
			...tokensTakenBack(project, NAME)
		];
	}
};

function inUse(project: Project, signed: readonly JwtCall[], checked: readonly JwtCall[]): Finding {
	const names = distinct([...signed, ...checked].map(({ library }) => library.name));
	const done = [signed.length > 0 && 'signed', checked.length > 0 && 'checked'];
	const what = listed(done.filter((word) => word !== false));
	return finding(project, {
		detector: NAME,
		subject: 'tokens',
		topic: 'authentication',
		kind: 'decision',
		title: `JSON Web Tokens are ${what} with ${listed(names)}.`,
		detail:
			'Any instance can check a token without a look-up, and nobody can take one back before it expires unless something else is asked. Look at what happens at sign-out, after a password change, and when the key has to change.',
		confidence: 0.95,
		at: [signed[0], checked[0], ...signed.slice(1), ...checked.slice(1)]
			.filter((one) => one !== undefined)
			.map(placeOf),
		facts: {
			libraries: names,
			signedIn: distinct(signed.map(({ file }) => file.path)),
			checkedIn: distinct(checked.map(({ file }) => file.path))
		}
	});
}

const LIFETIME_NAME =
	/(^|\.|_)(expiresIn|expires_in|expires_delta|jwt_?(access_?)?(token_?)?expir\w*|ACCESS_TOKEN_(EXPIRE\w*|LIFETIME)|token_?expir\w*|exp|ExpiresAt|Expires|Expiration|ValidFor|sessionTime|JWT_TTL|ttl|\w*_validity)$/i;

const UNITS: Record<string, string> = {
	s: 'second',
	m: 'minute',
	h: 'hour',
	d: 'day',
	w: 'week',
	y: 'year'
};

/** Forms of a duration, each with its number and its unit in either order. */
const DURATIONS: readonly RegExp[] = [
	/["'](?<n>\d+) ?(?<u>s|m|h|d|w|y|seconds?|min|minutes?|hours?|days?|weeks?)["']/,
	/timedelta\(\s*(?<u>\w+)\s*=\s*(?<n>\d+)\s*\)/,
	/(?<n>\d+)\.(?<u>minutes?|hours?|days?|weeks?|months?)\b/,
	/(?:Duration|TimeDelta)::(?:try_)?(?<u>minutes|hours|days|weeks)\((?<n>\d+)\)/,
	/time\.(?<u>Hour|Minute|Second)\s*\*\s*(?<n>\d+)/,
	/(?<n>\d+)\s*\*\s*time\.(?<u>Hour|Minute|Second)/,
	/TimeSpan\.From(?<u>\w+)\((?<n>\d+)\)/,
	/\.Add(?<u>Minutes|Hours|Days)\((?<n>\d+)\)/,
	/Duration\.of(?<u>\w+)\((?<n>\d+)\)/,
	/set(?<u>Date|Hours|Minutes)\(.{1,40}\+\s*(?<n>\d+)\)/
];

/** @returns `60 days`, of what is written any of these ways */
function durationIn(text: string): string | undefined {
	for (const form of DURATIONS) {
		const { n, u } = form.exec(text)?.groups ?? {};
		if (!n || !u) continue;
		const short = u
			.toLowerCase()
			.replace(/^date$/, 'days')
			.replace(/^min$/, 'm');
		const unit = UNITS[short] ?? short.replace(/s$/, '');
		return counted(Number(n), unit);
	}
	return undefined;
}

function lifetimes(project: Project, signed: readonly JwtCall[]): Finding[] {
	const signing = distinct(signed.map(({ file }) => file));
	const named = project.sources.filter(
		(file) =>
			!signing.includes(file) &&
			signing.some(({ language }) => language === file.language) &&
			/jwt/i.test(file.path)
	);
	const spoken = [
		...signing.flatMap((file) => textsIn(file, signed)),
		...(signing.length > 0 ? named.flatMap((file) => textsIn(file, [])) : [])
	].flatMap(({ text, place }) => {
		const lifetime = durationIn(text);
		return lifetime ? [{ lifetime, place }] : [];
	});
	const names = distinct(spoken.map(({ lifetime }) => lifetime));
	if (names.length === 0) return [];
	const others = setElsewhere(project, signed);
	return [
		finding(project, {
			detector: NAME,
			subject: 'lifetime',
			topic: 'authentication',
			kind: 'decision',
			title: `Tokens live ${listed(names)}${others ? '; how long others live is a setting' : ''}.`,
			detail:
				'For that long a token that leaked is as good as the password, whatever happens to the account. Short lives ask for refresh tokens; long ones for a way to refuse a token early.',
			confidence: 0.85,
			at: spoken.map(({ place }) => place),
			facts: { lifetimes: names, hasSetting: others }
		})
	];
}

/** Whether what signs is told by a call, and not by a number that stands there. */
const setElsewhere = (project: Project, signed: readonly JwtCall[]): boolean =>
	distinct(signed.flatMap(({ library }) => library.imports ?? [])).some((imports) =>
		project
			.importing(imports)
			.some(({ assignments }) =>
				assignments.some(
					({ name, value }) =>
						/(^|\.)(expiresIn|expires_in)$/.test(name) &&
						/\w\(|process\.env|\bconfig\b/i.test(value) &&
						!durationIn(value)
				)
			)
	);

/**
 * What may say how long a token lives: in a file that signs, within the functions that do and
 * outside of functions; in other files, fields that are called so.
 */
function textsIn(file: FileFacts, signed: readonly JwtCall[]): { text: string; place: Place }[] {
	const own = signed.filter((call) => call.file === file);
	const names = own.map(({ fact }) => fact.within);
	const functions = file.symbols.filter(({ complexity }) => complexity !== undefined);
	const isNear = (line: number) => {
		const around = functions.filter(
			({ startLine, endLine }) => startLine <= line && line <= endLine
		);
		return around.length === 0 || around.some(({ name }) => names.includes(name));
	};
	const fields = file.assignments
		.filter(({ name, value }) => LIFETIME_NAME.test(name) || /\bexp\b|Expires/.test(value))
		.filter(({ line }) => isNear(line))
		.map((fact) => ({ text: fact.value, place: placeOf({ file, fact }) }));
	const calls = file.calls
		.filter(({ callee }) =>
			/(^|\.)(timedelta|setExpirationTime|setDate|setHours|setMinutes)$/.test(callee)
		)
		.filter(({ within }) => names.includes(within))
		.map((fact) => ({
			text: `${fact.callee.split('.').at(-1)}(${fact.args.join()})`,
			place: placeOf({ file, fact })
		}));
	const signing = own.map((call) => ({ text: call.fact.args.join(' , '), place: placeOf(call) }));
	return [...fields, ...calls, ...signing];
}

/** A key that stands in the code, or is its fallback: whoever reads the code signs tokens. */
function keyInCode(project: Project): Finding[] {
	const keys = keysInCode(project);
	if (keys.length === 0) return [];
	const isFallback = keys.every((key) => key.isFallback);
	return [
		finding(project, {
			detector: NAME,
			subject: 'key-in-code',
			topic: 'secrets',
			kind: 'risk',
			title: `The key that signs tokens ${isFallback ? 'falls back to' : 'is'} a literal in the code.`,
			detail: isFallback
				? 'Where the variable is missing the service starts all the same, and anybody who has read the code can sign a token for any user. Refusing to start would show the mistake.'
				: 'Anybody who has read the code, or its history, can sign a token for any user; changing the key needs a release.',
			confidence: 0.9,
			at: keys.map(({ place }) => place),
			secrets: keys.map(({ text }) => text),
			facts: { places: keys.length, isFallback }
		})
	];
}
