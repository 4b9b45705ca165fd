import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { type Index, indexesOf, told, usesOfColumn } from './columns-asked';
import { bothLookFirst, databaseRefusesSecond, must, violationIsAnswered } from './data-claims';
import { isElsewhere, nameAt, placeName } from './places';

/** Rules that only the database keeps, and who runs into them. */
export const uniqueIndexQuestions: QuestionMaker = {
	name: 'unique-indexes',
	make: uniqueRule
};

/** What people choose, and not what a program makes. */
const isNatural = ({ index }: Index): boolean =>
	index.columns.every((column) =>
		/name|mail|slug|login|title|tag|code|handle|url|host|domain/i.test(column)
	);

/** A rule that only the database keeps, and who runs into it. */
function uniqueRule(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'schema', 'indexes')[0];
	const unique = indexesOf(project)
		.filter(
			({ table, index }) => index.isUnique && index.columns.join() !== table.key?.columns.join()
		)
		.toSorted((one, other) => Number(isNatural(other)) - Number(isNatural(one)));
	if (!finding || unique.length === 0) return [];
	const [best] = unique.flatMap((one) => {
		const use = usesOfColumn(project, one.table.name, one.index.columns.at(-1)!).find((at) =>
			isElsewhere(at, one.index.place)
		);
		return use ? [{ one, use }] : [];
	});
	const one = best?.one ?? unique[0]!;
	const plain = indexesOf(project).find(
		({ index }) => !index.isUnique && isElsewhere(index.place, one.index.place)
	);
	const columns = listed(one.index.columns);
	const soft = isNatural(one) ? one.table.softDelete : undefined;
	const open = phrasing.one('unique.open', [
		`A unique index covers ${told(one)}${best ? `, and ${nameAt(project, best.use)} looks rows up by that` : ''}.`,
		`The database allows each ${columns} in ${one.table.name} once; ${unique.length === 1 ? 'it is the only such rule' : `${unique.length} such rules stand`} in the schema.`,
		`${placeName(project, one.index.place)} makes ${columns} of ${one.table.name} unique${plain ? `, while the index on ${told(plain)} is only there for speed` : ''}.`
	]);
	const ask = soft
		? phrasing.one('unique.ask.soft', [
				`Rows of that table are only marked as deleted, by ${soft.column}. What happens when somebody wants a value that a deleted row still has?`,
				`A row is marked by ${soft.column} and somebody wants its value again: what does the index say, and what should it say?`
			])
		: phrasing.one('unique.ask', [
				isNatural(one)
					? 'Which two values count as the same here, and what happens when two of them are saved at once?'
					: 'Could two rows ever want the same value, and how would you know that it happened?',
				'Which code runs into it, what does it do then, and what would happen if the index were not there?',
				'Where is the same rule checked a second time, and which of the two do you trust?',
				'What does such an index do that a check in the code cannot, and what must hold before one can be added to a table in use?'
			]);
	return [
		draft({
			subject: 'unique-rule',
			worth: best || plain ? 0.81 : 0.62,
			topic: 'schema',
			category: 'implementation',
			difficulty: 'junior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [project.evidence(one.index.place)],
			related: best
				? [project.evidence(best.use)]
				: plain
					? [project.evidence(plain.index.place)]
					: unique.slice(1, 2).map(({ index }) => project.evidence(index.place)),
			rubric: [
				{ ...must(databaseRefusesSecond()), evidence: [project.evidence(one.index.place)] },
				bothLookFirst(),
				violationIsAnswered(),
				...(soft
					? [
							essential(
								`A row that is only marked keeps its ${columns} taken, unless the index leaves marked rows out.`,
								[
									'a soft-deleted row still blocks the value',
									'use a partial unique index for rows that are not deleted',
									'the unique index does not know about the deleted flag'
								]
							)
						]
					: [
							point(
								'Values should be brought into one form before they are compared, such as lower case.',
								[
									'normalise the email before saving',
									'a case-insensitive collation or an index on lower()',
									'trim and lower case so that the same is equal'
								]
							)
						]),
				point(
					'Duplicates that are there already have to be found and resolved before it can be added.',
					['the creation fails if the data violates it', 'clean up existing duplicates first']
				)
			],
			modelAnswer: `The unique index over ${columns} in ${one.table.name} makes the database refuse a second row, also when two requests come at the same time, which a check in the code cannot. ${best ? `${nameAt(project, best.use)} asks by it, so it makes that lookup fast as well. ` : ''}Whoever inserts has to expect the refusal and turn it into a message, not into a crash. ${soft ? `As rows are only marked as deleted by ${soft.column}, a marked row keeps its value taken; an index over the rows that are not marked would free it.` : isNatural(one) ? 'What counts as the same is decided by the collation, so values should be brought into one form before they are stored.' : ''} Before such an index can be added to a table in use, duplicates that exist have to be found and resolved.`,
			hints: [
				'Who keeps the rule when two requests come together?',
				'Think of the moment when it is violated, and of values that only look different.'
			],
			followUps: [
				clarifying(
					3,
					`Two rows with the same ${columns}: what exactly does the second request get back?`,
					[
						essential(
							'An error of the database, which the code has to recognise and turn into a conflict.',
							['a constraint violation that becomes 409', 'catch the duplicate key exception']
						),
						point(
							'Which constraint it was has to be told apart, so that the message names the right field.',
							['look at the name of the constraint', 'map the index to the field']
						)
					]
				),
				deeper(2, 'The table is split over several databases. Who keeps the rule then?', [
					essential(
						'Each database knows only its own rows, so the value has to decide where a row lives, or one place keeps all of them.',
						['shard by that column', 'a separate global table for the unique values']
					),
					point('A reservation in two steps costs a round trip more.', [
						'first claim the value, then create the row',
						'it adds latency and cleanup of stale claims'
					])
				])
			]
		})
	];
}
