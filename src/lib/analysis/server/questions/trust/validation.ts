import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { routeName, tellingRoutes } from './told-routes';
import { elsewhere, fileName, shown, worded } from './worded';

/** What checks input, what it cannot check, and what comes in unchecked. */
export const validationQuestions: QuestionMaker = {
	name: 'validation',
	make({ findings, project }, phrasing) {
		const [whole] = foundBy(findings, 'validation', 'whole-body');
		const [libraries] = foundBy(findings, 'validation', 'libraries');
		const checked =
			libraries && !libraries.manifestOnly && libraries.evidence[0]
				? {
						...libraries,
						evidence: libraries.evidence.toSorted((one, other) => aside(one) - aside(other))
					}
				: undefined;
		const entrance = entranceOf(project, checked?.evidence[0]);
		return [
			...(whole?.evidence[0] ? [wholeBody(whole, checked, phrasing)] : []),
			...(checked
				? [unknownFields(checked, entrance, phrasing), twoAtOnce(checked, findings, phrasing)]
				: [])
		];
	}
};

/** Checks of settings and of pages come behind those of requests. */
const aside = ({ path }: Evidence) =>
	(/(^|\/)config|\.[jt]sx$|\.(vue|svelte)$/.test(path) ? 2 : 0) +
	(/valid|schema|dto|form|request|serializ|param/i.test(path) ? 0 : 1);

/** A route that takes something in: in the file of the checks, else anywhere. */
function entranceOf(project: Project, checks: Evidence | undefined) {
	const folder = checks?.path.split('/').slice(0, -1).join('/');
	const taking = tellingRoutes(project).filter((route) => /^(POST|PUT|PATCH)$/.test(route.method));
	const best =
		taking.find(({ place }) => folder !== undefined && place.path.startsWith(folder)) ?? taking[0];
	return best && { name: routeName(best), at: shown(project, best.place) };
}

type Entrance = ReturnType<typeof entranceOf>;

function unknownFields(checked: Finding, entrance: Entrance, phrasing: Phrasing): QuestionDraft {
	const by = listed(listOf(checked, 'libraries'), 3);
	const files = numberOf(checked, 'files');
	const at = fileName(checked.evidence[0]!.path);
	const other = elsewhere(checked.evidence, checked.evidence.slice(0, 1));
	const question = worded(
		phrasing,
		'unknown fields',
		[
			entrance
				? `A client sends ${entrance.name} a field that nobody declared, say "role": "admin".`
				: `A client sends a field that ${at} does not declare, say "role": "admin".`,
			`${at} is ${files > 1 ? `one of ${files} files` : 'the file'} in which input is checked, by ${by}. I send one field that it does not know.`,
			`${at} describes what a valid input looks like. Mine has everything it asks for, and a field that it does not mention.`,
			...(entrance
				? [
						`An old version of the client still sends ${entrance.name} a field that has been taken out since.`
					]
				: [])
		],
		[
			'What becomes of it on the way to the table?',
			'Is it refused, dropped or stored, and which line decides that?',
			'Would anybody notice, and which of the possible answers would you want?',
			'How far does it get, and who could make use of that?'
		]
	);
	return draft({
		subject: 'unknown-fields',
		worth: 0.64,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'validation',
		question,
		findings: [checked],
		evidence: checked.evidence.slice(0, 2),
		related: [...(entrance ? [entrance.at] : []), ...other.slice(0, 1)],
		rubric: [
			essential(
				'It depends on whether the schema refuses, drops or passes on what it does not know.',
				[
					'Unknown keys are stripped, rejected or let through by the validator’s setting.',
					'The library’s default for extra properties decides it.',
					'Strict mode makes it an error; otherwise it may be ignored.'
				],
				{
					evidence: checked.evidence.slice(0, 2),
					contradictions: ['Nothing checks the input at all.']
				}
			),
			essential('What goes on should be what came out of the check, not the request itself.', [
				'Use the parsed result and not the raw body afterwards.',
				'If the code reads the body again, the extra field travels along.',
				'Copy only the declared fields.'
			]),
			point(
				'A field that reaches the table unasked lets a client give itself a role or an owner.',
				[
					'That is mass assignment: users set attributes they should not.',
					'It could elevate privileges.'
				]
			),
			point('Dropping in silence hides typing errors of honest clients; refusing shows them.', [
				'A misspelt key is lost without anyone noticing.',
				'Rejecting is stricter and gives clear feedback.',
				'A clear 400 helps whoever writes the client.'
			]),
			point('Refusing makes it harder for newer clients to talk to an older server.', [
				'Tolerating unknown fields eases compatibility.',
				'Strictness breaks rolling upgrades.'
			])
		],
		modelAnswer: `${at} describes the input, by ${by}, and the setting for unknown fields decides: refuse, drop or pass on. ${entrance ? `For ${entrance.name} the` : 'The'} question is whether the function goes on with what came out of the check or with the request itself; in the second case the extra field reaches the table. A client could then give itself a role or an owner. Dropping in silence is safe and hides typing errors of honest clients, while refusing shows them and is less patient with newer clients. I would refuse at the edge for people's forms, and drop where clients of several versions talk to it, and in both cases use only the checked result.`,
		hints: [
			`Look at what ${at} does with a key that it does not list.`,
			'Which variable is used after the check: the old one or a new one?',
			'Who gains if the field does get through, and who suffers if it is refused?'
		],
		followUps: [
			clarifying(1, 'Tell me the answer that the client sees, with its status.', [
				essential(
					'A 400 or 422 if unknown fields are refused, else a success as if nothing had been.',
					['Either a validation error or a normal 200.', 'With stripping it looks fine.']
				),
				point('The message should name the field.', [
					'Say which key was not expected.',
					'The error points to the property.'
				])
			]),
			deeper(
				2,
				'What in the types or the structure of the code could make it impossible to use the unchecked request?',
				[
					essential('A type that only the check can produce, taken by everything behind it.', [
						'Parse, do not validate: return a typed object.',
						'Handlers accept the DTO, never the raw body.'
					]),
					point('One place at the edge that checks for all routes.', [
						'A middleware or pipe that always runs.',
						'Do it centrally before handlers.'
					])
				]
			)
		]
	});
}

