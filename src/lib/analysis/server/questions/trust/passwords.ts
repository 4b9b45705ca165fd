import type { Evidence } from '../../../evidence';
import type { CallFact, FileFacts } from '../../../facts';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { fileName, isAside, mainFirst, shown, worded } from './worded';

/** How passwords are hashed: the work that every sign-in pays, and how it is raised. */
export const passwordQuestions: QuestionMaker = {
	name: 'passwords',
	make({ findings, project }, phrasing) {
		const [slow] = foundBy(findings, 'password-hashing').filter(
			({ key, facts }) => !/:(hmac|fast-hash)$/.test(key) && typeof facts.algorithm === 'string'
		);
		if (!slow || slow.evidence.every((one) => isAside(one) || isCommand(one))) return [];
		const hashing = hashingOf(slow, project);
		return [underLoad(hashing, phrasing), raised(hashing, phrasing)];
	}
};

interface Hashing {
	found: Finding;
	/** `bcrypt at cost 10` */
	what: string;
	algorithm: string;
	hashes: string;
	/** Where they are made, the program itself first. */
	evidence: Evidence[];
	/** Where a password is compared with a hash, or who asks for it. */
	checks: Evidence[];
	isSync: boolean;
}

const CHECKS =
	/(^|\.)(compare|compareSync|compareHash\w*|checkpw|check_password_hash|CompareHashAndPassword|check_password|verify_password|verifyPassword|password_verify|validatePassword|isPasswordMatch)$|^Hash\.check$|[eE]ncoder\.matches$|^bcrypt\.verify$|BCrypt\.(Verify|checkpw)$|^argon2?\.verify$/;

/** Versions and texts are compared, too. */
const isOfPasswords = ({ imports }: FileFacts, { callee }: CallFact): boolean =>
	!/(^|\.)(compare|compareSync|verify)$/.test(callee) ||
	/bcrypt|argon|hash|passw/i.test(callee) ||
	imports.some(({ specifier }) => /bcrypt|argon|scrypt|hash|passw/i.test(specifier));

/** Things may have a password, too; those of people come first. */
const OF_PEOPLE = /log-?in|sign-?in|auth|identity|session|user|account/i;

/** A check by another algorithm than the one asked about. */
const isOfAnother = ({ callee }: CallFact, algorithm: string): boolean =>
	['bcrypt', 'argon2', 'pbkdf2', 'scrypt'].some(
		(other) => callee.toLowerCase().includes(other) && !algorithm.toLowerCase().includes(other)
	);

/** Hashes something for whoever runs the program, and not for those who sign in. */
const isCommand = ({ path }: Evidence): boolean => /(^|\/)(cli|cmd)\/|(^|\/)main\.rs$/.test(path);

/** As they are said within a sentence. */
const SAID: Record<string, string> = {
	"Django's PASSWORD_HASHERS": "Django's first password hasher",
	"Werkzeug's default": "Werkzeug's default hash",
	"PBKDF2 by ASP.NET Identity's hasher": "ASP.NET Identity's PBKDF2",
	"bcrypt by Spring's delegating encoder": "Spring's delegating encoder, bcrypt first",
	"PHP's password_hash": "PHP's own default hash"
};

const SIGN_IN = /log-?in|sign-?in|sessions?$|authenticate|tokens?$/i;

