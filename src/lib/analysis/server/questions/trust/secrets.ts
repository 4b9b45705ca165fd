import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import { listed } from '../../detectors/detector';
import { environmentReads } from '../../detectors/environment';
import { clarifying, deeper, draft, essential, foundBy, listOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { elsewhere, fileName, shown, worded } from './worded';

/** What is secret and stands in the repository, or is replaced by a word of the code where it is missing. */
export const secretQuestions: QuestionMaker = {
	name: 'secrets',
	make: (material, phrasing) => [...leaked(material, phrasing), ...fallsBack(material, phrasing)]
};

/** What it is called in a sentence. */
function leakOf(found: Finding): string {
	const names = [...listOf(found, 'names'), ...listOf(found, 'keys')];
	if (names.length > 0) return `a value for ${listed(names, 3)}`;
	const path = textOf(found, 'path') || listOf(found, 'paths')[0];
	if (path) return `${path} with its values`;
	const kind = textOf(found, 'kind');
	return `what looks like a secret${kind === '' ? '' : ` (${kind})`}`;
}

function leaked({ findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const found = findings.filter(
		({ key, evidence }) =>
			/^(secrets:|review\/committed-secrets:)/.test(key) &&
			evidence.length > 0 &&
			!/(^|\/)(lang|locales?|i18n|translations?)\//.test(evidence[0]!.path)
	);
	const [first] = found;
	if (!first) return [];
	const [environment] = foundBy(findings, 'configuration', 'environment');
	const at = fileName(first.evidence[0]!.path);
	const what = leakOf(first);
	const others = elsewhere(
		[...found.slice(1).flatMap(({ evidence }) => evidence), ...(environment?.evidence ?? [])],
		first.evidence.slice(0, 1)
	);
	const isFile = / with its values$/.test(what);
	const question = worded(
		phrasing,
		'leaked',
		[
			isFile ? `The repository has ${what}.` : `${at} has ${what} in it.`,
			isFile
				? `${what} has been committed, so every clone has it.`
				: `${at} carries ${what}, and so does every clone.`,
			`Say that this repository becomes public tonight, with ${isFile ? what : `${what} in ${at}`}.`,
			`Somebody leaves the team and keeps a copy of ${at}, which has ${isFile ? 'secrets' : what} in it.`,
			...(environment
				? [
						`Other settings come from the environment, while ${isFile ? `${what} stands in the repository` : `${at} has ${what}`}.`
					]
				: [])
		],
		[
			'What do you do first, what second, and what does taking the line out not achieve?',
			'What in there is worth anything to a thief, and how would you find that out?',
			'How would you make sure that the next one does not get in?',
			'Who would have to know, and what stops working when the secret is replaced?'
		]
	);
	return [
		draft({
			subject: 'leaked',
			worth: 0.87,
			category: 'implementation',
			difficulty: 'junior',
			topic: 'secrets',
			question,
			findings: found.slice(0, 4),
			evidence: first.evidence.slice(0, 3),
			related: others.slice(0, 3),
			rubric: [
				essential(
					'The secret has to be replaced where it is valid, before anything else.',
					[
						'Rotate it first: issue a new one and withdraw the old.',
						'Change the password or key at the provider.',
						'Revoke it, since it must be treated as known.'
					],
					{
						evidence: first.evidence.slice(0, 1),
						contradictions: [
							'Deleting the line is enough.',
							'It is safe once the file is in .gitignore.'
						]
					}
				),
				essential('Taking the line out leaves it in the history and in every clone.', [
					'Git keeps the old commit, so it can still be read.',
					'Removing the file does not remove it from earlier versions.',
					'Forks and copies have it anyway.'
				]),
				point(
					'It belongs in the environment or a store of secrets, with an example file that has no values.',
					[
						'Keep it outside the code, in a vault or in deployment settings.',
						'Commit a template with placeholders and ignore the real file.'
					]
				),
				point('A scan before the commit and in the pipeline keeps the next one out.', [
					'Use a secret scanner as a hook or in CI.',
					'Block pushes that contain keys.'
				]),
				point('Whether it was used is looked up in the log of whoever accepts it.', [
					'Check access logs for strange use.',
					'Audit what was done with the credential since then.'
				]),
				point(
					'A value for development only is harmless when it opens nothing outside one machine.',
					[
						'If it only works locally the risk is small.',
						'Test credentials that are valid nowhere else are acceptable.'
					]
				)
			],
			modelAnswer: `${isFile ? `${what} is in the repository` : `${at} has ${what}`}, so everybody with a clone has it too. First I would find out where it is valid, and replace it there; until then nothing else helps. Taking the line out comes after that, since the history and every copy keep it, and rewriting the history does not reach the clones. Then I would look in the log of whoever accepts it whether somebody used it. From then on it comes from the environment or a store of secrets, with an example file without values beside the code, and a scan before each commit and in the pipeline keeps the next one out. If it opens nothing beyond one developer's machine, I would say so in the file and be calm about it.`,
			hints: [
				'Who has this line today, besides the newest version?',
				'What would make the value worthless?',
				'In which order: find, replace, remove, prevent?'
			],
			followUps: [
				clarifying(2, 'You rewrite the history and push it by force. Who still has the secret?', [
					essential('Everybody who has cloned, forked or cached it before.', [
						'Existing clones and forks keep the old commits.',
						'CI caches and backups have it as well.'
					]),
					point('That is why replacing it comes first.', [
						'Only rotation makes it useless.',
						'Rewriting is cosmetic without revoking.'
					])
				]),
				deeper(
					1,
					'Replacing it means that something stops working for a moment. How do you arrange that?',
					[
						essential(
							'Make both valid for a while, move every user of it, then withdraw the old one.',
							['Overlap the two credentials.', 'Roll out the new one everywhere before revoking.']
						),
						point('If it is being misused, cut it off at once and bear the outage.', [
							'In an active breach revoke immediately.',
							'Security comes before uptime then.'
						])
					]
				)
			]
		})
	];
}

const SECRET = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|ENCRYPTION_KEY|_TOKEN$/i;

function fallsBack({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [fallback] = foundBy(findings, 'configuration', 'secret-fallback');
	if (!fallback?.evidence[0]) return [];
	const names = listOf(fallback, 'names');
	const name = names[0] ?? 'the secret';
	const without = environmentReads(project).filter(
		(read) => read.fallback === undefined && !names.includes(read.name)
	);
	const strict = without.find((read) => SECRET.test(read.name)) ?? without[0];
	const at = fileName(fallback.evidence[0].path);
	const beside: Evidence[] = strict ? [shown(project, strict.place)] : [];
	const question = worded(
		phrasing,
		'falls back',
		[
			`${at} takes ${name} from the environment, and a literal where there is none.`,
			`The service starts without ${name}, because ${at} has a word ready for it.`,
			`On a new machine nobody sets ${name}. ${at} goes on with a literal.`,
			...(strict
				? [
						`${name} has a literal to fall back to (${at}), and ${strict.name} has none (${fileName(strict.place.path)}).`
					]
				: [])
		],
		[
			`When would you notice that ${name} is missing, and what has happened by then?`,
			'Whom does that help, and whom does it endanger?',
			...(strict
				? [`Why is ${strict.name} treated otherwise, and which of the two would you make the rule?`]
				: ['What would you rather have the program do?']),
			'How do you keep a first start easy without this?'
		] as [string, ...string[]]
	);
	return [
		draft({
			subject: 'falls-back',
			worth: 0.84,
			category: 'implementation',
			difficulty: 'junior',
			topic: 'secrets',
			question,
			findings: [fallback],
			evidence: fallback.evidence.slice(0, 3),
			related: beside,
			rubric: [
				essential(
					`Without ${name} the service runs all the same, with a value that everybody who has the code knows.`,
					[
						'It starts with a well-known default secret.',
						'A missing variable is silently replaced by a public value.',
						'Nobody notices, because everything works.'
					],
					{
						evidence: fallback.evidence.slice(0, 1),
						contradictions: [`The service refuses to start when ${name} is missing.`]
					}
				),
				essential('A missing secret should stop the start, with a message that names it.', [
					'Fail fast and say which variable is not set.',
					'Throw at boot instead of falling back.',
					'Validate the environment before serving anything.'
				]),
				point('With the known value somebody can forge sessions or read what it protects.', [
					'An attacker can sign or decrypt with it.',
					'They can use the default to get in.'
				]),
				point(
					'For development the value is made at random or stands in a file of its own that is not committed.',
					[
						'Generate one on first start, or use a local env file.',
						'Allow the default only in development mode.'
					]
				),
				...(strict
					? [
							point(
								`${strict.name} has no value to fall back to, so its absence shows.`,
								[
									`${strict.name} is required while ${name} is optional.`,
									'The two are handled in different ways without a reason that one sees.'
								],
								{ evidence: beside }
							)
						]
					: [])
			],
			modelAnswer: `${at} falls back to a literal when ${name} is not set, so the service starts and works, and nobody notices that its secret is known to all who have the code. Depending on what ${name} protects, somebody can forge or read it. I would refuse to start and name the variable that is missing.${strict ? ` ${strict.name} in ${fileName(strict.place.path)} has no such fallback, and that should be the rule for whatever is secret.` : ''} To keep a first start easy, a development mode may make a random value or read a file that is not committed; the point is that production can never get there by leaving something out.`,
			hints: [
				'What do you see in the log of a machine where the variable is missing?',
				'Who knows the value that is used then?',
				'When is the best moment to complain?'
			],
			followUps: [
				clarifying(2, `Write the message that somebody reads who has forgotten ${name}.`, [
					essential('It names the variable and says how to set it.', [
						`${name} is not set; give it a value in the environment.`,
						'It tells what is missing and where.'
					]),
					point('It ends the program with an error, before it listens.', [
						'Exit with a non-zero code.',
						'The process stops at start.'
					])
				]),
				deeper(
					4,
					'How do you tell development from production, and what if that setting is the one that is missing?',
					[
						essential('Being strict is the default, and being lenient has to be asked for.', [
							'Assume production unless told otherwise.',
							'Opt in to the development mode.'
						]),
						point('A random value differs at each start, so it is never a shared secret.', [
							'Generate it, so no one can know it.',
							'Sessions then end on restart, which shows the mistake.'
						])
					]
				)
			]
		})
	];
}
