import type { CallFact, FileFacts, Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import { distinct, finding, listed, literal, placeOf, type Detector } from './detector';
import { hashersInOrder, rehashed } from './password-upkeep';
import { JVM, runtimeDependency, SCRIPTS } from './marks';
import { schemes, type Scheme } from './password-schemes';

const NAME = 'password-hashing';

/** Hashes that are quick by design, and so are the guesses. */
const FAST: readonly { in: readonly Language[]; call: RegExp; of?: RegExp }[] = [
	{ in: SCRIPTS, call: /^(crypto\.)?createHash(\(\))?(\.update)?$|^(md5|sha1|sha256)$/ },
	{ in: ['python'], call: /^hashlib\.(md5|sha1|sha256|sha512|new)$/ },
	{ in: JVM, call: /^(DigestUtils\.(md5|sha1|sha256)\w*|MessageDigest\.getInstance)$/ },
	{ in: ['go'], call: /^(md5|sha1|sha256|sha512)\.(Sum\w*|New)$/ },
	{ in: ['csharp'], call: /^(MD5|SHA1|SHA256|SHA512)\.(Create|HashData)$/ },
	{ in: ['ruby'], call: /^(OpenSSL\.)?Digest\.(MD5|SHA1|SHA256|SHA512)\.(hexdigest|digest)$/ },
	{ in: ['php'], call: /^(md5|sha1|hash)$/ }
];

const SPEAKS_OF_PASSWORDS = /passw(or)?d|passphrase|\bpwd\b/i;

/** How passwords are kept: the algorithm, its cost, and quick hashes where a slow one belongs. */
export const passwordHashing: Detector = {
	name: NAME,
	topics: ['password_hashing'],
	detect: (project) => [
		...hashed(project),
		...devise(project),
		...hmacs(project),
		...hashersInOrder(project, NAME),
		...rehashed(project, NAME),
		...fastHashes(project)
	]
};

/** Whoever runs the program may let it hash something: that is no user's password. */
const COMMAND = /^(main|parse_args|run_cli)$/;

/** Codes and tokens may be hashed as passwords are. */
const IS_NO_PASSWORD = /^(?!.*pass).*((?<!en|de)codes?|tokens?|otp|api_?keys?)\b/i;

function hashed(project: Project): Finding[] {
	const found = schemes.flatMap((scheme) =>
		project
			.calls(scheme.hash, ...scheme.in)
			.filter(({ file }) => !scheme.imports || imports(file, scheme.imports))
			.filter(({ fact }) => !scheme.args || fact.args.some((arg) => scheme.args!.test(arg)))
			.filter(({ fact }) => !COMMAND.test(fact.within ?? ''))
			.filter((at) => !isForOldHashes(at))
			.filter(({ fact }) => !IS_NO_PASSWORD.test(fact.args[0] ?? ''))
			.filter(({ file, fact }) => !scheme.isGeneral || speaksOfPasswords(file, fact))
			.map((at) => ({ ...at, scheme }))
	);
	return distinct(found.map(({ scheme }) => scheme.algorithm)).map((algorithm) => {
		const calls = found.filter(({ scheme }) => scheme.algorithm === algorithm);
		const costs = distinct(calls.flatMap((call) => costOf(project, call)));
		const libraries = distinct(calls.map(({ scheme }) => scheme.library));
		const cost = costs.length === 0 ? '' : ` at cost ${listed(costs)}`;
		const low = algorithm === 'bcrypt' && costs.some((one) => Number(one) > 0 && Number(one) < 10);
		return finding(project, {
			detector: NAME,
			subject: algorithm.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
			topic: 'password_hashing',
			kind: low ? 'risk' : 'decision',
			title: `Passwords are hashed with ${algorithm}${cost} (${listed(libraries)}).`,
			detail: detailOf(algorithm, low),
			confidence: calls.some(({ scheme }) => scheme.isGeneral) ? 0.85 : 0.95,
			at: calls.map(placeOf),
			secrets: calls.flatMap(({ fact }) => fact.args.flatMap((arg) => literal(arg) ?? [])),
			facts: { algorithm, libraries, costs, calls: calls.length }
		});
	});
}

/** Spring's delegating encoder makes hashes by one of its encoders, and only checks by the others. */
function isForOldHashes({ file, fact }: Found<CallFact>): boolean {
	const chosen = file.calls.find(({ callee }) => callee === 'new DelegatingPasswordEncoder');
	const put = file.calls.find(
		({ callee, args, startLine, endLine }) =>
			/\.put$/.test(callee) &&
			args.length === 2 &&
			startLine <= fact.startLine &&
			fact.endLine <= endLine
	);
	if (!chosen || !put || fact === put) return false;
	const textOf = (written = '') =>
		literal(written) ??
		literal(file.assignments.find(({ name }) => name.split('.').at(-1) === written)?.value);
	const [one, other] = [textOf(chosen.args[0]), textOf(put.args[0])];
	return one !== undefined && other !== undefined && one !== other;
}

function detailOf(algorithm: string, low: boolean): string {
	if (low) {
		return 'Each step of bcrypt’s cost doubles the work of a guess; below 10 a stolen table is searched quickly on ordinary hardware.';
	}
	if (/HMAC/.test(algorithm)) {
		return 'One HMAC a guess is quick work: it has a key or salt, and none of the deliberate slowness of bcrypt, scrypt or argon2.';
	}
	return 'A slow, salted hash makes a stolen table expensive to search; the same work is paid at every sign-in. Look at how the cost was chosen and how old hashes move to a higher one.';
}

/** The number, or the name that stands for it; through one constant of the same file. */
function costOf(
	project: Project,
	{ file, fact, scheme }: Found<CallFact> & { scheme: Scheme }
): string[] {
	const named = fact.args.find((arg) =>
		/^(rounds|iterations|workFactor|work_factor)\s*[=:]/.test(arg)
	);
	const place = /genSalt/.test(fact.callee) ? 0 : scheme.cost;
	const written = named?.split(/[=:]/)[1]?.trim() ?? (place === undefined ? '' : fact.args[place]);
	if (!written) return [];
	if (/^[\d_]+$/.test(written)) return [written.replaceAll('_', '')];
	if (/DefaultCost$|DEFAULT_COST$/.test(written)) return ['10 (the default)'];
	if (/MinCost$/.test(written)) return ['4'];
	const own = written.replace(/^this\.|^self\./, '');
	if (!/^\w+$/.test(own)) return [];
	const values = project.sources
		.filter((one) => one === file || one.language === file.language)
		.flatMap(({ assignments }) => assignments.filter(({ name }) => name.split('.').at(-1) === own))
		.map(({ value }) => value);
	const [value, ...others] = distinct(values);
	return value && others.length === 0 && /^\d+$/.test(value) ? [value] : [];
}

/** Rails' Devise hashes without a call of the project's own. */
function devise(project: Project): Finding[] {
	const models = project
		.calls(/^devise$/, 'ruby')
		.filter(({ fact }) => fact.args.some((arg) => arg.includes('database_authenticatable')));
	if (models.length === 0 || !runtimeDependency(project, /^devise$/)) return [];
	if (models.some(({ fact }) => fact.args.includes(':encryptable'))) {
		return otherEncryptor(project, models);
	}
	const stretches = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name }) => /config\W*\.stretches/.test(name.replace('()', '')))
			.map((fact) => ({ file, fact }))
	);
	const cost = /(\d+)\s*$/.exec(stretches[0]?.fact.value ?? '')?.[1];
	return [
		finding(project, {
			detector: NAME,
			subject: 'bcrypt',
			topic: 'password_hashing',
			kind: 'decision',
			title: `Devise hashes passwords with bcrypt${cost ? ` at cost ${cost}` : ''}.`,
			detail: detailOf('bcrypt', false),
			confidence: 0.95,
			at: [...models, ...stretches].map(placeOf),
			facts: {
				algorithm: 'bcrypt',
				libraries: ['devise'],
				costs: cost ? [cost] : [],
				calls: models.length
			}
		})
	];
}

