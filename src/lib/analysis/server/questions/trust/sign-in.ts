import type { Finding } from '../../../findings';
import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { signedForPeople } from './tokens';
import { fileName, worded } from './worded';

/** Several ways to sign in side by side, and where a browser keeps what proves it. */
export const signInQuestions: QuestionMaker = {
	name: 'sign-in',
	make({ findings, project }, phrasing) {
		const ways = [
			...foundBy(findings, 'jwt', 'tokens').flatMap((one): Finding[] => {
				const signing = signedForPeople(one, project);
				const others = one.evidence.filter((other) => other !== signing);
				return signing ? [{ ...one, evidence: [signing, ...others] }] : [];
			}),
			...foundBy(findings, 'sign-in', WAYS).map(inItsOwnPlace)
		].filter(({ manifestOnly, evidence }) => !manifestOnly && evidence.length > 0);
		const [kept] = foundBy(findings, 'sign-in', /^(token-in-storage|cookie-without-httponly)$/);
		return [
			...(ways.length > 1 ? [sideBySide(ways, phrasing)] : []),
			...(kept?.evidence[0] ? [inTheBrowser(kept, ways[0], phrasing)] : [])
		];
	}
};

/** Where a session is kept says more than where a password is compared. */
export const inItsOwnPlace = (way: Finding): Finding => ({
	...way,
	evidence: way.evidence.toSorted((one, other) => standing(other) - standing(one))
});

const standing = ({ path, snippet }: Finding['evidence'][number]) =>
	Number(/cookie|session/i.test(`${path} ${snippet.split('\n')[0]!}`)) * 2 -
	Number(/admin/i.test(path));

const WAYS = /^(sessions|oauth|basic|api-keys|hosted)$/;

const CALLED: Record<string, string> = {
	sessions: 'sessions',
	oauth: 'sign-in through another provider',
	basic: 'HTTP basic authentication',
	'api-keys': 'keys for programs',
	hosted: 'an identity service'
};

const called = (way: Finding) =>
	way.detector === 'jwt' ? 'signed tokens' : (CALLED[textOf(way, 'way')] ?? 'another way');

function sideBySide(ways: readonly Finding[], phrasing: Phrasing): QuestionDraft {
	const [first, second] = ways as [Finding, Finding];
	const [one, other] = [called(first), called(second)];
	const [oneAt, otherAt] = [fileName(first.evidence[0]!.path), fileName(second.evidence[0]!.path)];
	const all = listed(ways.map(called));
	const question = worded(
		phrasing,
		'side by side',
		[
			`Two doors lead in: ${one} in ${oneAt}, ${other} in ${otherAt}.`,
			`A request may prove who it is by ${all}; ${oneAt} and ${otherAt} see to that.`,
			`Somebody can come in by way of ${oneAt} or of ${otherAt}: ${all}.`,
			`${oneAt} handles ${one}, ${otherAt} handles ${other}.`
		],
		[
			'Who uses which, and what would be lost if you kept only one?',
			'An account is blocked: is it blocked in all of them, and where is that decided?',
			'What do they share after the first line, and what does each decide for itself?',
			'Which of them would an attacker choose, and why?'
		]
	);
	return draft({
		subject: 'side-by-side',
		worth: 0.84,
		category: 'architecture',
		difficulty: 'senior',
		topic: 'authentication',
		question,
		findings: ways,
		evidence: first.evidence.slice(0, 2),
		related: ways.slice(1).flatMap(({ evidence }) => evidence.slice(0, 2)),
		rubric: [
			essential(
				'Each way in has callers of its own: people in a browser, programs, other services.',
				[
					'Sessions or cookies suit browsers, tokens or keys suit scripts and apps.',
					'They serve different clients, which is why there is more than one.',
					'Machines cannot go through a login page.'
				],
				{
					evidence: ways.flatMap(({ evidence }) => evidence.slice(0, 1)),
					contradictions: [`There is only one way to sign in: ${one}.`]
				}
			),
			essential(
				'All of them should end in the same place, which answers who it is and whether the account may go on.',
				[
					'They ought to resolve to one user object and one check of the account state.',
					'Blocking must be checked behind them and not in each.',
					'A common step after authentication keeps them consistent.'
				]
			),
			point('The weakest of them decides how safe the whole is.', [
				'An attacker picks the path with the fewest checks.',
				'A limit or second factor on one is worthless if the other has none.'
			]),
			point(
				'They end differently: a session can be removed, a key withdrawn, a signed token runs until it expires.',
				[
					'Revocation works differently for each.',
					'Logging out of one does not log out of the other.'
				]
			),
			point('Each is code to test and to keep, so one that nobody uses should go.', [
				'Every extra mechanism costs maintenance.',
				'Measure which are used and drop the rest.'
			])
		],
		modelAnswer: `Requests prove who they are by ${all}: ${oneAt} has the one, ${otherAt} the other. They have different callers, people in a browser and programs, which is the reason to keep both. What matters is that they meet: one place that turns any of them into a user and asks whether the account may go on, or a blocked account is blocked in one and not in the other. They also end differently; a session can be removed and a key withdrawn, while a signed token runs until it expires. An attacker takes the weakest, so limits and second factors must hold for each. I would measure who uses what and let go of one that nobody does.`,
		hints: [
			'Who is the caller in each case: a person or a program?',
			'Follow both as far as the line where they come together. Is there one?',
			'What would you have to do to shut one account out at once?'
		],
		followUps: [
			clarifying(2, 'Which function is the first that both ways have run through?', [
				essential('The one that gives the user to the handler, if there is a common one.', [
					'Where the current user is set on the request.',
					'A shared middleware or dependency that loads the account.'
				]),
				point('If there is none, rules about accounts are written twice.', [
					'Without a common step each repeats the checks.',
					'Then they can disagree.'
				])
			]),
			deeper(
				4,
				'A key or token of one user has leaked. What do you do for each of the ways, and how long does each take to bite?',
				[
					essential('Remove the session or key at once, and refuse or wait out the signed token.', [
						'Delete the row for one; for the other you need a denylist or expiry.',
						'Sessions end immediately, tokens at expiry.'
					]),
					point('Tell the user, and look in the log for what was done with it.', [
						'Check the audit trail.',
						'Notify and review activity.'
					])
				]
			)
		]
	});
}

