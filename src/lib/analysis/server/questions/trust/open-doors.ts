import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { agree, fileName, worded } from './worded';

/** Settings that are wide open: other origins, debugging. */
export const openDoorQuestions: QuestionMaker = {
	name: 'open-doors',
	make({ findings }, phrasing) {
		const [origins] = foundBy(findings, 'configuration', 'any-origin');
		const [debugging] = foundBy(findings, 'configuration', 'debug-on');
		const [way] = [
			...foundBy(findings, 'sign-in', 'sessions'),
			...foundBy(findings, 'jwt', 'tokens')
		];
		return [
			...(origins?.evidence[0] ? [anyOrigin(origins, way, phrasing)] : []),
			...(debugging?.evidence[0] ? [debugOn(debugging, phrasing)] : [])
		];
	}
};

function anyOrigin(origins: Finding, way: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const at = fileName(origins.evidence[0]!.path);
	const isSession = way?.detector === 'sign-in';
	const proof = way ? (isSession ? 'a session cookie' : 'a signed token') : undefined;
	const wayAt = way?.evidence[0] && fileName(way.evidence[0].path);
	const question = worded(
		phrasing,
		'any origin',
		[
			`${at} lets pages of every origin call this API.`,
			`Any web page in the world may ask this API from its visitors' browsers, because of ${at}.`,
			`CORS is open in ${at}${proof ? `, and people prove who they are with ${proof} (${wayAt})` : ''}.`,
			`A page that you have never heard of calls your API from the browser of somebody who is signed in; ${at} allows it.`
		],
		[
			'What can such a page do with it, and what would have to change for that to become dangerous?',
			'For whom is that meant, and what would break if you named the origins?',
			'Which half of this does the browser enforce, and which half does your server?',
			proof
				? `Why does it matter whether it is ${isSession ? 'a cookie or a header' : 'a header or a cookie'} that says who is calling?`
				: 'When would you no longer accept it?'
		]
	);
	return draft({
		subject: 'any-origin',
		worth: 0.7,
		category: 'tradeoffs',
		difficulty: 'junior',
		topic: 'configuration',
		question,
		findings: way ? [origins, way] : [origins],
		evidence: origins.evidence.slice(0, 2),
		related: way?.evidence.slice(0, 2) ?? [],
		rubric: [
			essential(
				'CORS only decides which pages may read the answer in a browser; it keeps no program from calling.',
				[
					'It is enforced by browsers, not by the server.',
					'curl or a script is not affected by it.',
					'It is no access control.'
				],
				{
					evidence: origins.evidence.slice(0, 1),
					contradictions: [
						'CORS stops attackers from calling the API.',
						'Only our own front end may call it.'
					]
				}
			),
			essential(
				'With a token in a header a foreign page has nothing to send; with a cookie the browser would send it along if credentials are allowed.',
				[
					'Bearer tokens are not attached automatically, cookies are.',
					'It gets dangerous when credentials are allowed together with any origin.',
					'Another site could act for the signed-in user if a cookie authenticates.'
				],
				{ evidence: way?.evidence.slice(0, 1) ?? [] }
			),
			point('For a public API whose callers are unknown it is the right choice.', [
				'If everybody may build clients, open is fine.',
				'A public read-only API needs it.'
			]),
			point('Otherwise a list of origins by environment costs little and keeps mistakes small.', [
				'Allow only the front end’s domains.',
				'Configure the allowed origins per deployment.'
			]),
			point(
				'Services inside a private network that trust every caller become reachable through a visitor’s browser.',
				[
					'An intranet deployment could be read from outside pages.',
					'The browser of an insider becomes a bridge.'
				]
			)
		],
		modelAnswer: `${at} allows every origin. That decides only which pages may read answers in a browser; any program can call the API with or without it. ${proof ? `Here callers prove themselves with ${proof} (${wayAt})${isSession ? ', which the browser sends by itself, so it hangs on whether credentials are allowed for other origins' : '; if it travels in a header, a foreign page has none to send, and can do no more than a stranger'}. ` : ''}It becomes dangerous when a cookie says who is calling and credentials are allowed, because then every page that somebody visits can act in their name. For a public API with unknown clients it is the right setting. If the front end is the only caller I would name its origins by environment, which costs a line and keeps a later mistake small.`,
		hints: [
			'Who enforces it: the browser or you?',
			'What does a foreign page have to send so that it is taken for the user?',
			'Does it come along by itself?'
		],
		followUps: [
			clarifying(
				2,
				'A foreign page fetches the list of your own user’s things. Say what is in that request.',
				[
					essential(
						'No token, since the page does not have it; cookies only with credentials allowed.',
						['The Authorization header is missing.', 'Cookies depend on credentials and SameSite.']
					),
					point('The server answers as to a stranger.', [
						'It is treated as anonymous.',
						'It gets a 401.'
					])
				]
			),
			deeper(
				4,
				'How do you keep that list of origins right for previews, staging and production?',
				[
					essential('It is a setting, read with the others and checked at the start.', [
						'Put it into the environment.',
						'Configure per deployment.'
					]),
					point('Comparing must be exact, since a pattern can be fooled.', [
						'Match the whole origin, not a suffix.',
						'A regular expression without anchors lets others in.'
					])
				]
			)
		]
	});
}