/** Devise with an algorithm that the project chose in bcrypt's place. */
function otherEncryptor(project: Project, models: readonly Found<CallFact>[]): Finding[] {
	const chosen = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name, value }) => /config\W*\.encryptor/.test(name) && /^:\w+$/.test(value))
			.map((fact) => ({ file, fact }))
	);
	const [first] = chosen;
	if (!first) return [];
	const algorithm = first.fact.value.slice(1);
	return [
		finding(project, {
			detector: NAME,
			subject: 'devise-encryptor',
			topic: 'password_hashing',
			kind: 'decision',
			title: `Devise hashes passwords with ${algorithm}, not with bcrypt.`,
			detail:
				'Hashes that another program made stay valid that way. Most of what can be chosen there is quick to compute, and guesses are as quick; look at how old hashes move to a slow one.',
			confidence: 0.92,
			at: [...chosen, ...models].map(placeOf),
			facts: { algorithm, libraries: ['devise-encryptable'], calls: models.length }
		})
	];
}

/** C# says the type at the field: `HMACSHA512 x = new(key)`. */
function hmacs(project: Project): Finding[] {
	const fields = project.sources
		.filter(({ language, path }) => language === 'csharp' && SPEAKS_OF_PASSWORDS.test(path))
		.flatMap((file) =>
			file.assignments
				.filter(
					({ type, value }) => /^HMACSHA(1|256|512)$/.test(type ?? '') && /^new\b/.test(value)
				)
				.map((fact) => ({ file, fact }))
		);
	const [first] = fields;
	if (!first) return [];
	const algorithm = first.fact.type!.replace('HMACSHA', 'HMAC-SHA-');
	return [
		finding(project, {
			detector: NAME,
			subject: 'hmac',
			topic: 'password_hashing',
			kind: 'risk',
			title: `Passwords are hashed with ${algorithm} (.NET).`,
			detail: detailOf(algorithm, false),
			confidence: 0.85,
			at: fields.map(placeOf),
			facts: { algorithm, libraries: ['.NET'], costs: [], calls: fields.length }
		})
	];
}

