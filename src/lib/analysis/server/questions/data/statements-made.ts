import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { callName, libraryName } from './data-calls';
import { accessOf, sidesOf } from './mapper-sides';
import { nameAt, placeName } from './places';

/** The statements that a mapper makes, and nobody wrote. */
export const statementsMadeQuestions: QuestionMaker = {
	name: 'statements-made',
	make: (material, phrasing) => {
		const access = accessOf(material, /^ORM$/);
		return access ? statements(material, access, phrasing) : [];
	}
};

function statements(
	material: QuestionMaterial,
	access: Finding,
	phrasing: Phrasing
): QuestionDraft[] {
	const { project } = material;
	const { asked, call, model, modelName } = sidesOf(material, access);
	const library = libraryName(textOf(access, 'library'));
	const name = nameAt(project, asked);
	const what = call ? callName(call.fact.callee) : 'such a read';
	const calls = numberOf(access, 'calls');
	const open = call
		? phrasing.one('orm.open', [
				`${name} asks ${library} by ${what}.`,
				`Take the call ${what} at ${placeName(project, asked)}${calls > 1 ? `, one of ${calls} that go through ${library}` : ''}.`,
				`${name} calls ${what}, and ${library} turns that into SQL${modelName ? ` for ${modelName}` : ''}.`,
				`At ${placeName(project, asked)} data${modelName ? ` of ${modelName}` : ''} is read by ${what}; no SQL is in sight.`
			])
		: phrasing.one('orm.open.models', [
				`${placeName(project, asked)} declares what ${library} maps; nobody wrote the SQL that reads it.`,
				`Nobody wrote the SQL that reads what ${placeName(project, asked)} declares: ${library} makes it when it runs.`,
				`${library} turns what ${placeName(project, asked)} declares into statements of its own.`
			]);
	const ask = call
		? phrasing.one('orm.ask', [
				'Say in your own words what reaches the database, and how you would check that you are right.',
				'Which statement runs, when exactly does it run, and what comes back that nobody needs?',
				'It is slow in production. Which steps take you from that line to the statement and its plan?',
				'What does the mapper do there that you do not see in the code, and how would you make it visible?',
				'How many columns, rows and round trips is that, and how would you find out?'
			])
		: phrasing.one('orm.ask.models', [
				'Pick one read of it and say what reaches the database, and how you would check that you are right.',
				'A page that shows it is slow. Which steps take you from the page to the statement and its plan?',
				'What does one read of it cost in statements, columns and objects, and how would you find out?',
				'What happens there that nobody sees in the code, and how would you make it visible?'
			]);
	return [
		draft({
			subject: 'statements-made',
			worth: model ? 0.72 : 0.55,
			topic: 'data_access',
			category: 'implementation',
			difficulty: 'junior',
			findings: [access],
			question: `${open} ${ask}`,
			evidence: [asked],
			related: model ? [model] : [],
			rubric: [
				essential(
					'The SQL is made by the library when it runs, so it has to be looked at in a log.',
					[
						'switch on query logging to see what is executed',
						'print the generated sql',
						'you only know the statement by logging it'
					]
				),
				point('Unless told otherwise whole rows are fetched, also columns that nobody uses.', [
					'it selects all columns',
					'limit the fields that are loaded',
					'large text columns come along'
				]),
				point('Relations are fetched when they are touched, which may be a query for each row.', [
					'lazy loading can cause n+1 queries',
					'related objects trigger extra selects',
					'load relations eagerly when you need them'
				]),
				point('The plan of the statement shows whether an index is used.', [
					'run explain on it',
					'look at the execution plan',
					'check that it does not scan the table'
				]),
				point('Objects cost memory and time, so large results are better read in pieces.', [
					'do not load everything into memory',
					'iterate or paginate over big results',
					'mapping thousands of rows to objects is slow'
				])
			],
			modelAnswer: `${library} makes the SQL for ${what} when it runs, so the code does not show it: I would switch on the query log and read the statement there. Unless told otherwise it fetches whole rows${modelName ? ` of ${modelName}` : ''}, with columns that nobody may need. Relations that are touched later bring queries of their own, one for each row if they were not loaded with it. With the statement in hand, its plan tells whether an index is used. Where the result can get large, it should be read in pages or pieces, as every row becomes an object.`,
			hints: [
				'The line says what is wanted, and not how it is fetched.',
				'How could you see the statement itself?',
				'Think of columns, of relations, and of how many rows come back.'
			],
			followUps: [
				clarifying(
					1,
					'You want to see the statement on your machine within a minute. What do you do?',
					[
						essential('Turn on the logging of queries in the library or in the database.', [
							'enable sql echo or debug output',
							'look at the log of the database'
						]),
						point('Run the call in a test or a console and read what it prints.', [
							'try it in the shell or repl',
							'write a small test that executes it'
						])
					]
				),
				deeper(
					3,
					'The page now needs the related rows as well. What do you change, and how many statements run then?',
					[
						essential('Load the relation together with the rows, by a join or one more query.', [
							'eager loading with include or preload',
							'two queries instead of one per row'
						]),
						point(
							'A join over several collections multiplies rows, so separate queries may be better.',
							[
								'joining two one-to-many relations gives a cartesian product',
								'split queries avoid duplicated rows'
							]
						)
					]
				)
			]
		})
	];
}
