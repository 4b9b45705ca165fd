import type { Finding } from '../../../findings';
import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { signedForPeople } from './tokens';
import { agree, fileName, worded } from './worded';

/** The key that signed tokens hang on: how it is replaced, and what it means where it stands in the code. */
export const tokenKeyQuestions: QuestionMaker = {
	name: 'token-keys',
	make: (material, phrasing) => [
		...keyReplaced(material, phrasing),
		...keyInCode(material, phrasing)
	]
};

function keyReplaced({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [tokens] = foundBy(findings, 'jwt', 'tokens');
	const signing = tokens && signedForPeople(tokens, project);
	if (!tokens || !signing) return [];
	const signs = fileName(signing.path);
	const checked = listOf(tokens, 'checkedIn');
	const other = checked.find((path) => path !== signing.path && !/duo_|oidc/i.test(path));
	if (!other || checked.includes(signing.path)) return [];
	const checks = fileName(other);
	const library = listed(listOf(tokens, 'libraries'));
	const question = worded(
		phrasing,
		'key replaced',
		[
			`${signs} signs with a key that ${checks} must know.`,
			`Signing stands in ${signs} and checking in ${checks}, both by ${library}.`,
			`The key behind ${signs} may have leaked.`,
			`Assume that a second service should accept what ${signs} signs, as ${checks} does today.`,
			`Your company asks that every signing key be replaced twice a year, the one ${signs} uses among them.`
		],
		[
			`How would you put a new key in place while people are signed in?`,
			`What has to change in these two places so that a new key does not throw everybody out?`,
			`Who can forge a token today, and what would you change so that fewer could?`,
			`Go through it hour by hour: which tokens work before, during and after the key is changed?`
		]
	);
	return [
		draft({
			subject: 'key-replaced',
			worth: 0.72,
			category: 'architecture',
			difficulty: 'senior',
			topic: 'authentication',
			question,
			findings: [tokens],
			evidence: [signing],
			related: tokens.evidence.filter(({ path }) => path === other),
			rubric: [
				essential(
					'For a while the old and the new key must both be accepted, and only the new one signs.',
					[
						'Verify against two keys during the overlap and sign with the newer.',
						'Keep the previous secret valid for checking until the tokens it signed have expired.',
						'Run both side by side, then drop the old one.'
					]
				),
				point('An id of the key in the header (kid) says which one to check with.', [
					'Put a key id into the token so the verifier can pick.',
					'With a kid header you look the right key up.'
				]),
				point(
					'With one shared secret everybody who can check can also sign; a key pair keeps them apart.',
					[
						'HMAC means every verifier is able to forge tokens.',
						'Use RS256 or EdDSA: the private key stays with the issuer, others only get the public key.',
						'An asymmetric signature lets other services verify without being trusted to issue.'
					]
				),
				point(
					'After a leak there is no overlap: the old key must stop at once, and everybody signs in again.',
					[
						'If the secret is compromised you cut it off immediately and accept the log-outs.',
						'A leaked key cannot stay valid, even for a grace period.'
					]
				),
				point(
					'The key comes from the environment or a key store, so that changing it needs no release.',
					[
						'Load the secret from configuration or a vault instead of the source.',
						'It should be swapped by operations, without touching code.'
					]
				)
			],
			modelAnswer: `${signs} signs and ${checks} checks, so both depend on the same key material. To replace it in calm I would let the check accept the old and the new key and let only the new one sign, with a key id in the header so that the check knows which one to take. Once the longest token of the old key has expired, the old key goes. If the key leaked there is no overlap: it stops at once and everybody signs in again. With a shared secret everyone who can check can also forge; a key pair would let ${checks}, or a second service, check without being able to sign. The key itself belongs in the environment or a key store, so that none of this is a release.`,
			hints: [
				'What happens to a token that was signed a minute before the change?',
				'Does the side that checks have to know everything that the side that signs knows?',
				'How would the check know which of two keys a token was made with?'
			],
			followUps: [
				clarifying(
					1,
					'A request arrives ten minutes after the change with a token from before. What happens to it, line by line?',
					[
						essential(
							'With one key only the signature no longer fits and the request is refused.',
							[
								'It fails verification and gets a 401.',
								'The check throws, because it was signed by another secret.'
							]
						),
						point('With both keys accepted it passes until it expires.', [
							'It is still good when the previous key is tried as well.',
							'The old key is tried second and matches.'
						])
					]
				),
				deeper(3, 'A partner wants to check your tokens on their side. What do you give them?', [
					essential('The public key, never the secret that signs.', [
						'Only the verifying half of a key pair.',
						'Publish a JWKS endpoint with public keys.'
					]),
					point('With a shared secret they could sign in as anybody.', [
						'Handing over the HMAC secret lets them issue tokens.',
						'They would be able to impersonate every user.'
					])
				])
			]
		})
	];
}

function keyInCode({ findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [key] = foundBy(findings, 'jwt', 'key-in-code');
	const [tokens] = foundBy(findings, 'jwt', 'tokens');
	if (!key || !tokens) return [];
	const isFallback = key.facts.isFallback === true;
	const count = numberOf(key, 'places');
	const places = `${count} ${agree(count, 'place', 'places')}`;
	const at = fileName(key.evidence[0]!.path);
	return [keyQuestion({ key, tokens, isFallback, places, at, isMany: count > 1 }, phrasing)];
}

interface KeyInCode {
	key: Finding;
	tokens: Finding;
	isFallback: boolean;
	places: string;
	at: string;
	isMany: boolean;
}

function keyQuestion(
	{ key, tokens, isFallback, places, at, isMany }: KeyInCode,
	phrasing: Phrasing
) {
	const question = worded(
		phrasing,
		'key in code',
		isFallback
			? [
					`Where the variable is not set, the signing key in ${at} is a word from the source${isMany ? `, in ${places}` : ''}.`,
					`${at} reads the signing key from the environment and has a literal ready in case there is none.`,
					`Somebody deploys this and forgets the variable that ${at} reads the signing key from.`
				]
			: [
					`The key that signs tokens is written out in ${at}${isMany ? ` (${places})` : ''}.`,
					`A former contractor still has a clone with ${at}, and in it the key that signs tokens.`,
					`${at} holds the signing key as a literal.`
				],
		[
			'What can a stranger with a copy of the repository do then, and who would notice?',
			'What was this meant to make easier, and how would you keep that without the risk?',
			'What does the first bad request look like, and what would you change so that it cannot happen?',
			'What would you do about it today, and in which order?'
		]
	);
	return draft({
		subject: 'key-in-code',
		worth: 0.88,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'secrets',
		question,
		findings: [key, tokens],
		evidence: key.evidence.slice(0, 1),
		related: [...key.evidence.slice(1, 3), ...tokens.evidence],
		rubric: [
			essential('Whoever knows the key can sign a token for any user, administrators included.', [
				'Anyone with the source can forge a valid token.',
				'You can mint your own JWT with any user id and be let in.',
				'It allows impersonating every account.'
			]),
			isFallback
				? essential(
						'The service should refuse to start when the key is not set.',
						[
							'Fail fast at boot instead of using a default secret.',
							'Throw on start-up if the variable is missing.',
							'A missing secret must be an error, not a fallback.'
						],
						{
							evidence: key.evidence.slice(0, 1),
							contradictions: ['The service does not start when the variable is missing.']
						}
					)
				: essential(
						'The key belongs outside the code, in the environment or a store of secrets.',
						[
							'Read it from an environment variable or a vault.',
							'Move it out of the repository into deployment configuration.'
						],
						{
							evidence: key.evidence.slice(0, 1),
							contradictions: ['The signing key comes from the environment.']
						}
					),
			point('Forged requests look like real ones, so nothing in the log gives them away.', [
				'Nobody would notice, because the signature is correct.',
				'There is no failed attempt to see; the token verifies.'
			]),
			point('Taking the line out is not enough: the key is in the history and must be replaced.', [
				'It has to be rotated, since old clones and commits still contain it.',
				'Deleting it from the current file leaves it in git.'
			]),
			point(
				'For development a key can be made at the start or stand in a file that is not committed.',
				[
					'Generate a random one locally, or keep it in an ignored .env.',
					'A development-only default, refused in production, keeps it comfortable.'
				]
			)
		],
		modelAnswer: `In ${at} the signing key ${isFallback ? 'falls back to a literal when the variable is missing' : 'is a literal'}, so whoever has the source can sign a token for any user and be let in. Nobody would notice, because such a token verifies like a real one. ${isFallback ? 'It was meant to make the first start easy; I would refuse to start without the variable instead' : 'I would read it from the environment or a store of secrets'}, and for development make a random key or keep one in a file that is not committed. The key that has been in the code is in the history and in every clone: it has to be replaced, and tokens signed with it must stop being accepted.`,
		hints: [
			'Put yourself in the place of somebody who has read only this repository.',
			'What does the code that checks a token know about who signed it?',
			isFallback
				? 'When would you like to learn that the variable is missing?'
				: 'Is it enough to delete the line?'
		],
		followUps: [
			clarifying(
				1,
				'Which user would you pretend to be first, and what would you have to write into the token?',
				[
					essential('An administrator, or any user by their id in the payload.', [
						'I would put the id of an admin into the claims.',
						'Set the subject to somebody else and sign it.'
					]),
					point('The payload is readable from any real token.', [
						'Decode your own token to see which claims are expected.',
						'The claims are only encoded, not encrypted.'
					])
				]
			),
			deeper(
				4,
				'The key has been in the repository for a year. What else is affected besides this one line?',
				[
					essential('Every clone, fork, image and backup has it.', [
						'Old copies and container images contain it as well.',
						'It is in the git history forever.'
					]),
					point('Tokens signed with it must be refused from now on.', [
						'Invalidate everything issued under that key.',
						'All sessions have to end when it is rotated.'
					])
				]
			)
		]
	});
}