function inTheBrowser(kept: Finding, way: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const isCookie = kept.key.endsWith('cookie-without-httponly');
	const storage = textOf(kept, 'storage') || 'localStorage';
	const at = fileName(kept.evidence[0]!.path);
	const where = isCookie ? 'a cookie that scripts can read' : storage;
	const count = numberOf(kept, 'places');
	const question = worded(
		phrasing,
		'in the browser',
		[
			`${at} puts the token into ${where}.`,
			`After signing in, the browser has the token in ${where}; ${at} writes it${count > 1 ? `, one of ${count} places` : ''}.`,
			`A comment field lets one script tag through, and ${at} has stored the token in ${where}.`,
			`A package of your front end is taken over for an hour; the token is in ${where} (${at}).`
		],
		[
			'What can that script, or any other on the page, do with it, and for how long?',
			'What would change if it were in a cookie marked HttpOnly, and which other danger would you take on?',
			'Why there, and what would you have to change on the server to keep it elsewhere?',
			'Which of your users would you have to write to afterwards, and how would you know?'
		].map((ask) =>
			isCookie ? ask.replace('in a cookie marked HttpOnly', 'marked HttpOnly') : ask
		) as [string, ...string[]]
	);
	return draft({
		subject: isCookie ? 'cookie' : 'storage',
		worth: 0.83,
		category: 'tradeoffs',
		difficulty: 'junior',
		topic: 'authentication',
		question,
		findings: way ? [kept, way] : [kept],
		evidence: kept.evidence.slice(0, 3),
		related: way?.evidence.slice(0, 2) ?? [],
		rubric: [
			essential(
				`Any script of the page can read it, so one injected script takes the account along.`,
				[
					'With XSS the attacker reads the token and sends it away.',
					`JavaScript has access to ${isCookie ? 'the cookie' : storage}, including malicious code.`,
					'A compromised dependency can steal it.'
				],
				{
					evidence: kept.evidence.slice(0, 1),
					contradictions: [
						'Scripts cannot read the token.',
						...(isCookie ? [] : ['The token is kept in an HttpOnly cookie.'])
					]
				}
			),
			essential('A cookie with HttpOnly cannot be read by scripts.', [
				'HttpOnly keeps JavaScript away from it.',
				'The browser sends it along without exposing its value to the page.'
			]),
			point(
				'A cookie is sent by itself, so requests from other sites must be refused: SameSite or a token against CSRF.',
				['You then need CSRF protection.', 'Set SameSite to lax or strict, or check the origin.']
			),
			point(
				'A script on the page can still act as the user while it is open, whatever the token is kept in.',
				[
					'HttpOnly stops theft but not requests made from the page.',
					'XSS can send authenticated calls anyway.'
				]
			),
			point('A content security policy and escaping keep such a script out in the first place.', [
				'Use CSP and sanitise user content.',
				'Prevent the injection rather than only limiting it.'
			])
		],
		modelAnswer: `${at} keeps the token in ${where}, so every script of the page can read it: one injection, or one bad package, sends it away and somebody else is the user until it expires. A cookie marked HttpOnly cannot be read by scripts. It is sent by itself in turn, so requests from other sites have to be refused, by SameSite or a token against CSRF. It is no cure for an injected script, which can still act from the page while it is open; a content security policy and careful escaping keep it out. The server would have to set the cookie at sign-in and read it where it reads the header now.`,
		hints: [
			'Open the console of that page: what could you type there?',
			'Which parts of a page does your code not control?',
			'What does a browser do by itself with a cookie that it does not do with other storage?'
		],
		followUps: [
			clarifying(
				1,
				'The page is closed and the token has been copied. What is left of the attack?',
				[
					essential('Everything: it works from any machine until it expires.', [
						'They can use it elsewhere for the rest of its life.',
						'The stolen token keeps working.'
					]),
					point('Unless it can be withdrawn on the server.', [
						'Only revoking helps.',
						'A denylist or logout everywhere would stop it.'
					])
				]
			),
			deeper(
				3,
				'With the cookie, which requests of other sites would still carry it, and how do you tell them from your own?',
				[
					essential('With SameSite=Lax only top-level navigations by GET; with None all of them.', [
						'Lax sends it on links but not on cross-site posts.',
						'It depends on SameSite.'
					]),
					point('Compare the Origin header, or ask for a token that only your page knows.', [
						'Check the origin on the server.',
						'Double submit or synchroniser token.'
					])
				]
			)
		]
	});
}
