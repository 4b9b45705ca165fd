import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted, listed } from '../../detectors/detector';
import { environmentReads } from '../../detectors/environment';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { fileName, shown, worded } from './worded';

/** Where settings come from, and what is noticed when one is missing. */
export const settingQuestions: QuestionMaker = {
	name: 'settings',
	make: (material, phrasing) => [...missing(material, phrasing), ...pastTheRest(material, phrasing)]
};

const FEW = 3;

/** Names that say what would be missed come first, those that a machine sets by itself last. */
const weight = (name: string) =>
	/^(CI|HOME|PATH|PWD|TZ|DEBUG|LOG_LEVEL)$|^(npm|LISTEN|GITHUB)_|VERSION$/i.test(name)
		? -1
		: Number(/URL|HOST|DATABASE|DB_|SECRET|KEY|TOKEN|PASSWORD|MAIL|BUCKET/i.test(name));

function missing({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [environment] = foundBy(findings, 'configuration', 'environment');
	if (!environment?.evidence[0] || numberOf(environment, 'count') < FEW) return [];
	const names = listOf(environment, 'names');
	const files = listOf(environment, 'files');
	const optional = listOf(environment, 'withDefault');
	const required = names.filter((name) => !optional.includes(name));
	const strict = required.toSorted((one, other) => weight(other) - weight(one))[0];
	const lenient = optional.toSorted((one, other) => weight(other) - weight(one))[0];
	const count = numberOf(environment, 'count');
	const isSpread = files.filter((path) => !/(^|\/)config\//i.test(path)).length > FEW;
	const at = fileName(environment.evidence[0].path);
	const about = strict ?? names[0]!;
	const read = environmentReads(project).find(({ name }) => name === about);
	const readIn = read ? fileName(read.place.path) : at;
	const question = worded(
		phrasing,
		'missing',
		[
			`${counted(count, 'variable')} of the environment ${isSpread ? `are read in ${files.length} files` : `are read in ${counted(files.length, 'file')}, ${at} first of all`}.`,
			`A new machine has everything set but ${about}, which ${readIn} reads.`,
			...(strict && lenient ? [`${lenient} has a default, ${strict} has none.`] : []),
			isSpread
				? `To learn what can be set, I had to look into ${files.length} files, from ${at} to ${fileName(files.at(-1)!)}.`
				: `${at} is where I would look for what can be set: ${listed(names.slice(0, 3))}.`,
			`Somebody misspells ${about} in the settings of the deployment.`
		],
		[
			'When is a missing or wrong one noticed, by whom, and what has already happened by then?',
			'Which settings can the program not do without, and how does a stranger find that out?',
			isSpread
				? 'What would you gain by reading all of them in one place, and what speaks against it?'
				: 'What is checked about a value before the first request needs it, and what is not?',
			'How does the program behave while one of them is wrong, and who finds out?'
		]
	);
	return [
		draft({
			subject: 'missing',
			worth: isSpread ? 0.68 : 0.5,
			category: isSpread ? 'architecture' : 'implementation',
			difficulty: 'junior',
			topic: 'configuration',
			question,
			findings: [environment],
			evidence: environment.evidence.slice(0, 1),
			related: [...(read ? [shown(project, read.place)] : []), ...environment.evidence.slice(1, 3)],
			rubric: [
				essential(
					isSpread
						? 'A missing one is noticed late, where it is used, perhaps at the first request that needs it.'
						: 'What is read at the start can be checked at the start; what is read later fails later.',
					isSpread
						? [
								'It fails only when that code runs.',
								'The program starts and breaks in the middle of something.',
								'Nobody sees it until the feature is used.'
							]
						: [
								'If it is read on boot it can stop the boot.',
								'A value that is only used later breaks later.',
								'The moment of reading decides when you find out.'
							],
					{ evidence: environment.evidence.slice(0, 2) }
				),
				essential(
					'All of them should be read and checked in one place before the program begins to serve.',
					[
						'Parse the environment once at start with a schema.',
						'Validate required variables up front and refuse to start.',
						'Use a typed configuration object built on boot.'
					]
				),
				point(
					`What can be set stands in ${isSpread ? `${files.length} files` : 'few places'}, so a reader ${isSpread ? 'never sees it all together' : 'can see it together'}.`,
					isSpread
						? [
								'Reads are scattered over the code.',
								'There is no single list of the settings.',
								'You have to search to know what exists.'
							]
						: ['There is one place to look.', 'Settings are gathered in a few files.'],
					{
						contradictions: [
							isSpread
								? 'All variables are read in one file.'
								: 'Variables are read all over the code.'
						]
					}
				),
				point('Values are text, so numbers and switches have to be turned and checked.', [
					'Everything arrives as a string and must be parsed.',
					'A wrong number becomes NaN, and "false" is truthy.'
				]),
				point(
					'A value to fall back to suits what differs little, not what is secret or points to data.',
					[
						'Defaults are fine for a port, but not for passwords or addresses of databases.',
						'Required settings should have none.'
					]
				)
			],
			modelAnswer: `${counted(count, 'variable')} are read in ${counted(files.length, 'file')}, ${listed(names.slice(0, 3))} among them. ${isSpread ? 'Since each is read where it is used, a missing one shows only when that code runs, perhaps days after the deployment, and nobody has a list of them' : 'That is few enough to see them together, and what is read at the start can also be checked there'}. I would read all of them once, at the start, into one typed object, check numbers and addresses, and refuse to start with the name of what is missing. Values to fall back to are fine for what hardly matters, such as a port; ${strict ? `${strict} has none, and what is secret or points to data should not have one` : 'what is secret or points to data should not have one'}. The rest of the code then takes that object and does not ask the environment, which also makes tests easier.`,
			hints: [
				`Take ${about} away and start the program in your head.`,
				'At which line would it fail, and how long after the start?',
				'Where could somebody read what all the settings are?'
			],
			followUps: [
				clarifying(
					1,
					`What exactly does the program do with ${about} being empty text instead of missing?`,
					[
						essential('Empty is not missing, so a plain check for presence lets it pass.', [
							'An empty string may slip through a default or a null check.',
							'It depends on how it is compared.'
						]),
						point('A check of the form, such as a URL or a number, would catch it.', [
							'Validate the format and not only existence.',
							'A schema refuses it.'
						])
					]
				),
				deeper(2, 'How do tests give the code other settings, with and without such an object?', [
					essential(
						'With an object they pass another one; without it they change the environment of the process.',
						[
							'Inject the configuration instead of patching globals.',
							'You would have to set process variables.'
						]
					),
					point('Changing the environment leaks between tests that run side by side.', [
						'Global state makes tests depend on order.',
						'Parallel tests disturb one another.'
					])
				])
			]
		})
	];
}

/** Reads that go past the one place that checks, and functions that know too much. */
function pastTheRest({ findings, project }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [checked] = foundBy(findings, 'configuration', 'checked');
	const [outside] = foundBy(findings, 'configuration', 'env-outside-config');
	const rule = checked && !checked.manifestOnly ? checked : undefined;
	const astray = outside && behindMigrations(outside);
	const past = astray ?? (rule && readsBeside(rule, findings, project));
	if (!past?.evidence[0]) return [];
	const isLaravel = astray !== undefined;
	const by = isLaravel ? 'config()' : listed(listOf(rule!, 'libraries'), 2);
	const at = fileName(past.evidence[0].path);
	const ruleAt = rule?.evidence[0] ? fileName(rule.evidence[0].path) : 'config/';
	const question = worded(
		phrasing,
		'past the rest',
		isLaravel
			? [
					`${at} calls env() itself, outside of config/.`,
					`Everything works on your machine, and in production env() in ${at} gives null.`,
					`${at} reads the environment directly, where other code asks config().`
				]
			: [
					`Settings go through ${by} in ${ruleAt}, and ${at} reads the environment by itself.`,
					`${ruleAt} describes the settings with ${by}. ${at} goes past it.`,
					`Somebody takes ${ruleAt} for the list of everything that can be set, and misses what ${at} reads.`
				],
		[
			'How did that come about, and what does it cost when a value is missing?',
			'What differs between the two when a value is missing?',
			'What would you do about it, and how would you keep it so?'
		]
	);
	return [
		draft({
			subject: 'past-the-rest',
			worth: 0.76,
			category: 'implementation',
			difficulty: 'junior',
			topic: 'configuration',
			question,
			findings: rule ? [past, rule] : [past],
			evidence: past.evidence.slice(0, 2),
			related: rule?.evidence.slice(0, 2) ?? past.evidence.slice(1, 3),
			rubric: [
				essential(
					isLaravel
						? 'Once the configuration is cached, env() outside of config/ gives null.'
						: `What is read past ${by} is neither checked at the start nor listed with the rest.`,
					isLaravel
						? [
								'With config:cache the .env file is not loaded any more.',
								'After caching these calls return nothing.',
								'It breaks in production only.'
							]
						: [
								'Validation does not cover it.',
								'A missing value shows only when that line runs.',
								'It bypasses the typed settings.'
							],
					{ evidence: past.evidence.slice(0, 1) }
				),
				essential(
					isLaravel
						? 'The value belongs in a file of config/, and the code asks config().'
						: `It should become a field of ${ruleAt} and be taken from there.`,
					isLaravel
						? [
								'Read env in the config file and use config() elsewhere.',
								'Move it to configuration.'
							]
						: ['Add it to the settings object and inject that.', 'Route it through the same class.']
				),
				point('A rule of the linter can forbid reading the environment anywhere else.', [
					'Lint against direct access outside of one file.',
					'Let the build fail on it.'
				]),
				point('Small tools and what runs before the settings are loaded may have a reason.', [
					'Scripts or start-up code can be exceptions.',
					'At times the value is needed before the object exists.'
				])
			],
			modelAnswer: isLaravel
				? `${at} calls env() outside of config/. On a developer's machine it works, because the file is read at each request; in production the configuration is cached, the environment file is not read any more, and the call gives null. The value belongs in a file of config/, and the code asks config() for it. A rule that forbids env() elsewhere keeps it so, and a run of the tests with a cached configuration would have shown it. Scripts that run before the framework may be an exception, and should say so.`
				: `${by} in ${ruleAt} is the place that reads and checks the settings, and ${at} reads the environment by itself. What it reads is in no list, has no type, and is missed when that line runs and not at the start. I would make it a field of ${ruleAt} and hand it over from there. A rule of the linter against reading the environment elsewhere keeps it so. Scripts, or what runs before the settings exist, may be an exception, with a word about why.`,
			hints: [
				'Leave the value out: what happens in each of the two cases?',
				'Who would look where to learn what can be set?'
			],
			followUps: [
				clarifying(1, `When would you see that the value in ${at} is missing?`, [
					essential('Only when that line runs.', ['At the first use.', 'Not at start, but later.']),
					point('The rest complains at the start.', [
						'Other settings fail on boot.',
						'The checked ones stop the program early.'
					])
				]),
				deeper(2, 'How do you find all such reads in a large repository?', [
					essential(
						'Search for the functions that read the environment, outside of the one file.',
						['Grep or lint for the access.', 'Look for every direct read.']
					),
					point('Libraries may read variables too, which no search of this code shows.', [
						'Dependencies have variables of their own.',
						'Some are consumed by frameworks.'
					])
				])
			]
		})
	];
}

/** Those of migrations last; undefined where all lie in a folder of settings after all. */
function behindMigrations(found: Finding): Finding | undefined {
	const evidence = found.evidence
		.filter(({ path }) => !/(^|\/)config\//i.test(path))
		.toSorted(
			(one, other) =>
				Number(/migrations\//.test(one.path)) - Number(/migrations\//.test(other.path))
		);
	return evidence.length > 0 ? { ...found, evidence } : undefined;
}

/** Reads of the environment in files where no checked settings are. */
function readsBeside(
	rule: Finding,
	findings: readonly Finding[],
	project: Project
): Finding | undefined {
	const [direct] = foundBy(findings, 'configuration', 'beside-settings');
	const own = new Set(rule.evidence.map(({ path }) => path));
	const sameLanguage = new Set(
		project.files.filter(({ path }) => own.has(path)).map(({ language }) => language)
	);
	const isSame = (path: string) =>
		project.files.some((file) => file.path === path && sameLanguage.has(file.language));
	const evidence = direct?.evidence.filter(({ path }) => !own.has(path) && isSame(path)) ?? [];
	return direct && evidence.length > 0 ? { ...direct, evidence } : undefined;
}
