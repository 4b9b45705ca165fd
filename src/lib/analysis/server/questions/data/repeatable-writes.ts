import type { Evidence } from '../../../evidence';
import type { Project } from '../../../project';
import type { TableModel } from '../../detectors/tables';
import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { targetOf } from './data-calls';
import { bothLookFirst, databaseRefusesSecond, must } from './data-claims';
import { callerOf, fileAt, functionAt, historyAt, isElsewhere, nameAt } from './places';
import { tableNamed } from './tables-by-name';
import { bearsTwice } from './work-claims';

/** Writes that take the row that is there, and whether something keeps it single. */
export const repeatableWriteQuestions: QuestionMaker = {
	name: 'repeatable-writes',
	make: repeatable
};

/** Writes that take the row that is there, and whether something keeps it single. */
function repeatable(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'resilience', 'repeatable-writes')[0];
	const place = finding?.evidence.find(({ path }) => !/migrat|seed|\.rake$/i.test(path));
	if (!finding || !place) return [];
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const table = tableWritten(project, place);
	const index = table?.indexes.find(({ isUnique }) => isUnique);
	const unique = table && index && { table, index };
	const other = finding.evidence.find((one) => isElsewhere(one, place) && one.path !== place.path);
	const history = historyAt(project, phrasing, place, !unique && !caller && !other);
	const name = nameAt(project, place);
	const count = numberOf(finding, 'writes');
	const ways = listed(
		listOf(finding, 'ways').map((way) => (way === 'SQL' ? 'ON CONFLICT' : way)),
		2
	);
	const open = phrasing.one('repeat.open', [
		`${name} takes the row that is there or makes one (${ways})${unique ? `; ${unique.table.name} has a unique index over ${listed(unique.index.columns)}` : ''}.`,
		count === 1
			? `One write here does no harm when it is done twice, the one in ${name}.`
			: `${count} writes here do no harm when they are done twice, ${other ? `${count > 2 ? 'among them ' : ''}those in ${name} and ${nameAt(project, other)}` : `for example the one in ${name}`}.`,
		`${caller ? `${caller.name} may call ${name} twice` : `${name} may be called twice`}: ${ways} ${/\band\b/.test(ways) ? 'make' : 'makes'} the second time harmless.`
	]);
	const ask = phrasing.one('repeat.ask', [
		'Is that one step in the database or two, and what if two come at once?',
		'Which columns decide that it is the same, and what happens to what the second one wanted to write?',
		'Who would do that twice, and what keeps the second time from making a second row?',
		'What in the database has to back that up, and what if it were missing?'
	]);
	return [
		draft({
			subject: 'repeatable',
			worth: unique ? 0.87 : caller || other ? 0.79 : 0.62,
			topic: 'resilience',
			category: 'implementation',
			difficulty: 'junior',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [
				...(unique ? [project.evidence(unique.index.place)] : []),
				...(caller ? [caller.evidence] : []),
				...(other ? [other] : []),
				...history.related
			],
			rubric: [
				{ ...must(bearsTwice()), evidence: [place] },
				{
					...must(databaseRefusesSecond()),
					evidence: unique ? [project.evidence(unique.index.place)] : []
				},
				bothLookFirst(),
				point(
					'What the second call wanted to write is dropped or overwrites the first: that has to be chosen.',
					[
						'do nothing on conflict or update the row',
						'last write wins or first write wins',
						'the values of the second may be ignored'
					]
				),
				point('Clients, queues and people who click twice are those who repeat.', [
					'double clicks and retries after a time-out',
					'a job that runs again',
					'the network makes clients send it twice'
				])
			],
			modelAnswer: `${name} uses ${ways}, so doing it again finds the row that is there and makes no second one. That is what clients that try again, jobs that run twice and people who click twice need. Some libraries do it in two steps, looking first and inserting then: between the two another request can slip in, and only a unique index makes the database refuse the second row. ${unique ? `${unique.table.name} has one over ${listed(unique.index.columns)}` : 'So such an index has to stand behind it'}. What the second one wanted to write is either dropped or overwrites the first, and that is a choice as well.`,
			hints: [
				'Who could call it twice, and why?',
				'Does the database decide, or the program after looking?'
			],
			followUps: [
				clarifying(2, `Which columns make two calls of ${name} the same, and where is that said?`, [
					essential('Those of the unique index or of the condition that is looked for.', [
						'the conflict target of the statement',
						'the attributes that are searched by'
					]),
					point('Both have to name the same columns.', [
						'the lookup must match the index',
						'otherwise duplicates or errors appear'
					])
				]),
				deeper(
					4,
					'The second call carries newer data than the first. What should the row say in the end?',
					[
						essential(
							'That is decided by comparing times or versions, and not by which came last.',
							['keep the newer by timestamp or version', 'messages may arrive out of order']
						),
						point('Doing nothing on conflict would keep the older data.', [
							'insert or ignore loses the update',
							'on conflict do nothing keeps the first'
						])
					]
				)
			]
		})
	];
}

/** The table that a write names, by its statement or by whom it calls. */
function tableWritten(
	project: Project,
	{ path, startLine, snippet }: Evidence
): TableModel | undefined {
	const [, named] = /\binto\s+["`[]?(?:\w+\.)?(\w+)/i.exec(snippet) ?? [];
	if (named) return tableNamed(project, named);
	const call = fileAt(project, path)?.calls.find(
		(one) => one.startLine === startLine && /create|upsert|insert/i.test(one.callee)
	);
	return call && tableNamed(project, targetOf(call));
}