function hashingOf(found: Finding, project: Project): Hashing {
	const algorithm = SAID[String(found.facts.algorithm)] ?? String(found.facts.algorithm);
	const [cost] = listOf(found, 'costs');
	const isDefault = cost?.includes('default') === true;
	const work = cost === undefined ? '' : isDefault ? ' at its default cost' : ` at cost ${cost}`;
	const calls = project
		.calls(CHECKS)
		.filter(({ file, fact }) => isOfPasswords(file, fact) && !isOfAnother(fact, algorithm))
		.toSorted(
			(one, other) =>
				Number(OF_PEOPLE.test(other.file.path)) - Number(OF_PEOPLE.test(one.file.path))
		)
		.map(({ file, fact }) =>
			shown(project, { path: file.path, startLine: fact.startLine, endLine: fact.endLine })
		);
	const routes = routesOf(project)
		.filter(({ method, path }) => method !== 'GET' && SIGN_IN.test(path))
		.map(({ place }) => shown(project, place));
	const evidence = mainFirst(found.evidence);
	return {
		found,
		algorithm,
		what: `${algorithm}${work}`,
		hashes: fileName(evidence[0]!.path),
		evidence,
		checks: [...calls, ...routes].slice(0, 3),
		isSync: found.evidence.some(({ snippet }) => /Sync\(/.test(snippet))
	};
}

const OTHERS = ['MD5', 'SHA-256', 'bcrypt', 'argon2', 'PBKDF2', 'scrypt'];

/** What would be false to say of it. */
const otherThan = (algorithm: string) =>
	OTHERS.filter((other) => !algorithm.toLowerCase().includes(other.toLowerCase()))
		.filter((other) => /^(bcrypt|argon2|PBKDF2|scrypt)/.test(algorithm) || /MD5|SHA/.test(other))
		.slice(0, 3)
		.map((other) => `Passwords are hashed with ${other}.`);

function underLoad(
	{ found, evidence, what, algorithm, hashes, checks, isSync }: Hashing,
	phrasing: Phrasing
): QuestionDraft {
	const checkedIn = checks[0] && fileName(checks[0].path);
	const beside = checkedIn && checkedIn !== hashes ? ` and checked by way of ${checkedIn}` : '';
	const question = worded(
		phrasing,
		'under load',
		[
			`Passwords are hashed in ${hashes} with ${what}${beside}, and every sign-in does that work again.`,
			`On the morning after a press report ten times as many people sign in as usual, and each of them costs one check of ${what} (${hashes}).`,
			`Your sign-in has become slow under load, and the profile shows ${algorithm} at the top; ${hashes} asks for it.`,
			`Somebody sends a thousand wrong passwords a second to the sign-in, and each is compared by ${what}, as ${hashes} has it.`,
			`You move to smaller machines, and the time of a sign-in doubles because of ${what} in ${hashes}.`
		],
		[
			'What gives way first, and what would you do that does not make the hashes weaker?',
			'How did you arrive at that amount of work, and what would make you change it?',
			'What happens to the other requests that the same process is answering?',
			'Where do you draw the line between what it costs a thief and what it costs you?',
			isSync
				? 'What does the synchronous call mean for everybody else meanwhile?'
				: 'Which numbers would you want to see before you touch anything?'
		]
	);
	return draft({
		subject: 'under-load',
		worth: isSync ? 0.75 : 0.62,
		category: 'scalability',
		difficulty: 'mid-level',
		topic: 'password_hashing',
		question,
		findings: [found],
		evidence: evidence.slice(0, 2),
		related: checks,
		rubric: [
			essential(
				'The hash is slow on purpose, so that guessing through a stolen table is expensive.',
				[
					'It must be costly because an attacker tries billions of guesses offline.',
					'The slowness protects the users when the database leaks.',
					'Each guess should take noticeable work.'
				]
			),
			point(
				`Passwords go through ${what}.`,
				[`The code uses ${algorithm} for passwords.`, `${algorithm} is what ${hashes} calls.`],
				{
					evidence: evidence.slice(0, 1),
					contradictions: otherThan(algorithm)
				}
			),
			essential(
				isSync
					? 'The synchronous call holds up every other request of the process while it hashes.'
					: 'Hashing is work for the processor and competes with the other requests on the same cores.',
				isSync
					? [
							'It blocks the event loop, so nobody else is answered meanwhile.',
							'Use the asynchronous version, which runs on a thread pool.'
						]
					: [
							'It is CPU-bound, so sign-ins eat the capacity of everything else.',
							'A burst of logins fills the cores or the thread pool.',
							'Other requests wait while the hashes are computed.'
						],
				isSync ? { evidence: evidence.slice(0, 1) } : {}
			),
			point('Attempts are limited by account and address before the hash is computed.', [
				'Rate limit the login so that nobody can burn your CPU with wrong passwords.',
				'Throttle or lock out after several failures, ahead of the expensive check.'
			]),
			point(
				'The amount is chosen by measuring on the machines that run it, some hundred milliseconds, and raised over the years.',
				[
					'Benchmark it on production hardware and pick a target time.',
					'Tune it so one check takes about a quarter of a second.',
					'Revisit the parameter as hardware gets faster.'
				]
			),
			point(
				'More instances, or a pool of their own for sign-ins, take the load rather than a lower cost.',
				[
					'Scale out or isolate authentication instead of weakening the hash.',
					'Give logins their own workers, so that they cannot starve the rest.'
				]
			)
		],
		modelAnswer: `${hashes} hashes with ${what}, slow on purpose: a thief with the table must pay it for every guess. The price is that each sign-in takes real processor time, ${isSync ? 'and because the call is synchronous every other request of the process waits for it' : 'which competes with all other requests on the same cores'}. Under load the sign-ins fill the cores first and everything else becomes slow with them. I would limit attempts by account and address before the hash is computed, so that wrong passwords cannot burn the machine. Then I would scale out, or give sign-ins a pool of their own, rather than lower the cost. The amount itself should come from a measurement on the machines it runs on, some hundred milliseconds, and be looked at again every year or two.`,
		hints: [
			'Who profits from the check being slow, and who pays for it?',
			'What else runs on the same cores at that moment?',
			'Is there anything that could be decided before the password is looked at?'
		],
		followUps: [
			clarifying(
				3,
				'A user who is already signed in loads a list in that minute. Do they notice anything?',
				[
					essential('Yes, their request waits for processor time that the hashes take.', [
						'Their response gets slower because the cores are busy.',
						'It queues behind the logins.'
					]),
					point('Unless sign-ins run on workers or instances of their own.', [
						'Not if authentication is isolated.',
						'With a separate pool the list stays fast.'
					])
				]
			),
			deeper(
				4,
				'By what do you count attempts, and how do you keep an attacker from locking a real user out?',
				[
					essential(
						'By account and by address together, since either alone is easy to get around.',
						['Combine the user name with the IP.', 'Count per account as well as per source.']
					),
					point('Slow down or ask for more instead of locking the account for good.', [
						'Use growing delays or a captcha rather than a hard lock.',
						'A temporary back-off keeps the owner able to sign in.'
					])
				]
			)
		]
	});
}

function raised(
	{ found, evidence, what, algorithm, hashes, checks }: Hashing,
	phrasing: Phrasing
): QuestionDraft {
	const isLow = found.kind === 'risk';
	const all = listOf(found, 'libraries');
	const isNamedApart = !all.some((library) => library.includes(algorithm));
	const question = worded(
		phrasing,
		'raised',
		isLow
			? [
					`${hashes} uses ${what}, which is less than most would choose today.`,
					`${what} in ${hashes}: each step of that number doubles a thief's work, and yours stops early.`,
					`A review asks you to go beyond ${what} in ${hashes}.`
				]
			: [
					`Suppose you decide next year that ${what}, as ${hashes} has it, is no longer enough.`,
					`The hashes that ${hashes} makes with ${what} have to move to something stronger, and nobody may be asked for a new password.`,
					`An auditor wants every account off ${what} within six months; ${hashes} is where it stands today.`,
					...(isNamedApart
						? [
								`${hashes} leaves the hashing to ${listed(all)} with ${what}. One day you will want more work for each guess.`
							]
						: [])
				],
		[
			'What happens to the accounts that exist, and which code has to know about both?',
			'How does an old account come to have a new hash, and what about people who never come back?',
			'Where in the sign-in would you do it, and how do you know when you are done?',
			'Which of the stored hashes still work the moment you deploy that, and why?'
		]
	);
	return draft({
		subject: 'raised',
		worth: isLow ? 0.74 : 0.56,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'password_hashing',
		question,
		findings: [found],
		evidence: evidence.slice(0, 2),
		related: checks,
		rubric: [
			essential(
				'The password is only known at sign-in, so that is where an old hash is replaced, after it has been checked.',
				[
					'Rehash when the user logs in successfully, since then you have the plain text.',
					'You cannot convert hashes in a batch; upgrade them on the next login.',
					'After a correct password store a new hash if the old one is below the current setting.'
				]
			),
			essential(
				'Old hashes go on working, because each carries its algorithm and cost with it.',
				[
					'The hash string says how it was made, so verifying still fits.',
					'The parameters are stored in the hash, so a higher cost only affects new ones.',
					'Verification reads the salt and the rounds from the stored value.'
				],
				{ contradictions: ['All users have to reset their password at once.'] }
			),
			point(
				'Accounts that never come back keep the old hash until it is wrapped in a new one or removed by a date.',
				[
					'For inactive users hash the old hash again with the stronger algorithm.',
					'Set a deadline, after which they need a password reset.',
					'Dormant accounts must be handled separately.'
				]
			),
			point('How many old ones are left is counted, so that one knows when the old way can go.', [
				'Track the share of accounts by algorithm or cost.',
				'Query the prefix of the hashes to see the progress.'
			]),
			point('Raising the work lengthens every sign-in, so it is measured first.', [
				'Check the latency of the login before turning it up.',
				'More rounds mean more CPU per login, so benchmark it.'
			])
		],
		modelAnswer: `Only at sign-in does the server see the password, so a hash by ${what} can be replaced there and nowhere else: check it as today, and if the stored hash is below the current setting, hash the same password again and store that. Nothing breaks on the day of the change, since every hash says how it was made and ${algorithm} is still there to check it. People who never come back keep their old hash; I would wrap it in the stronger one, or let it lapse by a date and ask for a reset. A count of accounts by kind of hash tells how far it is and when the old code can go. Before all that I would measure what the higher cost does to a sign-in.`,
		hints: [
			'When does the server know a password?',
			'Look at one stored hash: what does it tell besides the hash itself?',
			'Which accounts would still be old after a year?'
		],
		followUps: [
			clarifying(
				2,
				'You raise the number and deploy. The next person signs in with an old account. Does it work?',
				[
					essential('Yes, the check uses the parameters that are stored with the hash.', [
						'It works, since verification takes the cost from the hash.',
						'It still matches, because salt and rounds come from the stored string.'
					]),
					point('Only hashes made from now on have the higher cost.', [
						'New passwords get the new setting.',
						'The old hash stays weak until it is rehashed.'
					])
				]
			),
			deeper(
				3,
				'Some accounts have not signed in for three years. What do you do with their hashes?',
				[
					essential(
						'Wrap the old hash in the new algorithm, so that the table is strong at once.',
						[
							'Apply the stronger function to the existing hash and verify both layers.',
							'Hash the hash and remember that it is double.'
						]
					),
					point('Or delete the hash and let them reset by e-mail.', [
						'Expire the password and ask for a reset on return.',
						'Remove it; they go through account recovery.'
					])
				]
			)
		]
	});
}
