import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
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
import { routeName, tellingRoutes } from './told-routes';
import { elsewhere, fileName, isAside, mainFirst, shown, worded } from './worded';

/** What the program writes down of itself, and what should not be in it. */
export const loggingQuestions: QuestionMaker = {
	name: 'logging',
	make({ findings, project }, phrasing) {
		const [libraries] = foundBy(findings, 'logging', 'libraries').filter(
			({ manifestOnly }) => !manifestOnly
		);
		const [prints] = foundBy(findings, 'logging', /^prints-/);
		const [secrets] = foundBy(findings, 'logging', 'secrets');
		const both = libraries ?? prints;
		const told = both && { ...both, evidence: mainFirst(both.evidence) };
		const main = told?.evidence.some((one) => !isAside(one)) ? told : undefined;
		return [
			...(secrets?.evidence[0] ? [secretsIn(secrets, main, phrasing)] : []),
			...(prints?.evidence[0] && libraries && listOf(prints, 'loggers').length > 0
				? [pastIt(prints, libraries, phrasing)]
				: []),
			...(main?.evidence[0] ? [oneRequest(main, project, phrasing)] : [])
		];
	}
};

/** What is built and runs together, going by folders: one request does not pass two of them. */
const partOf = (path: string) => path.split('/').slice(0, -1).slice(0, 2).join('/');

function oneRequest(main: Finding, project: Project, phrasing: Phrasing): QuestionDraft {
	const isPrinted = main.key.startsWith('logging:prints');
	const by = isPrinted ? textOf(main, 'by') : listed(listOf(main, 'libraries'), 2);
	const at = fileName(main.evidence[0]!.path);
	const [first, ...rest] = main.evidence;
	const other = rest.find(
		({ path }) => first && path !== first.path && partOf(path) === partOf(first.path)
	);
	const route = tellingRoutes(project).find(({ method }) => method === 'POST');
	const files = numberOf(main, 'files');
	const question = worded(
		phrasing,
		'one request',
		[
			route
				? `A customer writes: yesterday at ten ${routeName(route)} failed for me. All you have is what went through ${by}.`
				: `Somebody writes that it failed for them yesterday at ten. All you have is what went through ${by}.`,
			`What is logged goes through ${by}, in ${counted(files, 'file')}${files > 1 ? `, ${at} among them` : ` (${at})`}.`,
			other
				? `One request leaves a line from ${at} and a line from ${fileName(other.path)}, with those of two hundred others between them.`
				: `One request leaves several lines by way of ${by}, with those of two hundred others between them.`,
			`Tonight the log grows to forty gigabytes; its lines come through ${by}, from ${at} for example.`,
			`A new colleague asks what belongs in the log and what does not, and you open ${at}.`
		],
		[
			'How would you find all lines of one request, and what must never be among them?',
			'What does a line carry, which parts of it can a machine search, and what has to be left out?',
			'Which lines could go, which are missing, and which should never have been written?',
			'By what would you find one request again, and what keeps passwords and the like out of it?'
		]
	);
	return draft({
		subject: 'one-request',
		worth: isPrinted ? 0.58 : 0.54,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'logging',
		question,
		findings: [main],
		evidence: main.evidence.slice(0, 1),
		related: [...(other ? [other] : []), ...(route ? [shown(project, route.place)] : [])],
		rubric: [
			essential(
				'Every line of a request carries the same id, so that they can be found together.',
				[
					'A request or correlation id goes through all log statements.',
					'You filter by trace id.',
					'Put the id into the context so that each line has it.'
				]
			),
			point('Fields instead of sentences make the log searchable by machines.', [
				'Structured logging as JSON.',
				'Key and value pairs can be queried.',
				'Do not bury ids in free text.'
			]),
			point(
				isPrinted
					? `${by} has no levels, so nothing can be switched off or told apart.`
					: 'A level says how bad it is, and which of them wake somebody is agreed.',
				isPrinted
					? ['Printing knows no severity.', 'You cannot silence debug output in production.']
					: [
							'Error, warning and info must mean something fixed.',
							'Levels allow filtering and alerting.'
						],
				{
					evidence: main.evidence.slice(0, 1),
					contradictions: isPrinted
						? ['The code uses a logging library with levels.']
						: ['The code only prints to the console.']
				}
			),
			essential(
				'Passwords, tokens and what is personal do not belong in it, and are taken out in one place.',
				[
					'Redact sensitive fields centrally.',
					'Never log credentials or personal data.',
					'Logs are copied and kept, so secrets must not get there.'
				]
			),
			point('It costs: volume, time and storage, so how much is kept, and how long, is decided.', [
				'Sample or rotate to limit the size.',
				'Retention must be set.'
			])
		],
		modelAnswer: `The log is written through ${by}, in ${counted(files, 'file')}, ${at} for one. To follow one request I need an id that is made at the entrance and stands in every line, by way of a context rather than by hand. ${isPrinted ? `${by} has no level and no fields, so nothing can be filtered or switched off; that is enough for a small program and not for one that somebody is woken for` : 'Fields rather than sentences let a machine search, and a level should mean something: an error is what somebody has to look at'}. Passwords, tokens and personal data stay out, by one place that takes known fields out of everything. How much is kept and how long is a decision too, since volume costs money and buries what matters.`,
		hints: [
			'You have ten thousand lines from that minute: by what do you choose?',
			'What would a program need to count failures by route?',
			'Who can read this log, and for how long?'
		],
		followUps: [
			clarifying(
				1,
				'Where is that id made, and how does it come to a line that is written five calls deeper?',
				[
					essential('At the entrance of the request, and it travels in a context.', [
						'Middleware creates it and stores it in context or async local storage.',
						'Thread-local or MDC carries it.'
					]),
					point('One that comes from a proxy or client is taken over.', [
						'Reuse an incoming header.',
						'Propagate it to other services.'
					])
				]
			),
			deeper(4, 'Somebody logs a whole object with a password in it. What stops that?', [
				essential('A filter in the logger that takes out fields by name.', [
					'Configure redaction paths.',
					'A serializer masks them.'
				]),
				point('Types that do not print themselves.', [
					'Wrap secrets in a type whose string is stars.',
					'The object hides its value.'
				])
			])
		]
	});
}

