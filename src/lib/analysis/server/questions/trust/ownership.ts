import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted, listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { elsewhere, fileName, worded } from './worded';

/** Whose row it is: asked by hand in several functions, or by policies and roles. */
export const ownershipQuestions: QuestionMaker = {
	name: 'ownership',
	make({ findings, project }, phrasing) {
		const [guards] = foundBy(findings, 'authorization', 'guards');
		const [refused] = foundBy(findings, 'authorization', 'refused-by-hand');
		const [rules] = foundBy(findings, 'authorization', /^(policies|roles)$/);
		return [
			...(refused ? byHand(refused, guards, project, phrasing) : []),
			...(rules?.evidence[0] ? [byRules(rules, guards ?? refused, phrasing)] : [])
		];
	}
};

/** Functions that refuse because nobody is signed in, not because of a row. */
const SIGNS_IN =
	/log-?in|sign_?(in|up)|current_?(\w+_)?user|authenticate|superuser|csrf|captcha|guard/i;

/** Whether a function refuses because of a person or a right; a limit is refused in the same way. */
function asksWhose(project: Project, name: string): boolean {
	const bodies = project.sources.flatMap(({ path, symbols }) =>
		symbols
			.filter((symbol) => symbol.name === name || symbol.name.endsWith(`.${name}`))
			.map(({ startLine, endLine }) => project.lines(path).slice(startLine - 1, endLine))
	);
	const isAsked = (body: readonly string[]) =>
		body.some(
			(line, place) =>
				/403|forbidden|denied/i.test(line) &&
				body
					.slice(Math.max(0, place - 3), place + 1)
					.some((text) =>
						/user|owner|author|member|permission|role|\brw\b|access|allowed/i.test(text)
					)
		);
	return bodies.length === 0 || bodies.some(isAsked);
}

