import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import {
	changedBy,
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	numberOf,
	point,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

/** Parts that one person alone has worked on, where several work. */
export const loneOwners: QuestionMaker = {
	name: 'lone-owners',
	make: (material, phrasing) => {
		const all = foundBy(material.findings, 'lone-owner');
		const folder = all
			.filter(({ facts }) => 'path' in facts)
			.toSorted((one, other) => numberOf(other, 'commits') - numberOf(one, 'commits'))[0];
		const whole = all.find(({ facts }) => 'files' in facts);
		const [one] = [folder, whole].filter((found) => found !== undefined);
		return one ? [asked(material, one, phrasing)] : [];
	}
};

function asked(material: QuestionMaterial, found: Finding, phrasing: Phrasing): QuestionDraft {
	const { findings, project } = material;
	const path = textOf(found, 'path');
	const isWhole = path === '';
	const [first] = found.evidence;
	const at = isWhole ? (first?.path ?? '') : path;
	const commits = numberOf(found, 'commits');
	const percent = Math.round(numberOf(found, 'share') * 100);
	const [files, of, people] = [
		numberOf(found, 'files'),
		numberOf(found, 'of'),
		numberOf(found, 'people')
	];
	const tests = project.files.filter(
		(file) => file.isTest && !isWhole && file.path.startsWith(`${path}/`)
	).length;
	const last = project.history?.commits.find(
		({ parents, files: changed }) =>
			parents.length < 2 && first !== undefined && changed.some((file) => file.path === first.path)
	);
	return draft({
		subject: at,
		worth: 0.7,
		topic: 'history',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		findings: [found, ...(isWhole ? foundBy(findings, 'review/truck-factor') : [])],
		evidence: found.evidence.slice(0, 3),
		related: last && first ? [changedBy(last.id, first.path)] : [],
		question: composed(
			phrasing,
			at,
			isWhole
				? [
						`One person has made the most commits to ${files} of ${of} source files, of ${people} people who have worked here.`,
						`${people} people have committed to this repository, and for ${files} of ${of} files the same one has done most of it.`,
						`If one of ${people} people left, ${files} of ${of} files would have lost whoever changed them most.`
					]
				: [
						`${percent} percent of the ${commits} commits to ${path} are one person’s.`,
						`Nearly all work on ${path} was done by one person: ${percent} percent of ${commits} commits.`,
						`Others have hardly touched ${path}; of ${commits} commits ${percent} percent come from the same hand.`
					],
			[
				'What would be lost if that person were away for a month, and where is it written down?',
				'Is that expertise or a risk, and what would you do about it?',
				'Who can review a change there, and on what grounds?',
				'How would you hand it over, beginning tomorrow?',
				'Which decision in it would somebody else get wrong first?'
			]
		),
		rubric: [
			essential(
				'When that person is away, changes there are slow or wrong, since nobody else knows why it is as it is',
				['the bus factor is one', 'knowledge is in one head', 'nobody can maintain it without them']
			),
			essential(
				'The knowledge spreads when others change that part themselves, with that person as reviewer',
				[
					'let somebody else implement the next feature there',
					'pair programming and rotating ownership',
					'reading documentation is not enough, you have to work on it'
				]
			),
			point(
				'Reasons belong in writing next to the code: decisions, comments that say why, messages of commits',
				['decision records', 'document the why and not the what', 'good commit messages']
			),
			point(
				tests > 0
					? `The ${counted(tests, 'test file')} there tell others when they have broken something`
					: 'Tests let others change it without knowing all of it',
				[
					'a test suite is a safety net for newcomers',
					'executable documentation',
					'it shows the expected behaviour'
				]
			),
			point(
				'One owner is also quick and consistent, which is right for a part that is small or settled',
				[
					'a single vision keeps the design clean',
					'expertise is valuable',
					'not every part needs several experts'
				]
			)
		],
		modelAnswer: `
			${isWhole ? `For ${files} of ${of} files one of ${people} people has made the most commits` : `${percent} percent of the ${commits} commits to ${path} are one person's`}. Commits are not knowledge, but they
			are the best sign that a history has. When that person is away, changes there are slow, or wrong
			because the reasons are in one head. Writing helps only so far: what spreads knowledge is that
			others change that part themselves, with that person as reviewer. I would give the next feature
			there to somebody else, and have the reasons written down where they are asked for. Tests let a
			newcomer change it without knowing all of it. For a part that is small or settled I would leave it
			so, since one owner is quick and consistent.
		`,
		hints: [
			'What does that person know that the code does not say?',
			'Who reviewed the last change there, and what could they judge?',
			'Which way of sharing works: reading, being told, or doing?'
		],
		followUps: [
			clarifying(
				2,
				`You are to take over ${at} on Monday. What do you ask for, and what do you do first?`,
				[
					essential('A small change of my own, reviewed by the one who knows', [
						'fix a bug there under guidance',
						'start with a simple task'
					]),
					point('An account of the decisions and of what went wrong before', [
						'the history and the reasons',
						'known problems and pitfalls'
					])
				]
			),
			deeper(5, 'When would you leave a part with one owner on purpose?', [
				essential('When it is small, settled, or could be written anew in short time', [
					'low risk and rarely changed',
					'cheap to rewrite'
				]),
				point(
					'When it needs knowledge that is rare, and a second person would cost more than the risk',
					['deep specialist expertise', 'not worth training another']
				)
			])
		]
	});
}