function twoAtOnce(
	checked: Finding,
	findings: readonly Finding[],
	phrasing: Phrasing
): QuestionDraft {
	const by = listed(listOf(checked, 'libraries'), 2);
	const at = fileName(checked.evidence[0]!.path);
	const uses = numberOf(checked, 'uses');
	const unique = findings.find(
		({ topic, evidence, title }) =>
			topic === 'schema' && evidence.length > 0 && /unique|table|constraint/i.test(title)
	);
	const question = worded(
		phrasing,
		'two at once',
		[
			`Two people take the same name in the same second, and both inputs pass the checks of ${at}.`,
			`What is valid is decided by ${by}${uses > 1 ? ` in ${uses} places` : ''}; the tables have an opinion of their own${unique ? ` (${fileName(unique.evidence[0]!.path)})` : ''}.`,
			`Somebody writes to the database past ${at}: an import, a script, a second service.`,
			`In a table you find a value that ${at} would have refused.`,
			`A rule in ${at} becomes stricter tomorrow, and a million rows were stored under the old one.`
		],
		[
			'Which rules can only the database keep, and what does a user see when it refuses?',
			'What holds then, and what do you do with what no longer fits?',
			'Which of these rules stand only here, and which would you also put below, where nothing gets past?',
			'Where can these checks and the tables disagree, and which should give way?',
			'What would you put into the schema so that it cannot happen, and what would you leave out of it?'
		]
	);
	return draft({
		subject: 'two-at-once',
		worth: unique ? 0.63 : 0.52,
		category: 'tradeoffs',
		difficulty: 'mid-level',
		topic: 'validation',
		question,
		findings: unique ? [checked, unique] : [checked],
		evidence: checked.evidence.slice(0, 2),
		related: unique?.evidence.slice(0, 2) ?? [],
		rubric: [
			essential(
				'That something is unique can only be kept by the database, because two requests may check at the same time.',
				[
					'A look-up before the insert is a race; you need a unique constraint.',
					'Both checks pass and then both rows are written, unless an index forbids it.',
					'Uniqueness belongs in the schema.'
				]
			),
			essential(
				'Checks at the edge give good messages; constraints below hold for every way in.',
				[
					'Validation is for the user, constraints for the truth.',
					'Imports and scripts go around the application’s checks, not around the table’s.',
					'You want both, for different reasons.'
				],
				{ evidence: checked.evidence.slice(0, 1) }
			),
			point(
				'The error of the constraint has to be caught and told like any other wrong input, as a 409 or 422.',
				[
					'Translate the violation into a friendly answer instead of a 500.',
					'Map the duplicate key error to a conflict.'
				]
			),
			point(
				'A rule that becomes stricter does not touch what is stored, so old rows must be fixed or allowed to stay.',
				[
					'Existing data may violate the new rule; migrate or grandfather it.',
					'An update of an old record could suddenly fail.'
				]
			),
			point('A rule that stands twice drifts apart, unless one is made from the other.', [
				'Keep lengths and formats in one definition.',
				'Duplicate rules get out of step over time.'
			])
		],
		modelAnswer: `What comes in is checked by ${by}, in ${at} for one, and the answer has words that a person can use. Such a check cannot promise that something is unique: two requests may look at the same time, both pass, and only a constraint of the table stops the second. An import or a script does not pass ${at} at all, so what must always hold belongs below, into the schema. Its refusal has to be caught and told as a conflict, not as a failure of the server. When a rule becomes stricter the rows stay as they were, and are fixed by a migration or allowed until somebody edits them. Where a rule stands in both places I would make one from the other, or they drift apart.`,
		hints: [
			'Imagine both requests between the look and the write.',
			'Which ways into the table do not pass this code?',
			'What does the user see if the table says no?'
		],
		followUps: [
			clarifying(
				3,
				'The table refuses the second one. What status and which words does the client get today?',
				[
					essential('A 500, if nobody catches the error of the constraint.', [
						'An internal server error.',
						'It surfaces as an unhandled database exception.'
					]),
					point('It should be a conflict that names the field.', [
						'Answer 409 with the field.',
						'Tell them the name is taken.'
					])
				]
			),
			deeper(
				4,
				'How do you bring in the stricter rule without stopping anybody from editing an old row?',
				[
					essential(
						'Apply it to new rows and to the field when it is changed, and fix the old ones meanwhile.',
						[
							'Validate only changed attributes.',
							'Grandfather existing values and clean up in the background.'
						]
					),
					point('Add the constraint of the database last, once all rows fit.', [
						'Add it as not valid first, then validate.',
						'The constraint comes after the clean-up.'
					])
				]
			)
		]
	});
}