function byHand(
	refused: Finding,
	guards: Finding | undefined,
	project: Project,
	phrasing: Phrasing
): QuestionDraft[] {
	const functions = listOf(refused, 'functions').filter(
		(name) => !SIGNS_IN.test(name) && asksWhose(project, name)
	);
	const [one, other] = functions;
	if (!one || !other) return [];
	const places = numberOf(refused, 'places');
	const files = [...new Set(refused.evidence.map(({ path }) => path))];
	const at = fileName(files[0]!);
	const several =
		functions.length > 3 ? `${functions.slice(0, 3).join(', ')} and others` : listed(functions);
	const question = worded(
		phrasing,
		'by hand',
		[
			`${several} each refuse with a 403 of their own.`,
			`Whether something belongs to the caller is asked inside ${several}: ${counted(places, 'place')} answer 403.`,
			`Next week somebody writes another function beside ${one} and ${other} that changes what belongs to somebody.`,
			`From now on editors may do what only the owner may do today, in ${one} as well as in ${other}.`,
			`Compare ${one} with ${other}: both decide who may go on.`
		],
		[
			'What do these checks have in common, and what keeps the next function from forgetting it?',
			'Why there, and not in a guard before the function or in the query itself?',
			'What keeps the next such function from forgetting it, and what does the 403 tell a stranger who guesses ids?',
			'How many places have to change when the rule does, and how do you know that you have found them all?'
		]
	);
	return [
		draft({
			subject: 'by-hand',
			worth: 0.86,
			category: 'architecture',
			difficulty: 'mid-level',
			topic: 'authorization',
			question,
			findings: guards ? [refused, guards] : [refused],
			evidence: refused.evidence.slice(0, 1),
			related: [...refused.evidence.slice(1, 4), ...(guards?.evidence.slice(0, 1) ?? [])],
			rubric: [
				essential(
					'The same rule is written again in each function, so the next one can forget it.',
					[
						'The check is duplicated, and a new handler may leave it out.',
						'Nothing enforces it; whoever adds a function has to remember.',
						'Copying the condition means it will drift apart.'
					],
					{
						evidence: refused.evidence.slice(0, 2),
						contradictions: ['The rule stands in one place only.']
					}
				),
				essential(
					'It belongs in one place: a policy, a helper that loads what the caller may see, or the condition of the query.',
					[
						'Extract an authorization function or policy class and call that.',
						'Put the owner into the where clause, so that somebody else’s row is simply not found.',
						'Load through the user, as in the articles of the current user.'
					]
				),
				point('It needs the row, which a guard before the function does not have yet.', [
					'The guard only knows who is signed in; the owner is known after loading.',
					'You must fetch the object first to compare its owner, so it cannot run earlier.'
				]),
				point('A 403 confirms that the row exists, where a 404 would not.', [
					'Answering forbidden leaks that the id is real.',
					'With not found a stranger learns nothing about other people’s data.'
				]),
				point('A test for each function, as another user, keeps it from being forgotten.', [
					'Write a case where user B tries to change what belongs to user A.',
					'Cover every endpoint with a foreign owner and expect a refusal.'
				])
			],
			modelAnswer: `${several} decide themselves who may go on: ${counted(places, 'place')} in ${counted(files.length, 'file')} answer 403, ${at} among them. That is easy to read there, and the rule is written again each time, so the next function can forget it and a change of the rule has to find them all. A guard before the function cannot do it, since it knows the caller but not yet the row. I would have one place that answers whether this user may do this to that row, or load the row through its owner so that somebody else's is not found. The second also answers 404, which does not tell a stranger that the id exists. A test as another user for each of these functions keeps it so.`,
			hints: [
				`Put ${one} and ${other} side by side and mark what is the same.`,
				'What does the check need to know, and when is that known?',
				'What would a stranger learn by trying one id after another?'
			],
			followUps: [
				clarifying(
					2,
					`Where exactly would the check of ${one} go, and what would be left in the function?`,
					[
						essential('The function asks once, and goes on or stops with what it was given.', [
							'One call to the policy, then the work.',
							'It loads the row for this user and fails if there is none.'
						]),
						point('The comparison of ids leaves the function.', [
							'No more owner comparison in the handler.',
							'The condition lives in the policy or query.'
						])
					]
				),
				deeper(4, 'Somebody argues that 403 is more honest. When are they right?', [
					essential('Where the caller may know that it exists, for example in a shared list.', [
						'If the object is visible anyway, forbidden says more.',
						'Public things that only the owner may edit can answer 403.'
					]),
					point('Where ids can be guessed and existence is private, not found is better.', [
						'For private rows hide them.',
						'With sequential ids a 403 lets people count.'
					])
				])
			]
		})
	];
}

