import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { conflictIsRetried, must, oneStatement, sameOrder, versionNotices } from './data-claims';
import { callerOf, functionAt, isElsewhere, nameAt } from './places';

/** Rows that are locked before they are changed. */
export const rowLockQuestions: QuestionMaker = {
	name: 'row-locks',
	make: atRows
};

/** Rows that are locked before they are changed. */
function atRows(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const finding = foundBy(material.findings, 'concurrency', 'row-locks')[0];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const opened = foundBy(findings, 'transactions', 'opened')[0]?.evidence.find(
		(one) =>
			isElsewhere(one, place) &&
			nameAt(project, one) !== nameAt(project, place) &&
			!/migrat/i.test(`${one.path} ${nameAt(project, one)}`)
	);
	const skips = /skip\s*_?locked/i.test(place.snippet);
	const name = nameAt(project, place);
	const open = phrasing.one('rows.open', [
		`${name} locks rows before it changes them${skips ? ', and skips those that others hold' : ''}${caller ? `; ${caller.name} calls it` : ''}.`,
		`${caller ? `${caller.name} leads to ${name}, which` : name} takes a lock on rows${opened ? `; ${nameAt(project, opened)} opens a transaction, too, and takes none` : ''}.`,
		`The lock that ${name} takes on its rows lasts until the transaction ends.`
	]);
	const ask = phrasing.one('rows.ask', [
		'Which two requests was it made for, and what would each have seen without it?',
		'Who waits, for how long at most, and what does that person see meanwhile?',
		skips
			? 'What happens to a row that is always held when somebody comes by?'
			: 'What if two of them want the same rows in another order?',
		'Who waits for whom, can two of them wait for each other, and would noticing the conflict afterwards have done as well?'
	]);
	return [
		draft({
			subject: 'at-rows',
			worth: caller || opened ? 0.9 : 0.75,
			topic: 'concurrency',
			category: 'tradeoffs',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [...(caller ? [caller.evidence] : []), ...(opened ? [opened] : [])],
			rubric: [
				essential(
					'The second one waits until the first has committed, and then sees its result.',
					[
						'it serialises changes of the same row',
						'the other transaction blocks until the lock is released',
						'no update gets lost because they run one after the other'
					],
					{ evidence: [place] }
				),
				must(sameOrder()),
				point('While it is held, slow work makes everybody wait, so it must be short.', [
					'keep the transaction brief',
					'do not call other services under the lock',
					'long locks block others'
				]),
				{
					...versionNotices(),
					claim:
						'A version that is compared when saving needs no waiting, and the loser has to try again.'
				},
				...(skips
					? [
							point('Skipping locked rows lets several workers share a queue without waiting.', [
								'skip locked is for job queues',
								'each worker takes another row'
							])
						]
					: [oneStatement()])
			],
			modelAnswer: `${name} locks the rows it is going to change, so a second request for them waits until the first has committed and then sees its result: nothing is lost and nothing has to be tried again. ${skips ? 'Rows that others hold are skipped, so that several workers can take work side by side without waiting. ' : ''}The price is waiting: the lock lasts until the transaction ends, so nothing slow belongs in there, and all have to lock in the same order, or two wait for one another until the database ends one. Where conflicts are rare, a version that is compared when saving waits for nobody and makes the loser try again; where one statement can do it all, no lock is needed by hand.`,
			hints: [
				'Run two of them side by side and note who waits where.',
				'When is the lock let go, and what happens in between?'
			],
			followUps: [
				clarifying(
					1,
					'Show me the two steps between which another request could slip in without the lock.',
					[
						essential('Between reading the row and writing what was computed from it.', [
							'after the select and before the update',
							'the read-modify-write gap'
						]),
						point('The other one would compute from the old value.', [
							'it works on stale data',
							'its result overwrites the first'
						])
					]
				),
				deeper(
					2,
					'The log shows deadlocks once a day. How do you find the pair, and what do you change?',
					[
						essential('The database reports both statements; bring their locks into one order.', [
							'look at the deadlock report and sort the rows by id',
							'lock parents before children everywhere'
						]),
						conflictIsRetried()
					]
				)
			]
		})
	];
}