function fastHashes(project: Project): Finding[] {
	const calls = FAST.flatMap((fast) => project.calls(fast.call, ...fast.in))
		.filter(({ fact }) => fact.args.some((arg) => isPassword(arg)))
		.filter(
			({ fact }) =>
				!/^(hash|hashlib\.new)$/.test(fact.callee) || /md5|sha/i.test(fact.args[0] ?? '')
		)
		// Have I Been Pwned is asked by the beginning of a SHA-1.
		.filter(({ file }) => !project.lines(file.path).some((line) => /pwned|hibp/i.test(line)))
		.filter(({ file, fact }) => !SCRIPTS.includes(file.language) || isCalled(project, fact));
	if (calls.length === 0) return [];
	const functions = distinct(calls.map(({ fact }) => fact.callee));
	return [
		finding(project, {
			detector: NAME,
			subject: 'fast-hash',
			topic: 'password_hashing',
			kind: 'risk',
			title: `A password goes through ${listed(functions)}: a quick hash.`,
			detail:
				'General-purpose digests are made to be quick, so that a stolen table is searched at billions of guesses a second. Look at what becomes of the result: a slow hash around it changes the picture.',
			confidence: 0.75,
			at: calls.map(placeOf),
			facts: { functions, calls: calls.length }
		})
	];
}

/** A helper that nobody calls hashes nothing. */
const isCalled = (project: Project, { within }: CallFact) =>
	within === undefined ||
	project.sources.some(({ calls }) =>
		calls.some(
			({ callee, args }) =>
				lastName(callee) === lastName(within) ||
				args.some((arg) => lastName(arg) === lastName(within))
		)
	);

const lastName = (path: string) => path.slice(path.lastIndexOf('.') + 1);

/** A value that holds one; not a word within a message or a path. */
const isPassword = (argument: string) =>
	!/^["'`]/.test(argument) &&
	/(^|[._$(])(plain_?|raw_?|new_?)?(password|passwd|pwd)\b(?!\w)/i.test(argument);

const speaksOfPasswords = ({ path }: FileFacts, { args, within = '' }: CallFact) =>
	[path, within, ...args].some((text) => SPEAKS_OF_PASSWORDS.test(text));

const imports = (file: FileFacts, specifier: RegExp) =>
	file.imports.some((one) => specifier.test(one.specifier));
