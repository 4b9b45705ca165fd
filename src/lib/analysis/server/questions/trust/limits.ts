import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { routesOf, type Route } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName } from './told-routes';
import { elsewhere, fileName, shown, worded } from './worded';

/** How often somebody may ask, and a sign-in that may be tried without end. */
export const limitQuestions: QuestionMaker = {
	name: 'limits',
	make({ findings, project }, phrasing) {
		const all = foundBy(findings, 'rate-limits');
		const limits = all.find(
			(one) => listOf(one, 'libraries').length > 0 || textOf(one, 'limit') !== ''
		);
		if (all.length > 0 && !limits) return [];
		if (limits?.evidence[0])
			return limits.manifestOnly ? [] : [counting(limits, project, phrasing)];
		const [hash] = foundBy(findings, 'password-hashing');
		const entrance = signInOf(project);
		return hash?.evidence[0] && entrance && !countsItself(project)
			? [withoutEnd(hash, entrance, project, phrasing)]
			: [];
	}
};

const signInOf = (project: Project): Route | undefined => {
	const taking = routesOf(project).filter(({ method }) => method !== 'GET');
	return [
		/(log-?in|sign-?in|authenticate)\/?$/i,
		/log-?in|sign-?in/i,
		/\/(sessions?|auth|token|access-token)\/?$/i
	]
		.map((form) => taking.find(({ path }) => form.test(path)))
		.find((route) => route !== undefined);
};

const COUNTS =
	/rate_?limit|throttl|token_?bucket|too_?many|lock_?out|(login|failed|sign_?in)_?attempts/i;

/** Code of the project's own that counts tries. */
const countsItself = ({ sources }: Project): boolean =>
	sources.some(
		({ symbols, calls }) =>
			symbols.some(({ name }) => COUNTS.test(name)) ||
			calls.some(
				({ callee, args }) =>
					COUNTS.test(callee) || args.some((arg) => /^lockoutOnFailure: true/.test(arg))
			)
	);

function counting(limits: Finding, project: Project, phrasing: Phrasing): QuestionDraft {
	const by = listed(listOf(limits, 'libraries'), 2) || `throttle:${textOf(limits, 'limit')}`;
	const at = fileName(limits.evidence[0]!.path);
	const entrance = signInOf(project);
	const related = [
		...elsewhere(limits.evidence, limits.evidence.slice(0, 1)).slice(0, 2),
		...(entrance ? [shown(project, entrance.place)] : [])
	];
	const question = worded(
		phrasing,
		'counting',
		[
			`${at} limits requests with ${by}. Now there are four instances behind a load balancer.`,
			`An office of three hundred people comes from one address, and ${by} counts in ${at}.`,
			`Somebody tries passwords from a thousand addresses, one a minute from each, past ${by} in ${at}.`,
			`A customer writes that they were refused although they had done nothing unusual; ${at} limits requests with ${by}.`,
			`${at} limits requests with ${by}, and the process is restarted ten times a day, with every deployment.`
		],
		[
			'What is counted, where does the count live, and what holds in that case?',
			'Whom does the limit hit, whom not, and what would you count instead?',
			'Which numbers did you choose, from what, and how would you learn that they are wrong?',
			entrance
				? `Is ${routeName(entrance)} covered by it, and should it have a limit of its own?`
				: 'Which routes deserve a limit of their own, and why?'
		]
	);
	return draft({
		subject: 'counting',
		worth: 0.73,
		category: 'scalability',
		difficulty: 'mid-level',
		topic: 'rate_limits',
		question,
		findings: [limits],
		evidence: limits.evidence.slice(0, 2),
		related,
		rubric: [
			essential(
				'A count in the memory of one process holds for that process only: with several the limit is multiplied, and a restart forgets it.',
				[
					'Each instance counts on its own, so four allow four times as many.',
					'It is lost on deploy because it lives in memory.',
					'Without a shared store the limit is per process.'
				],
				{ evidence: limits.evidence.slice(0, 1) }
			),
			essential(
				'A shared store such as Redis makes it one count, at the price of a look-up and of a decision for when it is away.',
				[
					'Keep counters centrally, for instance in Redis.',
					'A common backend makes the limit global.',
					'Then you must decide whether to let requests through when the store is down.'
				]
			),
			point(
				'By address it hits many people behind one, and misses an attacker with many; by account or key it is fairer.',
				[
					'NAT makes IP limits unfair, botnets make them useless.',
					'Count per user or per API key besides the address.'
				]
			),
			point('Behind a proxy the address must be taken from a header that only the proxy can set.', [
				'Trust X-Forwarded-For only from your own load balancer.',
				'Otherwise all requests seem to come from the proxy, or the client forges it.'
			]),
			point('Whoever is refused gets a 429 and a time after which to try again.', [
				'Answer Too Many Requests with Retry-After.',
				'Tell the client when it may come back.'
			])
		],
		modelAnswer: `In ${at}, ${by} limits requests. If it counts in the process, four instances allow four times as many and each deployment begins at nothing; one shared count, in Redis for example, makes it a real limit, costs a look-up, and asks for a decision about what happens when that store is away. What is counted matters as much: an address stands for a whole office, and an attacker has many addresses, so expensive and delicate routes should count by account or key as well. ${entrance ? `${routeName(entrance)} is the one I would limit most tightly, by account and address together. ` : ''}Behind a proxy the address has to come from a header that only the proxy sets. Whoever is refused should get a 429 with the time to wait, and I would draw a graph of refusals to see whether the numbers are right.`,
		hints: [
			'Where is the number kept between two requests?',
			'Who shares the thing that is counted, and who has many of it?',
			'What does a client that is refused get to know?'
		],
		followUps: [
			clarifying(3, 'Write down the key under which one request is counted.', [
				essential('Route and account where somebody is signed in, else route and address.', [
					'A combination of user id and endpoint.',
					'IP plus path for anonymous callers.'
				]),
				point('The address is the client’s, not the proxy’s.', [
					'Use the forwarded address from a trusted hop.',
					'Not the socket address behind a balancer.'
				])
			]),
			deeper(
				2,
				'The shared store is unreachable for a minute. Do you let requests in or refuse them?',
				[
					essential(
						'Let ordinary requests in and be strict where guessing would hurt, such as at the sign-in.',
						['Fail open for reads, closed for login.', 'It depends on what the limit protects.']
					),
					point('Fall back to a count in memory meanwhile.', [
						'Use a local limit during the outage.',
						'Degrade to per-instance counting.'
					])
				]
			)
		]
	});
}

