import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { nameAt, placeName } from './places';

/** Values that become part of a statement’s text, beside statements that bind theirs. */
export const joinedSqlQuestions: QuestionMaker = {
	name: 'joined-sql',
	make: joinedText
};

/** Values that become part of a statement's text, beside statements that bind theirs. */
function joinedText({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [risky] = foundBy(findings, 'raw-sql', 'values-in-statements');
	const [written] = foundBy(findings, 'raw-sql', 'written');
	const [place] = risky?.evidence ?? [];
	if (!risky || !place) return [];
	const count = numberOf(risky, 'statements');
	const all = written ? numberOf(written, 'statements') : count;
	const rule = written?.evidence.find(
		(one) =>
			!risky.evidence.some((other) => other.path === one.path && other.startLine === one.startLine)
	);
	const open = phrasing.one('text.open', [
		`${nameAt(project, place)} puts a value into the text of its SQL${rule ? `; ${nameAt(project, rule)} binds its values` : ''}.`,
		`${counted(count, 'statement')} of ${all} in this code ${count === 1 ? 'joins its value' : 'join their values'} into the text, as at ${placeName(project, place)}${rule ? `; the one at ${placeName(project, rule)} does not` : ''}.`,
		`The SQL at ${placeName(project, place)} is put together from text and a value.`
	]);
	const ask = phrasing.one('text.ask', [
		'Where does the value come from, on every path, and what could it become part of?',
		'Convince me that nobody outside can choose it, or show me how you would rewrite it.',
		'What would it take to turn this into a hole, and what else speaks for binding it?'
	]);
	return [
		draft({
			subject: 'values-in-statements',
			worth: rule ? 0.9 : 0.82,
			topic: 'data_access',
			category: 'implementation',
			difficulty: 'junior',
			findings: written ? [risky, written] : [risky],
			question: `${open} ${ask}`,
			evidence: [place, ...risky.evidence.slice(1, 3)],
			related: rule ? [rule] : [],
			rubric: [
				essential(
					'A value that comes from outside becomes part of the statement: SQL injection.',
					[
						'an attacker can change what the query does',
						'user input ends up as sql code',
						'quotes in the value break out of the string'
					],
					{ evidence: [place] }
				),
				essential(
					'Binding passes the value apart from the text, so that it is never read as SQL.',
					[
						'use placeholders or parameters',
						'a prepared statement with bound values',
						'parameterised queries'
					],
					{
						contradictions: [
							'all statements here use bound parameters',
							'every value is passed as a parameter'
						]
					}
				),
				point('Names of tables and columns cannot be bound and have to come from a fixed list.', [
					'whitelist the column for order by',
					'identifiers need an allow list'
				]),
				point('A value that is safe today may come from somewhere else tomorrow.', [
					'a later caller might pass user input',
					'constants can become variables after a refactoring'
				]),
				point('One text for all values lets the database use its plan again.', [
					'prepared statements are cached',
					'the plan can be reused'
				])
			],
			modelAnswer: `At ${placeName(project, place)} the value is joined into the text, so whoever can choose it can write SQL there: read other rows, or change them. It is harmless only as long as every caller passes something of the program's own, and that may change with the next caller. A placeholder passes the value apart from the text, so that it is never read as SQL${rule ? `, as at ${placeName(project, rule)}` : ''}, and lets the database reuse its plan. Names of tables or columns cannot be bound; they have to come from a fixed list in the code.`,
			hints: [
				'Follow the value back to where it comes from.',
				'What would happen if there were a quotation mark in it?',
				'How could the statement be sent without the value being a part of its text?'
			],
			followUps: [
				clarifying(1, `Which callers reach ${nameAt(project, place)}, and what do they pass?`, [
					essential('Traces the value through the callers to its source.', [
						'it comes from a constant, or from the request',
						'follows the parameter up the call chain'
					]),
					point('Says what checks it on the way.', [
						'it is parsed as a number or compared with a list first',
						'nothing validates it before'
					])
				]),
				deeper(
					3,
					'Now the user may choose the column to sort by. How do you build that statement?',
					[
						essential(
							'The input picks one of a fixed list of columns, and only that goes into the text.',
							['map the parameter to an allowed column name', 'white list of sortable fields']
						),
						point('Anything else is refused or replaced by a default.', [
							'unknown values give an error',
							'fall back to a default order'
						])
					]
				)
			]
		})
	];
}