function pastIt(prints: Finding, libraries: Finding, phrasing: Phrasing): QuestionDraft {
	const by = textOf(prints, 'by');
	const calls = numberOf(prints, 'calls');
	const logger = listed(listOf(prints, 'loggers'), 2);
	const at = fileName(prints.evidence[0]!.path);
	const ending = prints.evidence[0]!.path.replace(/^.*\.|x$/g, '');
	const [rule] = elsewhere(libraries.evidence, prints.evidence.slice(0, 1)).filter(
		({ path }) => path.replace(/^.*\.|x$/g, '') === ending
	);
	const question = worded(
		phrasing,
		'past it',
		[
			rule
				? `${fileName(rule.path)} logs with ${logger}, and ${at} writes by ${by} instead, one of ${calls} such calls.`
				: `${at} writes by ${by}, one of ${calls} such calls, although there is ${logger}.`,
			`${counted(calls, 'call')} of ${by} ${calls === 1 ? 'bypasses' : 'bypass'} ${logger}; ${at} has one.`,
			`You look for what ${at} has reported, and there is nothing of it in what went through ${logger}.`
		],
		[
			'What is different for a line that goes that way?',
			'How did they come to be there, and what would you do with them?',
			'Where do those lines end up in production, and who reads them?'
		]
	);
	return draft({
		subject: 'past-it',
		worth: 0.74,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'logging',
		question,
		findings: [prints, libraries],
		evidence: prints.evidence.slice(0, 2),
		related: rule ? [rule] : [],
		rubric: [
			essential(
				'It has no level, no time and no request, so it cannot be filtered or found.',
				['Nothing says how serious it is.', 'It lacks the fields of the logger.'],
				{
					evidence: prints.evidence.slice(0, 2),
					contradictions: [`All output goes through ${logger}.`]
				}
			),
			essential('It goes to another place than the rest of the log.', [
				'It ends on standard output instead of the log target.',
				'The log system does not receive it.'
			]),
			point('Most are left from looking for a mistake and can go.', [
				'They are debugging leftovers.',
				'Delete what nobody needs.'
			]),
			point('A rule of the linter keeps new ones out.', [
				'Forbid it with a lint rule.',
				'Fail the build on print statements.'
			]),
			point('What is printed bypasses the filter for secrets.', [
				'Redaction does not apply.',
				'Sensitive values may slip through.'
			])
		],
		modelAnswer: `This code logs through ${logger}, and ${counted(calls, 'call')} of ${by} ${calls === 1 ? 'goes' : 'go'} past it, ${at} for one. Such a line has no level, no time and no request, and goes to standard output, so it is neither filtered nor found with the rest. It also passes by whatever takes secrets out. Most of these are left from looking for a mistake and can be deleted; the others become calls of the logger with a level. A rule of the linter keeps the next one out, but for scripts whose work is to print.`,
		hints: [
			'Compare the two lines as they appear in production.',
			'What does the logger add that this call does not?'
		],
		followUps: [
			clarifying(2, 'Where does that output go in a container?', [
				essential('To standard output, which the platform may collect, without structure.', [
					'stdout of the container.',
					'It is captured as plain text.'
				]),
				point('If logs go to a file or service, it is missing there.', [
					'The log file lacks it.',
					'It is not shipped.'
				])
			]),
			deeper(4, 'Some programs should print. How do you tell them apart in the rule?', [
				essential('By folder: scripts and commands may, the service may not.', [
					'Exclude the CLI paths in the lint configuration.',
					'Allow it in tools only.'
				]),
				point('Output for people and logs are two things.', [
					'Results go to stdout, logs to stderr or a logger.',
					'Keep them separate.'
				])
			])
		]
	});
}

