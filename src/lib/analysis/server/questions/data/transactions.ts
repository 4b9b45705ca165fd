import type { Evidence } from '../../../evidence';
import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { conflictIsRetried, keepItShort, lockTheRow, versionNotices } from './data-claims';
import { callerOf, functionAt, historyAt, isElsewhere, nameAt } from './places';

/** What was put into a transaction, seen from who calls it. */
export const transactionQuestions: QuestionMaker = {
	name: 'transactions',
	make: boundary
};

/** What was put into a transaction, seen from who calls it. */
function boundary(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const opened = foundBy(material.findings, 'transactions', 'opened')[0];
	const places = opened?.evidence.filter((place) => isOfBusiness(project, place)) ?? [];
	const [hit] = places.flatMap((place) => {
		const symbol = functionAt(project, place);
		const caller = symbol && callerOf(project, place.path, symbol);
		return caller ? [{ place, caller }] : [];
	});
	const place = hit?.place ?? places[0];
	if (!opened || !place) return [];
	const second = places.find((one) => isElsewhere(one, place));
	const history = historyAt(project, phrasing, place, !hit && !second);
	const name = nameAt(project, place);
	const count = numberOf(opened, 'places');
	const [way = ''] = listOf(opened, 'ways');
	const above = hit?.caller;
	const open = above
		? phrasing.one('boundary.open', [
				`${above.name} calls ${name}, and the transaction is opened only in there${/^transaction$/i.test(way) ? '' : ` (${way})`}.`,
				`${name} opens a transaction; ${above.name}, which calls it, opens none.`,
				`${above.name} leaves the transaction to ${name}, which it calls.`
			])
		: phrasing.one('boundary.alone', [
				`${name} opens a transaction${count > 1 ? `, one of ${count} places that do` : ', and nothing else does'}.`,
				`${count > 1 ? `Of ${count} transactions in this code, take the one in ${name}` : `There is one transaction in this code, in ${name}`}.`,
				`What ${name} writes happens together or not at all, by ${way}.`,
				`${name} puts what it does into one transaction (${way})${count > 1 ? `, as ${counted(count - 1, 'other place does', 'other places do')}` : ''}.`
			]);
	const ask = phrasing.one('boundary.ask', [
		'Why does it begin there and not one level higher, and which rows does it keep others from touching?',
		'What would go wrong if you widened it to the caller, and what if you dropped it?',
		'What has to happen together in there, and what do two of these do to each other on the same record?',
		'What has to be inside for it to be correct, and what would you move out?',
		'Something inside throws. What is in the database then, and which of the writes could have stood outside?'
	]);
	return [
		draft({
			subject: 'boundary',
			worth: above ? 0.78 : 0.6,
			topic: 'transactions',
			category: 'architecture',
			difficulty: 'mid-level',
			findings: [opened],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [...(above ? [above.evidence] : second ? [second] : []), ...history.related],
			rubric: [
				essential(
					'All writes that make one change of the business belong inside, and nothing else.',
					[
						'the boundary is the use case: everything that must happen together',
						'only the statements that belong together go into it',
						'the unit of work is one business operation'
					]
				),
				keepItShort(),
				point('Two of them on the same rows wait for one another or one of them fails.', [
					'the second blocks until the first commits',
					'concurrent transactions on one row are serialised by its lock',
					'one of the two may run into a conflict'
				]),
				conflictIsRetried(),
				point(
					'An exception has to reach the place that rolls back; a swallowed one commits half.',
					[
						'catching the error inside would still commit',
						'errors must propagate so that the rollback happens',
						'do not hide the exception within the block'
					]
				)
			],
			modelAnswer: `The transaction of ${name} holds what has to happen together as one change, and that is where it should begin and end. ${above ? `If it began in ${above.name} already, everything that one does would hold locks and a connection as well` : 'If it began earlier, everything before it would hold locks and a connection as well'}, so slow work stays outside. Without it a failure in the middle would leave half of the change. Two of them on the same rows wait for one another, or the database lets one fail, and then the code has to try that one again. An error inside has to reach the place that rolls back: if it is caught on the way, half of the change is committed.`,
			hints: [
				'List what has to be true both before and after, whatever happens in between.',
				'Think of how long locks are held, and of a second request for the same record.',
				'What if an error is caught inside?'
			],
			followUps: [
				clarifying(
					1,
					`Name the writes inside ${name}. Which of them would be wrong without the others?`,
					[
						essential('Those that describe the same change of state are wrong alone.', [
							'the rows that refer to each other must be saved together',
							'one without the other breaks the invariant'
						]),
						point('Logs, counters or notifications may fail on their own.', [
							'secondary writes such as audit can come later',
							'not everything needs the same guarantee'
						])
					]
				),
				deeper(
					3,
					'Traffic grows tenfold and many of these touch one hot row. What do you see, and what do you change?',
					[
						essential(
							'Lock waits grow, and throughput is bounded by how long each holds the row.',
							['they queue on that row', 'contention on the lock limits the rate']
						),
						lockTheRow(),
						versionNotices()
					]
				)
			]
		})
	];
}

/** Neither what only reads, nor a helper that opens them for others, nor a migration. */
const isOfBusiness = (project: Project, place: Evidence): boolean =>
	!/read_?only\W+true/i.test(place.snippet) &&
	!/migrat|knex/i.test(place.path) &&
	!/transact|migrat/i.test(nameAt(project, place));
