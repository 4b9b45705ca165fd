import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { libraryName } from './data-calls';
import { must, testedOnRealDatabase } from './data-claims';
import { accessOf, sidesOf } from './mapper-sides';
import { isElsewhere, nameAt } from './places';
import { tableNamed } from './tables-by-name';

/** Statements that somebody wrote, and nothing but a test compares with the tables. */
export const statementsByHandQuestions: QuestionMaker = {
	name: 'statements-by-hand',
	make: (material, phrasing) => {
		const access = accessOf(material, /^(driver|SQL mapper|query builder)$/);
		return access ? byHand(material, access, phrasing) : [];
	}
};

function byHand(material: QuestionMaterial, access: Finding, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const { asked } = sidesOf(material, access);
	const library = libraryName(textOf(access, 'library'));
	const [written] = foundBy(findings, 'raw-sql', 'written');
	const migration = foundBy(findings, 'migrations')[0]?.evidence[0];
	const sql = written?.evidence.find((one) => isElsewhere(one, asked));
	const place = sql ?? asked;
	const count = written ? numberOf(written, 'statements') : 0;
	const [, named] = /\b(?:from|into|update)\s+["`[]?(?:\w+\.)?(\w+)/i.exec(place.snippet) ?? [];
	const table = named ? tableNamed(project, named) : undefined;
	const modelName = table?.name;
	const schemaSide = table ? project.evidence(table.place) : migration;
	const name = nameAt(project, place);
	const open =
		textOf(access, 'kind') === 'driver'
			? phrasing.one('hand.open', [
					`${library} runs the SQL as it is written, and nothing maps ${modelName ?? 'rows'} for ${name}.`,
					`There is no mapper here: ${name} speaks to the database through ${library}${count > 1 ? `, one of ${count} statements written by hand` : ''}.`,
					`${name} has its SQL written out, and ${library} passes it on as it is.`
				])
			: phrasing.one('hand.open.mapped', [
					`${library} maps parameters and rows, but the statement in ${name} is written by hand.`,
					`${count > 1 ? `Of ${count} statements written by hand, take the one in ${name}` : `Take the statement in ${name}, written by hand`}: ${library} runs it as it is.`,
					`${name} spells its statement out, and ${library} only runs it and maps what comes back.`
				]);
	const ask = phrasing.one('hand.ask', [
		'A column changes its type next week. Who tells you which of your statements are wrong now?',
		'What made that better than a mapper for this project, and where do you pay for it?',
		'How do you keep such statements in step with the tables, and with each other?',
		'What would an ORM have taken off your hands, and what would it have hidden?'
	]);
	return [
		draft({
			subject: 'by-hand',
			worth: schemaSide && isElsewhere(schemaSide, place) ? 0.82 : 0.65,
			topic: 'data_access',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [...(written ? [written] : []), access],
			question: `${open} ${ask}`,
			evidence: [place],
			related: schemaSide ? [schemaSide] : [],
			rubric: [
				essential('What is written is what runs, so queries can be tuned and understood.', [
					'full control over the sql',
					'no surprises from generated queries',
					'you can use every feature of the database'
				]),
				must(testedOnRealDatabase()),
				point('Mapping of rows and parameters is repeated by hand and easily gets out of step.', [
					'boilerplate for scanning columns into fields',
					'the order of columns and fields can be mixed up',
					'a lot of manual mapping code'
				]),
				point(
					'Checking statements at compile time or generating code from them removes part of the price.',
					[
						'tools verify the sql against the schema while building',
						'generate types from queries',
						'a linter for sql'
					]
				),
				point('The statements tie the code to one database and its dialect.', [
					'switching the database means rewriting queries',
					'vendor-specific sql'
				])
			],
			modelAnswer: `${library} runs what stands in the code. The gain is control: the statement in ${name} can be read, explained and tuned, and any feature of the database can be used. The price is that rows are mapped by hand and that nothing but a test against a real database tells when ${modelName ?? 'a table'} and a statement no longer fit. Checks at compile time or code made from the statements take part of that away. Statements also tie the code to one dialect. For few tables and queries that matter that is a good trade; for many plain ones a mapper saves work.`,
			hints: [
				'Who knows both the statement and the table?',
				'Think of renaming a column, and of when you would learn about a statement you forgot.'
			],
			followUps: [
				clarifying(
					3,
					`How does a row become a value in ${name}, and what if the columns come in another order?`,
					[
						essential(
							'Columns are read by position or by name; by position a changed order mixes them up.',
							['scan depends on the column order', 'mapping by name is safer than by index']
						),
						point('Naming the columns instead of a star keeps it stable.', [
							'do not use select *',
							'list the columns explicitly'
						])
					]
				),
				deeper(
					2,
					'Describe the test that would have caught a misspelt column before it was merged.',
					[
						essential(
							'It runs the statement against a real database whose schema was made by the migrations.',
							[
								'apply the migrations to a test database and execute the query',
								'an integration test in a container'
							]
						),
						point('It runs for every change, and quickly enough.', [
							'part of continuous integration',
							'use transactions or templates to keep it fast'
						])
					]
				)
			]
		})
	];
}