function secretsIn(secrets: Finding, main: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const at = fileName(secrets.evidence[0]!.path);
	const places = numberOf(secrets, 'places');
	const question = worded(
		phrasing,
		'secrets',
		[
			`${at} hands something secret to the log${places > 1 ? `, one of ${places} places` : ''}.`,
			`In the log of this service stands a password or token, and ${at} has put it there.`,
			`A support engineer searches the log and finds what ${at} has written: a secret of a user.`
		],
		[
			'Who can read it by now, and what would you do first?',
			'How did it get there, and what would have stopped it?',
			'How long does it stay, and in how many copies?'
		]
	);
	return draft({
		subject: 'secrets',
		worth: 0.93,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'logging',
		question,
		findings: main ? [secrets, main] : [secrets],
		evidence: secrets.evidence.slice(0, 2),
		related: main
			? elsewhere(main.evidence, secrets.evidence.slice(0, 1)).slice(0, 2)
			: secrets.evidence.slice(1),
		rubric: [
			essential(
				'Logs are read by more people, copied further and kept longer than the database.',
				[
					'Many have access to them, backups and services included.',
					'They travel to third parties.'
				],
				{ evidence: secrets.evidence.slice(0, 1), contradictions: ['Nothing secret is logged.'] }
			),
			essential(
				'What was logged counts as leaked and is replaced: tokens withdrawn, passwords reset.',
				['Rotate it.', 'Invalidate what has been exposed.']
			),
			point('The logger takes known fields out in one place.', [
				'Central redaction by field name.',
				'Mask before writing.'
			]),
			point('Copies in archives and at services are removed as well.', [
				'Purge the stored logs.',
				'Delete from backups and log providers.'
			]),
			point('A test or rule looks for such names in calls of the log.', [
				'Lint for password in log arguments.',
				'Check it in review automatically.'
			])
		],
		modelAnswer: `${at} writes something secret into the log. Everybody who may read logs has it by now, and so has every copy in archives and at services. First it stops, then what stands there counts as leaked: tokens are withdrawn, passwords reset, and the lines are removed where that can be done. From then on the logger takes fields with such names out, in one place, so that the next mistake does no harm. A rule that looks for such names in calls of the log would have caught it.`,
		hints: [
			'Follow that line on its way: which systems and people see it?',
			'What could have stood between this call and the file?'
		],
		followUps: [
			clarifying(2, 'Is it enough to delete the lines?', [
				essential('No, since somebody may have read or copied them.', [
					'It was exposed already.',
					'You cannot know who saw it.'
				]),
				point('The secret itself has to be made worthless.', ['Rotate or revoke.', 'Replace it.'])
			]),
			deeper(3, 'How does such a filter know an object that is nested three levels deep?', [
				essential('It walks the object by field names, or types hide themselves.', [
					'Recursive redaction.',
					'A secret type with a masked string.'
				]),
				point('Free text escapes it, so fields are better than sentences.', [
					'Interpolated messages cannot be filtered.',
					'Structured logging helps.'
				])
			])
		]
	});
}