function byRules(rules: Finding, other: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const isPolicy = rules.key.endsWith(':policies');
	const by = listed(listOf(rules, 'libraries'), 2);
	const places = counted(numberOf(rules, 'places'), 'place');
	const at = fileName(rules.evidence[0]!.path);
	const related = [
		...elsewhere(rules.evidence, rules.evidence.slice(0, 1)),
		...(other ? elsewhere(other.evidence, rules.evidence.slice(0, 1)) : [])
	];
	const question = worded(
		phrasing,
		'rules',
		[
			`Who may do what goes through ${by}, in ${places}.`,
			`${at} asks ${by} before it goes on.`,
			`${by}: ${places}, beginning with ${at}.`,
			...(related[0] ? [`${at} and ${fileName(related[0].path)} both decide who may go on.`] : [])
		],
		isPolicy
			? [
					'Is there a way to the same data that does not ask it, and how would you find one?',
					'How does a list know which rows to show, when the rule is about a single one?',
					'What can such a rule not express, and where did that end up?'
				]
			: [
					'What does a role not say, and where is that asked?',
					'Somebody loses a role at noon: when do they notice?',
					'How many roles will there be in two years, and what would you do before it comes to that?'
				]
	);
	return draft({
		subject: isPolicy ? 'policies' : 'roles',
		worth: 0.72,
		category: 'tradeoffs',
		difficulty: 'senior',
		topic: 'authorization',
		question,
		findings: other ? [rules, other] : [rules],
		evidence: rules.evidence.slice(0, 2),
		related,
		rubric: [
			essential(
				isPolicy
					? 'The rule holds only where it is asked: every way to the data has to go through it.'
					: 'A role says what somebody may do in general, not whether this row is theirs.',
				isPolicy
					? [
							'A code path that forgets to call the policy bypasses it.',
							'Background jobs, exports and other endpoints must ask as well.',
							'Nothing forces a caller to consult it.'
						]
					: [
							'Ownership has to be checked besides the role.',
							'A role is not tied to the object.',
							'An editor of one project is not an editor of another.'
						],
				{ evidence: rules.evidence.slice(0, 2) }
			),
			point('In one place the rules can be read and tested by themselves.', [
				'You can unit test the decision without a request.',
				'It is easier to audit than conditions spread over handlers.'
			]),
			essential(
				isPolicy
					? 'For lists the same rule has to become a condition of the query.'
					: 'What is kept in a token or session goes on until it is renewed.',
				isPolicy
					? [
							'Filter in the database instead of loading everything and asking for each row.',
							'A scope must express the policy as a where clause.',
							'Checking row by row does not work with pages.'
						]
					: [
							'If the role is a claim in the token, losing it takes effect at the next sign-in.',
							'Cached roles are stale until refreshed.',
							'Look the role up at each request if it must hold at once.'
						]
			),
			point('The list and the single row must not disagree, so both come from one definition.', [
				'Otherwise somebody sees in the list what they cannot open, or the other way round.',
				'Two versions of the rule drift apart.'
			]),
			point(
				'Fine exceptions multiply roles or rules; permissions of smaller size keep them in hand.',
				[
					'Too many special roles become unmanageable.',
					'Grant permissions and bundle them rather than inventing another role.'
				]
			)
		],
		modelAnswer: `${by} decides in ${places}, ${at} for one. The gain is that the rules can be read and tested without a request. ${isPolicy ? 'They hold only where they are asked: an export, a job or a second route to the same rows has to ask too, and nothing forces it to' : 'A role says what somebody may do in general; whose row it is must be asked beside it, each time'}. ${isPolicy ? 'For lists the rule has to become a condition of the query, since asking row by row breaks pages' : 'If the role travels in a token or session, losing it takes effect only when that is renewed'}. Both views, the list and the single row, should come from one definition, or they will disagree. When exceptions pile up I would cut permissions smaller rather than add another special case.`,
		hints: [
			'Which code reaches the same rows by another way?',
			isPolicy
				? 'Take a list of a thousand rows: what asks for each?'
				: 'What would you have to know besides the role?',
			'What happens when a rule changes while people are working?'
		],
		followUps: [
			clarifying(1, 'Name one way to this data that is not a request of a signed-in person.', [
				essential('A job, a command, an export or another service.', [
					'Background workers read it too.',
					'Scripts and admin tools.'
				]),
				point('There nobody is signed in, so the rule needs another answer.', [
					'It runs as the system.',
					'You must pass on whose behalf it works.'
				])
			]),
			deeper(
				3,
				isPolicy
					? 'Write down, in words, the condition of the query for the list.'
					: 'Which of the two would you change first: where the role is kept, or when it is checked?',
				[
					essential(
						isPolicy
							? 'Only rows that the caller owns or has been given a share in.'
							: 'When it is checked: at each request, from the database or a short-lived cache.',
						isPolicy
							? [
									'Rows whose owner is the current user, or which were shared with them.',
									'A join with memberships.'
								]
							: ['Look it up live.', 'Re-evaluate on every call and cache for seconds.']
					),
					point('It needs an index on what it filters by, and costs a look-up.', [
						'Index the owner column.',
						'There is a price in the database.'
					])
				]
			)
		]
	});
}
