import type { Finding } from '../../../findings';
import { counted, listed } from '../../detectors/detector';
import { routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { elsewhere, fileName, worded } from './worded';

const FEW_ROUTES = 3;

/** How an error keeps its cause and its kind on the way out. */
export const errorKindQuestions: QuestionMaker = {
	name: 'error-kinds',
	make({ findings, project }, phrasing) {
		const [central] = foundBy(findings, 'error-handling', 'central');
		const [types] = foundBy(findings, 'error-handling', 'own-types');
		const [lost] = foundBy(findings, 'error-handling', 'causes-lost');
		const [wrapped] = foundBy(findings, 'error-handling', 'wrapped');
		const [unwraps] = foundBy(findings, 'error-handling', 'unwraps');
		const outside = routesOf(project).length >= FEW_ROUTES ? (central ?? types) : undefined;
		return [
			...(outside?.evidence[0] ? [toTheOutside(outside, types, phrasing)] : []),
			...(lost?.evidence[0] ? [causeLost(lost, wrapped, phrasing)] : []),
			...(unwraps?.evidence[0] ? [panics(unwraps, phrasing)] : [])
		];
	}
};

function toTheOutside(
	outside: Finding,
	types: Finding | undefined,
	phrasing: Phrasing
): QuestionDraft {
	const isCentral = outside.key.endsWith(':central');
	const at = fileName(outside.evidence[0]!.path);
	const names = types ? listOf(types, 'types') : [];
	const count = types ? numberOf(types, 'count') : 0;
	const kinds = listed(names.slice(0, 3));
	const thrown = types ? elsewhere(types.evidence, outside.evidence.slice(0, 1)) : [];
	const question = worded(
		phrasing,
		'to the outside',
		[
			isCentral
				? `${at} is where errors are turned into responses.`
				: `The code has ${counted(count, 'error type')} of its own, such as ${kinds}.`,
			...(isCentral && types
				? [
						`There are ${count} error types such as ${names[0]}, and ${at} turns what is thrown into an answer.`
					]
				: []),
			isCentral
				? `The database driver throws something in the middle of a request, and it comes as far as ${at}.`
				: `Somebody throws ${names[0]} three layers below the interface.`,
			...(names.length > 1
				? [
						`Next to ${listed(names.slice(0, 2))} somebody adds another error type tomorrow${isCentral ? ` and forgets ${at}` : ''}.`
					]
				: []),
			isCentral
				? `A client developer asks you for a list of every error that the API can answer, and you open ${at}.`
				: `A client developer asks which of ${kinds} they will ever see, and as what.`
		],
		[
			'What does the client get to see, and what not?',
			'Which errors become which status, and who decides that?',
			'What happens to an error that nobody has thought of?',
			'How would a client tell two kinds apart without reading sentences?'
		]
	);
	return draft({
		subject: 'to-the-outside',
		worth: isCentral && types ? 0.74 : 0.6,
		category: 'architecture',
		difficulty: 'junior',
		topic: 'error_handling',
		question,
		findings: types && types !== outside ? [outside, types] : [outside],
		evidence: outside.evidence.slice(0, 2),
		related: [...thrown.slice(0, 2), ...outside.evidence.slice(2, 3)],
		rubric: [
			essential(
				isCentral
					? 'One place decides on status and words, so that the same error looks the same everywhere.'
					: 'A type of its own lets a caller tell errors apart without reading their text.',
				isCentral
					? [
							'Handlers throw and a central handler maps to responses.',
							'The mapping is in a single spot, so answers are consistent.',
							'You do not repeat error responses in each route.'
						]
					: [
							'You can catch by class instead of comparing messages.',
							'The kind is in the type and not in the string.'
						],
				{
					evidence: outside.evidence.slice(0, 2),
					...(isCentral ? { contradictions: ['Every route builds its own error response.'] } : {})
				}
			),
			essential(
				'What is unknown becomes a plain 500 that tells outsiders nothing about the inside.',
				[
					'Unexpected errors give a generic message, without stack or SQL.',
					'Do not leak internals to the client.',
					'Anything not mapped is an internal server error.'
				]
			),
			point('The details go into the log, with an id that the answer carries too.', [
				'Log the full error and return a correlation id.',
				'Support can find it by the reference in the response.'
			]),
			point(
				'A code that machines read goes along with the sentence, and is part of the interface.',
				['Clients switch on a stable error code.', 'Text may change, the code must not.']
			),
			point('Errors of the domain know nothing of HTTP; the edge translates them.', [
				'Status numbers do not belong in services.',
				'Keep transport out of the core so that jobs can use it too.'
			])
		],
		modelAnswer: `${isCentral ? `Code throws, and ${at} makes the answer, so one kind of error looks the same on every route. ${names.length > 0 ? `${kinds} are expected, and each` : 'Each error that is expected'}` : `${kinds} let a caller tell errors apart by type. Each that may reach the outside`} should have a status and a code that clients can rely on, with the sentence free to change. What nobody has thought of, an error of the database for example, becomes a plain 500 without text from the inside; the whole of it goes to the log with an id that the answer carries as well. Errors of the domain should know nothing of HTTP, since a job throws them too. A test that goes through all types and asks for their answer shows one that was forgotten.`,
		hints: [
			'Throw something that is in none of the lists: what is the answer?',
			'Who reads the answer, and who reads the log?',
			'What may a client program rely on next year?'
		],
		followUps: [
			clarifying(2, 'Write the body of the answer for an error that nobody has thought of.', [
				essential('A code, a general sentence and an id, and nothing else.', [
					'A generic message with a reference.',
					'No stack, no query, no class names.'
				]),
				point('With status 500.', ['Internal server error.', 'A 5xx.'])
			]),
			deeper(
				5,
				'One of these errors arises in a background job. Who catches it there, and what does it become?',
				[
					essential('The runner of jobs: it logs, tries again or gives up, and makes no answer.', [
						'The worker decides about retry.',
						'There is no HTTP response, so it is recorded.'
					]),
					point('That is why the error must not carry a status.', [
						'Transport details make no sense there.',
						'Keep it neutral.'
					])
				]
			)
		]
	});
}

function causeLost(lost: Finding, wrapped: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const [places, kept] = [numberOf(lost, 'places'), wrapped ? numberOf(wrapped, 'places') : 0];
	const at = fileName(lost.evidence[0]!.path);
	const keptAt = wrapped?.evidence[0] && fileName(wrapped.evidence[0].path);
	const question = worded(
		phrasing,
		'cause lost',
		[
			`${at} puts an error into a text without %w, one of ${counted(places, 'such place')}${keptAt ? `; ${keptAt} keeps the cause` : ''}.`.replace(
				'one of 1 such place',
				'the only such place'
			),
			`${counted(kept, 'place')} ${kept === 1 ? 'wraps' : 'wrap'} an error with %w, ${places} ${places === 1 ? 'writes' : 'write'} it as plain text, as ${at} does.`,
			`An error comes up through ${at}. Its text still names the cause, but errors.Is in the caller answers false.`
		],
		[
			'What is lost there, and who needs it?',
			'Is that an oversight or a border that was meant, and how can one tell?',
			'What does that cost the caller, and when would you rather hide the cause?'
		]
	);
	return draft({
		subject: 'cause-lost',
		worth: wrapped ? 0.86 : 0.7,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'error_handling',
		question,
		findings: wrapped ? [lost, wrapped] : [lost],
		evidence: lost.evidence.slice(0, 2),
		related: wrapped?.evidence.slice(0, 2) ?? lost.evidence.slice(1),
		rubric: [
			essential(
				'The words stay and the error is gone: errors.Is and errors.As find it no more above.',
				[
					'Without %w the chain breaks.',
					'A caller can no longer compare with the original error.',
					'Only a string is left.'
				],
				{
					evidence: lost.evidence.slice(0, 2),
					contradictions: ['errors.Is still finds the cause.']
				}
			),
			essential('Whoever has to tell "not found" from "database away" needs the cause.', [
				'The layer above cannot map it to the right answer.',
				'Retry and status decisions depend on the original.'
			]),
			point(
				'Wrapping makes the inner error part of the interface, so at a border one may hide it on purpose.',
				[
					'Callers begin to depend on what you wrap.',
					'Hide implementation details such as driver errors.'
				]
			),
			point('Own errors at the border, wrapped inside, give both.', [
				'Translate to a sentinel or type of the package.',
				'Define your own and keep the cause for the log.'
			]),
			point('A linter such as errorlint finds these places.', [
				'Use static analysis for it.',
				'There is a lint rule for %v with errors.'
			])
		],
		modelAnswer: `In ${at} the error goes into a text without %w, so its words stay and the error itself is gone; errors.Is and errors.As above do not find it. Whoever has to tell a missing row from a database that is away needs it, for the answer and for trying again. ${kept > 0 ? `${counted(kept, 'place')} of the same code ${kept === 1 ? 'keeps' : 'keep'} the cause, so a reader cannot tell whether this one is meant. ` : ''}At the border of a package hiding can be right, because what is wrapped becomes something that callers depend on; then an error of its own says what they may know. Elsewhere I would write %w, and let a linter find the rest.`,
		hints: [
			'What can a caller do with a text, and what with an error?',
			'Which callers above look at the kind of error?'
		],
		followUps: [
			clarifying(1, 'Which call above would behave otherwise with %w?', [
				essential('One that asks errors.Is or errors.As, for instance to answer 404.', [
					'A check for a sentinel error.',
					'The mapping to a status.'
				]),
				point('If nobody asks, nothing changes but the log.', [
					'Without such a caller the effect is small.',
					'Only the chain in the message.'
				])
			]),
			deeper(
				3,
				'You wrap an error of the database driver, and later change the driver. Who breaks?',
				[
					essential('Callers that compare with errors of the old driver.', [
						'Everyone who used errors.Is on it.',
						'The wrapped type leaked into their code.'
					]),
					point('An error of the package itself would have kept them apart.', [
						'Translate at the boundary.',
						'Expose your own sentinel.'
					])
				]
			)
		]
	});
}

function panics(unwraps: Finding, phrasing: Phrasing): QuestionDraft {
	const places = numberOf(unwraps, 'places');
	const at = fileName(unwraps.evidence[0]!.path);
	const question = worded(
		phrasing,
		'panics',
		[
			`unwrap is called in ${counted(places, 'place')} outside of tests, ${at} first.`,
			`A value is missing one day at ${at}, where unwrap takes it for granted.`,
			`${at} says unwrap, and ${places - 1} other lines do too.`
		],
		[
			'What ends when one of them is wrong, and for whom?',
			'Which of them can never fail, and how does a reader know?',
			'How would you go through them, and what would you put instead?'
		]
	);
	return draft({
		subject: 'panics',
		worth: 0.72,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'error_handling',
		question,
		findings: [unwraps],
		evidence: unwraps.evidence.slice(0, 2),
		related: unwraps.evidence.slice(2, 4),
		rubric: [
			essential(
				'It panics, which ends the thread or task and whatever request it was serving.',
				['The request dies without a proper answer.', 'A panic unwinds the task.'],
				{
					evidence: unwraps.evidence.slice(0, 2),
					contradictions: ['The error is returned to the caller there.']
				}
			),
			essential('Errors that can happen are returned with ? and become an answer.', [
				'Propagate with the question mark operator.',
				'Return a Result instead of panicking.'
			]),
			point('A lock that was held when a thread panicked is poisoned for the others.', [
				'Poisoned mutexes spread the failure.',
				'Later lock().unwrap() panic too.'
			]),
			point('Where it can never fail, expect says why.', [
				'Use expect with a reason.',
				'Document the invariant in the message.'
			]),
			point('A lint against unwrap outside of tests keeps new ones out.', [
				'clippy can deny it.',
				'Forbid it in CI.'
			])
		],
		modelAnswer: `Each of the ${places} places ends the task when the value is missing, and the request or job with it; ${at} is one. What can happen in real life, input, network, files, should be returned with ? and become an answer. What can never fail deserves expect with the reason, so that a reader need not prove it again. A thread that panics with a lock held poisons it, so one mistake takes others along. I would begin with those on the way of a request, and let clippy refuse new ones.`,
		hints: [
			'What is running in that thread at the moment?',
			'Which of them depend on something from outside?'
		],
		followUps: [
			clarifying(1, 'A request is being answered by that task. What does its client see?', [
				essential('A broken connection or a plain 500, depending on who catches the panic.', [
					'The framework may catch it and return 500.',
					'The connection is dropped.'
				]),
				point('Other requests go on.', [
					'Other tasks are not affected.',
					'The process survives, usually.'
				])
			]),
			deeper(
				4,
				'Show how an invariant could be put into a type, so that nothing has to be unwrapped.',
				[
					essential('Parse once into a type that cannot hold the wrong state.', [
						'A newtype with a checked constructor.',
						'Make illegal states unrepresentable.'
					]),
					point('Then the code behind takes that type.', [
						'Functions accept the validated value.',
						'No more checks downstream.'
					])
				]
			)
		]
	});
}
