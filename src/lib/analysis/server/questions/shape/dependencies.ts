import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import {
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	point,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

const MOST = 2;

/** What others wrote and the project stands on: what is no longer cared for, and what is not held fast. */
export const dependencies: QuestionMaker = {
	name: 'dependencies',
	make: (material, phrasing) => [
		...foundBy(material.findings, 'review/abandoned-dependency')
			.map((found) => abandoned(material, found, phrasing))
			.toSorted((one, other) => other.worth - one.worth)
			.slice(0, MOST),
		...foundBy(material.findings, 'review/not-locked')
			.slice(0, 1)
			.map((found) => notLocked(found, phrasing))
	]
};

function abandoned(
	{ project }: QuestionMaterial,
	found: Finding,
	phrasing: Phrasing
): QuestionDraft {
	const name = textOf(found, 'dependency');
	const word = name.replace(/^.*[:/]/, '');
	const users = project.files.filter(({ imports }) =>
		imports.some(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`))
	);
	const sources = users.filter(({ isTest }) => !isTest);
	const [user] = sources.length > 0 ? sources : users;
	const line = user?.imports.find(({ specifier }) => specifier.startsWith(name))?.line ?? 1;
	const [manifest] = found.evidence;
	const where = user
		? `${counted(users.length, 'file imports', 'files import')} it${sources.length === 0 ? ', all of them tests' : `, ${user.path} among them`}`
		: 'no file was seen to import it directly';
	return draft({
		subject: name,
		worth: user ? 0.78 : 0.62,
		topic: 'build_and_deployment',
		category: 'tradeoffs',
		difficulty: 'junior',
		findings: [found],
		evidence: found.evidence.slice(0, 1),
		related: user ? [project.evidence({ path: user.path, startLine: line })] : [],
		question: composed(
			phrasing,
			name,
			[
				`${manifest?.path ?? 'A manifest'} asks for ${name}, and ${where}. ${found.detail}`,
				`You depend on ${name}: ${where}. ${found.detail}`,
				`${name} is still among your dependencies, and ${where}. ${found.detail}`
			],
			[
				'What does that risk, and what would replacing it take?',
				'When does it have to go, and what would you do until then?',
				'How would you get rid of it without stopping everything else?',
				'What would you put in its place, and how do you know that it does the same?',
				'Is that urgent? Say what you would look at to decide.'
			]
		),
		rubric: [
			essential(
				`Faults and security holes in ${word} are fixed late or never`,
				[
					'it receives no security fixes',
					'vulnerabilities stay open',
					'it is unmaintained or deprecated'
				],
				{ evidence: found.evidence.slice(0, 1), contradictions: [`${word} is actively maintained`] }
			),
			essential(
				`How urgent it is depends on what reaches ${word}: input from outside, or only tests and the build`,
				[
					'if it handles untrusted data it is critical',
					'a development dependency matters less',
					'look at where it is used and with what data'
				]
			),
			point(
				`The way out is to hide it behind one module of our own and to change what is behind that`,
				[
					'wrap it in an adapter and swap the implementation',
					'replace it step by step, caller by caller',
					'isolate the usage first'
				]
			),
			point('Often what is used of it is in the language or the platform by now', [
				'the standard library can do it today',
				'use the built-in API instead',
				'we only need two functions of it'
			]),
			point(
				'It may break with the next version of the runtime, and then the change comes at a bad time',
				['incompatible with newer runtimes', 'it blocks other upgrades', 'forced migration later']
			)
		],
		modelAnswer: `
			${found.detail} So a fault or a security hole in it stays, and one day it stops
			working with a newer runtime. How urgent that is depends on what reaches it: ${where}. If input
			from outside goes through it, it has to go soon; if only tests or the build use it, it can wait. I
			would first look what is really used of it, since often the language has that by now. Then I
			would put one module of our own around it, test what that does, and change what is behind it. An
			alarm for known holes in dependencies tells when waiting has to end.
		`,
		hints: [
			'What comes in contact with it: a stranger’s input, or your own build?',
			'How much of it do you really use?',
			'How would you change it without touching every file that imports it?'
		],
		followUps: [
			clarifying(
				3,
				`How many files would a replacement touch, and how would you make that fewer?`,
				[
					essential('As many as import it, unless one module of our own stands between', [
						'every importer has to change',
						'an adapter limits it to one place'
					]),
					point('A search over imports tells', [
						'grep for the import',
						'the dependency graph shows it'
					])
				]
			),
			deeper(2, 'How do you learn of the next dependency that is given up, before it hurts?', [
				essential('By regular checks of dependencies in the build, for known holes and for age', [
					'an audit step in CI',
					'a bot that proposes updates'
				]),
				point('By choosing carefully: who cares for it, how often, and how many depend on it', [
					'look at maintenance before adding it',
					'fewer dependencies in the first place'
				])
			])
		]
	});
}

function notLocked(found: Finding, phrasing: Phrasing): QuestionDraft {
	const manifests = listOf(found, 'manifests');
	const [path = ''] = manifests;
	return draft({
		subject: path,
		worth: 0.7,
		topic: 'build_and_deployment',
		category: 'implementation',
		difficulty: 'junior',
		findings: [found],
		evidence: found.evidence.slice(0, 2),
		question: composed(
			phrasing,
			path,
			[
				`No lock file stands beside ${path}${manifests.length > 1 ? ` and ${counted(manifests.length - 1, 'other manifest')}` : ''}.`,
				`${path} names ranges of versions, and nothing in the repository says which ones were meant.`,
				`What ${path} installs is decided on the day: there is no lock file.`
			],
			[
				'Is that meant, and whom may it bite?',
				'Two people install a week apart. What may differ, and how would they notice?',
				'How would you build last month’s version again?',
				'What would a lock file cost you, and when is it wrong to have one?'
			]
		),
		rubric: [
			essential(
				'The same commit may install other versions tomorrow, so that a build cannot be repeated',
				[
					'builds are not reproducible',
					'it works on my machine but not in CI',
					'dependencies float within their ranges'
				]
			),
			essential('A lock file fixes every version, also of what dependencies need themselves', [
				'it pins the whole tree including transitive packages',
				'with checksums',
				'everyone installs exactly the same'
			]),
			point('A new version that breaks or is malicious arrives without anybody’s decision', [
				'supply chain attack',
				'an upstream release can break us overnight',
				'no review of upgrades'
			]),
			point(
				'A library may leave its lock file out, as those who use it resolve versions themselves',
				[
					'for published packages the lock file is ignored',
					'applications should commit it, libraries need not'
				]
			)
		],
		modelAnswer: `
			Without a lock file ${path} gives ranges, and what is installed is decided on the day. The same
			commit may be another program tomorrow: it works for me and not for the build, and last month's
			version cannot be built again. A new version that breaks something, or is malicious, comes in
			without anybody having decided so. A lock file fixes every version, also of what dependencies
			need themselves, and an upgrade becomes a change that one reviews. A library may leave it out,
			since whoever uses it resolves versions anew; what is deployed should have one.
		`,
		hints: [
			'What exactly does an install read, and what does it decide by itself?',
			'How would you find out which versions ran last Tuesday?',
			'Is this something that others install, or something that you deploy?'
		],
		followUps: [
			clarifying(
				1,
				'The build is red this morning and nobody has committed anything. How do you find the cause?',
				[
					essential('Compare the versions that were installed with those of the last green build', [
						'diff the install logs',
						'look which dependency got a new release'
					]),
					point('Go back to the old version by pinning it', [
						'pin the version explicitly',
						'add an override'
					])
				]
			),
			deeper(2, 'With everything fixed, how do security updates come in?', [
				essential('By a bot or a regular job that proposes upgrades, which tests then check', [
					'automated pull requests for updates',
					'scheduled dependency updates in CI'
				]),
				point('Each upgrade is a small change of its own that can be taken back', [
					'one dependency per commit',
					'easy to revert'
				])
			])
		]
	});
}
