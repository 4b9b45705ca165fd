import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { isOfPage } from './pages';

const NAME = 'token-care';

/** How secrets are compared, and what chance they are made of. */
export const tokenCare: Detector = {
	name: NAME,
	topics: ['authentication', 'secrets'],
	detect: (project) => [...comparedSafely(project), ...guessable(project)]
};

const SAFE =
	/(^|\.)(timingSafeEqual|compare_digest|ConstantTimeCompare|hash_equals|secure_compare|fixed_length_secure_compare|FixedTimeEquals|constant_time_compare|constant_time_eq|verify_slices_are_equal|ct_eq|hmac\.Equal)$|^MessageDigest\.isEqual$/;

/** In the same time, whatever the first difference is. */
function comparedSafely(project: Project): Finding[] {
	const calls = project.calls(SAFE);
	if (calls.length === 0) return [];
	const functions = distinct(calls.flatMap(({ fact }) => fact.within ?? []));
	const by = distinct(calls.map(({ fact }) => fact.callee.split('.').at(-1)!));
	return [
		finding(project, {
			detector: NAME,
			subject: 'compared-safely',
			topic: 'authentication',
			kind: 'decision',
			title: `Secrets are compared in constant time (${listed(by, 3)}${functions.length > 0 ? ` in ${listed(functions, 3)}` : ''}).`,
			detail:
				'How long the answer takes tells nothing about how much of a guess was right. Look at secrets that are compared with == elsewhere, and at look-ups by the secret itself.',
			confidence: 0.95,
			at: calls.map(placeOf),
			facts: { by, functions: functions.slice(0, 20), places: calls.length }
		})
	];
}

/** Chance that can be worked out from what was seen of it. */
const GUESSABLE: Partial<Record<FileFacts['language'], RegExp>> = {
	javascript: /\bMath\.random\(/,
	typescript: /\bMath\.random\(/,
	python: /(?<![\w.])random\.(choice|choices|randint|random|sample|getrandbits|randrange)\(/,
	php: /(?<![\w>:])(mt_rand|rand|uniqid|lcg_value)\(/,
	java: /\bnew Random\(|\bMath\.random\(|RandomStringUtils\.random/,
	csharp: /\bnew Random\(|Random\.Shared/,
	go: /(?<![\w.])(mrand|mathrand)\.\w+\(/
};

const SECRET_MADE =
	/(^|[._])(token|\w*[tT]oken|\w*_token|api_?key|apiKey|\w*ApiKey|secret|\w*Secret|\w*_secret|password|\w*Password|otp|\w*Otp|session_?id|sessionId|salt|reset_?code|verification_?code|verificationCode|invite_?code)$/;

/** One of what is there already: nothing is made. Of letters and digits something is. */
const isChosen = (value: string) =>
	/^(random\.choice\(|[\w.$]+(\[|\.get\())/.test(value) &&
	!/\bfor\b|["'`]|string\.|letters|digits|char|alphabet|symbols|hex|pool/i.test(value);

function guessable(project: Project): Finding[] {
	const found = project.sources.flatMap((file) => {
		const chance = GUESSABLE[file.language];
		// What a page makes for itself marks its own requests and elements.
		if (!chance || isOfPage(file)) return [];
		return file.assignments
			.filter(({ name, value }) => SECRET_MADE.test(name) && chance.test(value))
			.filter(({ value }) => !isChosen(value))
			.filter(({ value }) => !/SystemRandom|secrets\.|SecureRandom/.test(value))
			.map((fact) => ({ file, fact }));
	});
	if (found.length === 0) return [];
	const names = distinct(found.map(({ fact }) => fact.name.split('.').at(-1)!));
	return [
		finding(project, {
			detector: NAME,
			subject: 'guessable',
			topic: 'secrets',
			kind: 'risk',
			title: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} made by a generator that can be predicted.`,
			detail:
				'Such generators are made for games and samples: from a few outputs, or the time of the start, the next can be worked out. A secret comes from the system’s own source of chance.',
			confidence: 0.88,
			at: found.map(placeOf),
			facts: { names, places: found.length }
		})
	];
}
