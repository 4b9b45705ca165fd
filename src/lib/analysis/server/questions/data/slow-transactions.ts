import type { Evidence } from '../../../evidence';
import type { Project } from '../../../project';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { keepItShort, must } from './data-claims';
import { fileAt, nameAt } from './places';

/** Mail or HTTP while a transaction is open. */
export const slowTransactionQuestions: QuestionMaker = {
	name: 'slow-transactions',
	make: slowInside
};

const SLOW =
	/(^|\.)(fetch|axios(\.\w+)?|sendMail\w*|send_mail|deliver_now|deliver|sendEmail|send_email|SendAsync|postForObject|getForObject|exchange|Notification\.send|Mail\.(send|to)|notify|urlopen)$|^(requests|httpx|http|Http|HTTParty|Faraday|Net\.HTTP)\.(get|post|put|Get|Post)$/;

/** Mail or HTTP while a transaction is open. */
function slowInside(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const opened = foundBy(material.findings, 'transactions', 'opened')[0];
	const [hit] = (opened?.evidence ?? []).flatMap((place) => {
		const span = spanOf(project, place);
		const call = fileAt(project, place.path)?.calls.find(
			({ callee, startLine, endLine }) =>
				SLOW.test(callee) && startLine > span.startLine && endLine <= span.endLine
		);
		return call ? [{ place, call }] : [];
	});
	if (!opened || !hit) return [];
	const { place, call } = hit;
	const name = nameAt(project, place);
	const at = { path: place.path, startLine: call.startLine, endLine: call.endLine };
	return [
		draft({
			subject: 'slow-inside',
			worth: 0.93,
			topic: 'transactions',
			category: 'scalability',
			difficulty: 'senior',
			findings: [opened],
			question: `${phrasing.one('slow.open', [
				`While the transaction of ${name} is open, the code calls ${call.callee}.`,
				`Between begin and commit, ${name} also calls ${call.callee}.`,
				`${call.callee} is called inside of the transaction that ${name} opens.`
			])} ${phrasing.one('slow.ask', [
				'What happens to everybody else when that call takes thirty seconds?',
				'What holds the database meanwhile, and what if the call succeeds and the commit does not?',
				'Would you leave it there under ten times the load? Say what would break first.'
			])}`,
			evidence: [project.evidence(at)],
			related: [place],
			rubric: [
				must(keepItShort()),
				point('If the transaction is rolled back, what was sent cannot be taken back.', [
					'the mail goes out although the data was not saved',
					'the outside effect cannot be undone',
					'people are told about something that did not happen'
				]),
				point('Connections of the pool stay taken, and other requests wait for one.', [
					'the connection pool runs dry',
					'a slow call blocks a database connection',
					'everyone else queues for a connection'
				]),
				essential('Do it after the commit, from a job or an outbox table written with the rest.', [
					'move the call behind the commit',
					'use an outbox and a worker',
					'enqueue it and send it later'
				])
			],
			modelAnswer: `${call.callee} runs while the transaction of ${name} is open. As long as it takes, the locks on the changed rows and one connection of the pool are held; a slow partner lets other requests queue up until the pool is empty. If the commit fails afterwards, what was sent cannot be taken back. I would write what has to be sent into an outbox table within the same transaction, and let a job send it after the commit.`,
			hints: [
				'What does an open transaction keep others from doing?',
				'Now let the other side be slow, or let the commit fail after the call went through.'
			],
			followUps: [
				clarifying(
					3,
					'The pool has ten connections. How many such requests does it take until nobody else is served?',
					[
						essential('Ten that wait for the slow call hold all ten connections.', [
							'as many slow calls as there are connections',
							'ten of them are enough to block everyone'
						]),
						point('Then even requests that have nothing to do with it fail or wait.', [
							'unrelated pages stop working',
							'the whole application hangs'
						])
					]
				),
				deeper(4, 'And if the program dies right after the commit, before the call was made?', [
					essential(
						'A row that says what is still to be sent survives the crash and is worked off later.',
						['the outbox entry is still in the table', 'a worker picks up what was not sent']
					),
					point('It may then be sent twice, so the receiver has to bear that.', [
						'at least once delivery',
						'use an id so that duplicates are recognised'
					])
				])
			]
		})
	];
}

/** A marked function is its own span; a call reaches as far as its block does. */
function spanOf(project: Project, place: Evidence): { startLine: number; endLine: number } {
	const called = fileAt(project, place.path)?.calls.find(
		({ startLine, endLine }) => startLine === place.startLine && endLine > startLine
	);
	return called ?? { startLine: place.startLine, endLine: place.startLine };
}