function withoutEnd(
	hash: Finding,
	entrance: Route,
	project: Project,
	phrasing: Phrasing
): QuestionDraft {
	const route = routeName(entrance);
	const algorithm = textOf(hash, 'algorithm') || 'a hash';
	const at = fileName(hash.evidence[0]!.path);
	const inFile = fileName(entrance.place.path);
	const question = worded(
		phrasing,
		'without end',
		[
			`Nothing that I see counts how often ${route} is tried; ${at} compares each try by way of its hash.`,
			`A script sends the ten thousand most common passwords for one account to ${route}.`,
			`A list of addresses and passwords from another site’s leak is played against ${route}, one try for each account.`,
			`${route} in ${inFile} answers as often as somebody asks, and each answer costs a hash (${at}).`,
			`Your graph shows ${route} at two hundred requests a second this night, mostly failures.`
		],
		[
			'What stops it, what notices it, and what would you add first?',
			'By what would you count, and how do you keep an attacker from locking honest people out?',
			'What gives way before a password is found, and where would you put a limit so that it does not?',
			'What should the answer to a wrong password tell, and how long should it take?'
		]
	);
	return draft({
		subject: 'without-end',
		worth: 0.71,
		category: 'tradeoffs',
		difficulty: 'junior',
		topic: 'rate_limits',
		question,
		findings: [hash],
		evidence: [shown(project, entrance.place)],
		related: hash.evidence.slice(0, 2),
		rubric: [
			essential(
				'Tries must be limited, by account and by address together.',
				[
					'Throttle the login per user and per IP.',
					'Count failures for the account as well as for the source.',
					'Add rate limiting in front of the password check.'
				],
				{
					evidence: [shown(project, entrance.place)],
					contradictions: ['The number of attempts is limited in the code.']
				}
			),
			essential(
				'The limit stands before the hash, because each try costs processor time.',
				[
					'Refuse before computing the hash, or the attack also takes the server down.',
					'Hashing is expensive, so wrong guesses are a denial of service.',
					'Check the counter first and only then compare.'
				],
				{ evidence: hash.evidence.slice(0, 1) }
			),
			point('Growing delays are better than locking, since a lock can be used against the owner.', [
				'Back off exponentially instead of blocking the account.',
				'A hard lockout lets anybody shut others out.'
			]),
			point(
				'The answer is the same for an unknown account and a wrong password, in words and in time.',
				[
					'Do not reveal whether the user exists.',
					'Compare against a dummy hash so that timing does not tell.'
				]
			),
			point('Failures are counted and somebody is told when they rise.', [
				'Alert on a spike of failed logins.',
				'Log them and watch the rate.'
			]),
			point(
				'A second factor, or refusing passwords that are known to be leaked, takes the value out of it.',
				[
					'Two-factor authentication stops stuffed credentials.',
					'Check new passwords against breach lists.'
				]
			)
		],
		modelAnswer: `${route} takes as many tries as somebody sends, as far as I see, and each one is compared by ${algorithm} (${at}). So guessing has no limit, and even failing it costs processor time: the service becomes slow before a password is found. I would count failures by account and by address together, and refuse before the hash is computed. Delays that grow are better than a lock, which anybody could use against the owner. The answer should be the same for an unknown account and for a wrong password, in its words and in its time. A rise of failures should wake somebody, and a second factor takes most of the value out of leaked passwords.`,
		hints: [
			'What does one try cost each side?',
			'Where in the request would you say no?',
			'Could your defence be used against an honest user?'
		],
		followUps: [
			clarifying(
				1,
				'Every try comes from another address and is for another account. Which of your counts sees it?',
				[
					essential('Neither by account nor by address, only the rate of failures over all.', [
						'Only a global failure rate shows it.',
						'Per-key limits do not fire.'
					]),
					point('Leaked passwords can be refused, or a captcha asked for, when that rate rises.', [
						'Step up with a challenge.',
						'Check against breach lists.'
					])
				]
			),
			deeper(
				4,
				'How does the time of your answer tell whether an account exists, and how do you close that?',
				[
					essential('Without an account no hash is computed, so the answer comes sooner.', [
						'Missing users return faster.',
						'The skipped comparison is measurable.'
					]),
					point('Compute one against a fixed hash all the same.', [
						'Use a dummy comparison.',
						'Always do the same work.'
					])
				]
			)
		]
	});
}
