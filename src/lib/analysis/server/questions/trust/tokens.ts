import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName } from './told-routes';
import { fileName, shown, worded } from './worded';

/** Signed tokens: how one is taken back. */
export const tokenQuestions: QuestionMaker = { name: 'tokens', make: takenBack };

const STORE =
	/(token|session)s?[._-]?(model|entity|store|repository)|(black|deny|block)_?list|revo(ke|cation)/i;

/** Where tokens are kept or refused, beside being signed. */
function storeOf({
	sources
}: Project): { name: string; path: string; startLine: number } | undefined {
	for (const { path, symbols } of sources) {
		if (STORE.test(path) && !/initializers\//.test(path))
			return { name: fileName(path), path, startLine: symbols[0]?.startLine ?? 1 };
		const symbol = symbols.find(({ name }) => STORE.test(name));
		if (symbol) return { name: symbol.name, path, startLine: symbol.startLine };
	}
	return undefined;
}

/** Signing for a link in a message is another matter. */
const FOR_A_LINK = /reset|verif|confirm|activat|invit|unsubscribe|e?mail|webhook|registr/i;

/** Signing for another service, or for the name of a file. */
const FOR_OTHERS =
	/app_?store|apple|apns|push|notification|duo_|oidc|saml|monitor|screenshot|\.(png|jpe?g|pdf)\b/i;

const FOR_PEOPLE = /auth|token|jwt|session|user|login|identity/i;

/** Where a token is signed for somebody who signs in; nothing where nobody here checks one. */
export function signedForPeople(tokens: Finding, project: Project): Evidence | undefined {
	const signed = listOf(tokens, 'signedIn');
	if (listOf(tokens, 'checkedIn').length === 0) return undefined;
	const places = tokens.evidence.toSorted(
		(one, other) => Number(FOR_PEOPLE.test(other.path)) - Number(FOR_PEOPLE.test(one.path))
	);
	return places.find(({ path, startLine, snippet }) => {
		if (!signed.includes(path) || FOR_OTHERS.test(`${path} ${snippet.split('\n')[0]!}`))
			return false;
		const around = project.sources
			.find((file) => file.path === path)
			?.symbols.findLast((symbol) => symbol.startLine <= startLine && startLine <= symbol.endLine);
		return !FOR_A_LINK.test(around?.name.split('.').at(-1) ?? '');
	});
}

const LOADS_USER =
	/(find|get|load|fetch|lookup|retrieve)\w*(User|Account|Person)\w*$|(users?|accounts?)\w*(\(\))?\.(find|get|load|fetch|first|one)\w*(\(\)\.\w+)*$|User\.(objects|query|where)/i;

/** Where a check asks the database for the person, beside asking the token. */
function userLoadedIn(project: Project, checkedIn: readonly string[]): Evidence | undefined {
	const [call] = project
		.calls(LOADS_USER)
		.filter(({ file }) => checkedIn.includes(file.path))
		.filter(({ fact }) => !/create|sign|token/i.test(fact.within ?? ''));
	return call && shown(project, { path: call.file.path, startLine: call.fact.startLine });
}

function takenBack({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [tokens] = foundBy(findings, 'jwt', 'tokens');
	const signing = tokens && signedForPeople(tokens, project);
	if (!tokens || !signing) return [];
	const signed = signing.path;
	const [lifetime] = foundBy(findings, 'jwt', 'lifetime');
	const lives = lifetime ? listOf(lifetime, 'lifetimes') : [];
	const checkedIn = listOf(tokens, 'checkedIn');
	const checked = checkedIn.includes(signed)
		? undefined
		: checkedIn.find((path) => path !== signed);
	const loads = userLoadedIn(project, checkedIn);
	const store = storeOf(project);
	const leave = routesOf(project).find(({ path }) => /log-?out|sign-?out|revoke/i.test(path));
	const [signs, checks] = [fileName(signed), checked && fileName(checked)];
	const age = lives.length > 0 ? lives.slice(0, 2).join(' or ') : undefined;
	const accepts = checks ? `, and ${checks} accepts it` : '';
	const question = worded(
		phrasing,
		'taken back',
		[
			age
				? `${signs} signs a token that lives ${age}${accepts}.`
				: `${signs} signs a token for whoever has signed in${accepts}.`,
			`Somebody copies the token that ${signs} has just signed from a shared machine.`,
			age
				? `A user reports a stolen phone; on it is a token from ${signs} with most of its ${age} left.`
				: `A user reports a stolen phone, and on it is a token from ${signs}.`,
			`An account must be blocked this minute, and its owner holds a token that ${signs} signed${checks ? ` and ${checks} checks` : ''}.`
		],
		[
			'What makes it stop working, with the code as it stands, and what would ending it early cost every request?',
			'Which line would refuse it an hour later? If there is none, where would you put it and what would it ask?',
			'What did a signed token buy you over a row for each session, and what do you pay on the day one has to be taken back?',
			'How would you end it for this one person and for nobody else?',
			...(leave
				? [`There is ${routeName(leave)}: what does that end, and what goes on working afterwards?`]
				: []),
			...(store
				? [
						`${store.name} keeps something about tokens as well: which of the two decides whether a request is let in, and can they disagree?`
					]
				: [])
		]
	);
	const until = age ? `for ${age}` : 'until it expires';
	return [
		draft({
			subject: 'taken-back',
			worth: 0.9,
			category: 'tradeoffs',
			difficulty: 'senior',
			topic: 'authentication',
			question,
			findings: lifetime ? [tokens, lifetime] : [tokens],
			evidence: [signing],
			related: [
				...tokens.evidence.filter((one) => one !== signing).slice(0, 2),
				...(loads ? [loads] : []),
				...(leave ? [shown(project, leave.place)] : []),
				...(store ? [shown(project, store)] : []),
				...(lifetime?.evidence.slice(0, 1) ?? [])
			],
			rubric: [
				essential(
					`The token itself stays good ${until}: nothing that happens later changes its signature.`,
					[
						'The signature stays valid, so the token keeps working until it runs out.',
						'Nobody can revoke the token as such: as long as it has not expired it verifies.',
						'Changing the password does not invalidate a token that is already out there.'
					],
					{
						evidence: lifetime?.evidence.slice(0, 1) ?? [],
						...(store
							? {}
							: { contradictions: ['Signing out makes the token invalid on the server.'] })
					}
				),
				essential(
					'To end one early something has to be looked up: a list of refused tokens, a version on the user, or a session row.',
					[
						'You need server-side state, for instance a denylist by token id.',
						'Keep a token version or a "valid after" time on the user and compare it at each check.',
						'Store sessions in the database or in Redis and ask there whether the token is still good.'
					]
				),
				point(
					'That look-up is paid at every request and takes away what a token without state was for.',
					[
						'Each call then hits a store, so it is no longer stateless.',
						'It adds latency and one more thing that must be up, like any session.',
						'At that point an opaque session id would do the same.'
					]
				),
				point('Short tokens with a refresh token that can be revoked keep the damage small.', [
					'Make the access token live minutes and renew it with a refresh token kept on the server.',
					'A shorter lifetime narrows the window in which a stolen token helps.',
					'Revoke the refresh token, and access dies with the next renewal.'
				]),
				...(loads
					? [
							point(
								`The user is loaded where the token is checked, so a deleted account is refused, and one token is not told from another.`,
								[
									'The check reads the user, so it could refuse a blocked account, but not a single stolen token.',
									'Because the account is looked up anyway, a flag or a version on it could be compared there at no extra cost.'
								],
								{ evidence: [loads] }
							)
						]
					: []),
				point('Changing the signing key ends everything, but signs everybody out.', [
					'Rotating the secret invalidates all tokens of all users at once.',
					'Replacing the key is the blunt tool: it logs the whole world out.'
				])
			],
			modelAnswer: `The token that ${signs} signs is good ${until}; a new password or a sign-out elsewhere does not change its signature. ${loads ? `The check loads the user (${fileName(loads.path)}), so an account that is gone can be refused there, but a stolen token of a living account is not told from the owner's.` : 'Where it is checked I see no question to the database, so a blocked account goes on until then.'} ${store ? `${store.name} could be what ends one, if it is asked at every check.` : 'I see no list of refused tokens.'} To end one for a single person I would keep a version or a time on the user, or a list of refused token ids, and compare it where the token is checked. That is a look-up for each request and a store that must be up, which is what a signed token was meant to save. A short access token with a refresh token on the server is the middle way: the stolen one dies in minutes, and only renewing asks the database. Changing the key works at once, and signs everybody out.`,
			hints: [
				`Follow one request through ${checks ?? 'the code that checks the token'}: what is it compared with?`,
				'Think of what the server knows about the token once it has been handed out.',
				'What would have to be stored, and who would ask for it how often?'
			],
			followUps: [
				clarifying(
					1,
					'The same person changes their password now. What do the other devices notice, and when?',
					[
						essential('Nothing changes for them until their tokens expire.', [
							'They stay signed in with the old token.',
							'The other devices go on working until it runs out.'
						]),
						point(
							'It would need a comparison of the time of the change with the time the token was issued.',
							[
								'Check issued-at against the last password change.',
								'Raise a token version with the password and compare it.'
							]
						)
					]
				),
				deeper(
					2,
					'Say you keep a list of refused tokens. How large does it grow, and where does it live when there are three instances?',
					[
						essential('An entry can go when the token would have expired anyway.', [
							'Keep each one only until its expiry, so the list stays small.',
							'Set the same time to live on the entry as on the token.'
						]),
						essential('It must be shared by all instances, such as Redis or the database.', [
							'An in-memory list on one server is not seen by the others.',
							'Put it in a common store that every instance reads.'
						]),
						point('The id of a token is enough, not the token.', [
							'Store the jti claim.',
							'A hash or identifier will do; do not keep the token itself.'
						])
					]
				)
			]
		})
	];
}
