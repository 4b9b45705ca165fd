import type { Finding } from '../../../findings';
import { counted, listed } from '../../detectors/detector';
import {
	clarifying,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { fileName, worded } from './worded';

/** A quick hash where passwords need a slow one, alone or beside a slow one. */
export const weakHashQuestions: QuestionMaker = {
	name: 'weak-hashes',
	make({ findings }, phrasing) {
		const [quick] = foundBy(findings, 'password-hashing', /^(hmac|fast-hash)$/);
		if (!quick?.evidence[0]) return [];
		const [slow] = foundBy(findings, 'password-hashing').filter(
			({ key, facts }) => !/:(hmac|fast-hash)$/.test(key) && typeof facts.algorithm === 'string'
		);
		return [asked(quick, slow, phrasing)];
	}
};

function asked(quick: Finding, slow: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const at = fileName(quick.evidence[0]!.path);
	const by = textOf(quick, 'algorithm') || listed(listOf(quick, 'functions'), 3);
	const isKeyed = quick.key.endsWith(':hmac');
	const strong = slow && textOf(slow, 'algorithm');
	const places = counted(numberOf(quick, 'calls'), 'place');
	const question = worded(
		phrasing,
		'quick',
		[
			`A password goes through ${by} in ${at} (${places}).`,
			`${by} is what stands between a password and the table in ${at}.`,
			`Say the users' table is copied tonight, and what it holds was made by ${by} in ${at}.`,
			...(strong
				? [
						`${fileName(slow.evidence[0]!.path)} hashes passwords with ${strong}, while ${at} takes ${by}.`
					]
				: [])
		],
		[
			'How long does a thief with one good graphics card need for the common passwords, and what does that depend on?',
			'Which property of it is wrong for this purpose, although it is a sound function elsewhere?',
			`What does ${isKeyed ? 'the key or salt that goes into it' : 'a salt'} help against here, and what not?`,
			...(strong
				? ['Is the result ever compared with a password, or does something slower stand around it?']
				: ['What would you put there instead, and what happens to the accounts that exist?'])
		]
	);
	return draft({
		subject: 'quick',
		worth: 0.86,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'password_hashing',
		question,
		findings: slow ? [quick, slow] : [quick],
		evidence: quick.evidence.slice(0, 3),
		related: slow?.evidence.slice(0, 2) ?? [],
		rubric: [
			essential(
				`${by} is quick, and a quick hash lets a thief try very many passwords a second.`,
				[
					'It is made for speed, so billions of guesses are possible.',
					'A fast digest makes brute force cheap.',
					'One guess costs next to nothing on a GPU.'
				],
				{
					evidence: quick.evidence.slice(0, 1),
					contradictions: [
						`${by} is slow enough for passwords.`,
						...(strong ? [] : ['The code uses bcrypt.', 'The code uses argon2.'])
					]
				}
			),
			essential(
				'A password needs a hash with a cost that can be set: bcrypt, scrypt, argon2 or PBKDF2 with many rounds.',
				[
					'Use a deliberately slow password hash such as argon2id.',
					'Take bcrypt or scrypt, where the work factor can be raised.',
					'Key stretching is what is missing.'
				]
			),
			point(
				'A salt keeps two equal passwords apart and makes prepared tables useless, but does not slow a single guess.',
				[
					'Salting stops rainbow tables and nothing more.',
					'With a salt each account must be attacked separately, at the same speed.'
				]
			),
			point(
				isKeyed
					? 'A key that is kept outside the table would have to be stolen too; one that lies in the same row is only a salt.'
					: 'A secret key outside the database would have to be stolen as well.',
				[
					'If the key is stored next to the hash it gives no secrecy.',
					'A pepper kept elsewhere helps only while it stays secret.'
				]
			),
			point(
				'Existing accounts move at their next sign-in, or by wrapping the old hash in a slow one.',
				[
					'Rehash on login, or apply bcrypt over the stored digest.',
					'Upgrade lazily when the user signs in.'
				]
			)
		],
		modelAnswer: `${at} puts a password through ${by}. As a function it is sound, but it is quick, and with the table in hand a thief tries huge numbers of guesses a second on one graphics card: common passwords fall in minutes. A salt keeps equal passwords apart and prepared tables out, and does not make a single guess slower; ${isKeyed ? 'a key that lies beside the hash is no more than a salt' : 'a secret kept elsewhere helps only while it stays secret'}. A password wants a hash with a cost that can be set, argon2 or bcrypt for instance${strong ? `, as ${strong} elsewhere in this code` : ''}. The accounts that exist can move at their next sign-in, or at once by putting the slow hash around the old one.`,
		hints: [
			'What was this function made for?',
			'Count guesses: what does one cost the thief, and what does it cost you?',
			'Does what goes in beside the password change the price of a guess?'
		],
		followUps: [
			clarifying(
				1,
				'Two users have the same password. What does a thief see, and what do they save?',
				[
					essential(
						'With a salt of their own the two hashes differ, so each must be guessed alone.',
						[
							'Different salts give different values.',
							'They cannot tell that the passwords are equal.'
						]
					),
					point('Without one they are the same, and one guess opens both.', [
						'Equal hashes give equal passwords away.',
						'A single hit breaks all accounts that share it.'
					])
				]
			),
			deeper(5, 'How do you get every account onto the slow hash this week, sign-in or not?', [
				essential(
					'Compute the slow hash of the stored quick hash for all rows, and check by doing both.',
					[
						'Wrap the old digest with bcrypt in a migration.',
						'Layer them: verify slow(quick(password)).'
					]
				),
				point('Replace the double hash by a plain slow one at the next sign-in.', [
					'Later rehash from the real password.',
					'Unwrap when the user logs in.'
				])
			])
		]
	});
}