function wholeBody(
	whole: Finding,
	checked: Finding | undefined,
	phrasing: Phrasing
): QuestionDraft {
	const at = fileName(whole.evidence[0]!.path);
	const callee = listOf(whole, 'callees')[0]?.replace(/^(new |this\.)/, '') ?? 'the model';
	const places = numberOf(whole, 'places');
	const by = checked && listed(listOf(checked, 'libraries'), 2);
	const question = worded(
		phrasing,
		'whole body',
		[
			`${at} hands the whole body of the request to ${callee}.`,
			`${callee} in ${at} gets everything that the client has sent${places > 1 ? `, and it is one of ${places} such places` : ''}.`,
			`I add "isAdmin": true, or somebody else's owner id, to a request that ends in ${callee} (${at}).`,
			...(by ? [`There is ${by} elsewhere, and yet ${at} passes the whole body to ${callee}.`] : [])
		],
		[
			'What stands between a field that I add and the table?',
			'Which fields may a client set there, and where is that written down?',
			'What happens on the day the table gets a column that clients must not touch?'
		]
	);
	return draft({
		subject: 'whole-body',
		worth: 0.92,
		category: 'implementation',
		difficulty: 'mid-level',
		topic: 'validation',
		question,
		findings: checked ? [whole, checked] : [whole],
		evidence: whole.evidence.slice(0, 3),
		related: checked?.evidence.slice(0, 2) ?? whole.evidence.slice(1, 2),
		rubric: [
			essential(
				'A client can set fields that no form has, such as a role or an owner.',
				[
					'This is mass assignment.',
					'Extra attributes in the request are written along.',
					'Users could change columns they should not.'
				],
				{
					evidence: whole.evidence.slice(0, 2),
					contradictions: ['Only chosen fields are copied from the request.']
				}
			),
			essential('Only named fields should be taken over, from a schema or a list at that place.', [
				'Pick the allowed attributes explicitly.',
				'Use a DTO, strong parameters or fillable.',
				'White-list what may be set.'
			]),
			point(
				'The model or a schema before it may already drop what it does not know; one has to look.',
				[
					'It is harmless if validation strips unknown keys first.',
					'The model may restrict its own attributes.'
				]
			),
			point('A column that is added later can be set by clients at once.', [
				'Every new field is exposed automatically.',
				'The hole opens by itself when the table grows.'
			]),
			point('A test that sends a forbidden field and looks at the row shows which it is.', [
				'Try it: post the attribute and read it back.',
				'Assert that the protected column is unchanged.'
			])
		],
		modelAnswer: `${at} passes the whole body to ${callee}, so what a client may set is decided by whatever stands behind it. If neither a schema nor the model drops unknown fields, somebody can set a role or another owner. It also opens by itself: a column that is added later can be written from outside on the same day. I would take over named fields only, from a schema${by ? `, as elsewhere by ${by},` : ''} or a list at that place. A test that sends a forbidden field and reads the row back tells whether it is a hole today.`,
		hints: [
			'Which columns does that table have, and which are in the form?',
			'What would the row look like if I sent all of them?',
			'Where is it written which ones I may send?'
		],
		followUps: [
			clarifying(3, 'Does anything before that line look at the body? Name it.', [
				essential('A schema or pipe in front of it, if it strips unknown fields.', [
					'A validation middleware may clean it.',
					'Perhaps the framework’s binding does.'
				]),
				point('If there is none, everything arrives as it was sent.', [
					'Without one the raw body is used.',
					'It comes in unfiltered.'
				])
			]),
			deeper(4, 'How would you keep the next developer from doing it again?', [
				essential('Make the function take a type that has only the allowed fields.', [
					'Typed DTO instead of a plain object.',
					'The signature should not accept the request.'
				]),
				point('A rule of the linter or a review list for passing on bodies.', [
					'Lint for req.body as an argument.',
					'Catch it in code review.'
				])
			])
		]
	});
}