function debugOn(debugging: Finding, phrasing: Phrasing): QuestionDraft {
	const at = fileName(debugging.evidence[0]!.path);
	const count = numberOf(debugging, 'places');
	const question = worded(
		phrasing,
		'debugging',
		[
			`${at} switches debugging on by a literal${count > 1 ? `, and so ${agree(count - 1, 'does', 'do')} ${count - 1} more` : ''}.`,
			`This is deployed as it is, with debugging on in ${at}.`,
			`A visitor causes an error on purpose, and ${at} has debugging on.`
		],
		[
			'What do they get to see, and what switches it off in production?',
			'How do you know that it is off where it matters?',
			'What would you change so that forgetting it does no harm?'
		].map((ask) => ask.replace('What do they', 'What do visitors')) as [string, ...string[]]
	);
	return draft({
		subject: 'debugging',
		worth: 0.8,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'configuration',
		question,
		findings: [debugging],
		evidence: debugging.evidence.slice(0, 2),
		related: debugging.evidence.slice(1),
		rubric: [
			essential(
				'An error page with debugging shows code, settings and variables to whoever caused it.',
				[
					'Stack traces and configuration leak to visitors.',
					'Outsiders can read internals, with some frameworks even run code.'
				],
				{
					evidence: debugging.evidence.slice(0, 1),
					contradictions: ['Debugging is off unless a variable turns it on.']
				}
			),
			essential('It should be off unless the environment asks for it.', [
				'Read it from a variable, with false as the default.',
				'Make production the default and opt in for development.'
			]),
			point(
				'A check at the start, or of the deployment, tells when it is on where it must not be.',
				[
					'Refuse to start in production with debug enabled.',
					'Use the framework’s deployment check.'
				]
			),
			point('Errors go to a log or a service, and visitors get a plain page.', [
				'Send details to monitoring and show a generic message.',
				'Users see only that something failed.'
			])
		],
		modelAnswer: `${at} turns debugging on with a literal, so it is on wherever this file is used. An error then shows code, settings and variables to whoever caused it, and some frameworks offer a console. It should be off unless the environment asks for it, so that forgetting something leaves it off. The start can refuse debugging outside of development. Details of errors belong in the log or a service for them, and visitors get a plain page.`,
		hints: [
			'Cause an error as a visitor: what is on the page?',
			'What has to happen so that it is off?'
		],
		followUps: [
			clarifying(2, 'Which line decides that it is off on the server that people use?', [
				essential('One that overrides the literal, if there is one.', [
					'Another settings module or a variable.',
					'Only if deployment replaces it.'
				]),
				point('If nothing overrides it, it is on.', [
					'Otherwise it stays enabled.',
					'The literal wins.'
				])
			]),
			deeper(3, 'How would you notice from outside, without reading the code?', [
				essential('Ask for something that fails and look at the answer.', [
					'Request a bad page and see whether a trace comes.',
					'Probe an error.'
				]),
				point('A scan in the pipeline can do that after each deployment.', [
					'Automate it as a smoke test.',
					'Check it continuously.'
				])
			])
		]
	});
}
