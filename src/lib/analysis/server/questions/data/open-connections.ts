import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { IN_BROWSER, lineOf, SERVES } from './lines-open';
import { historyAt, nameAt, placeName } from './places';
import { acrossInstances, comeBackSpread, deadPeers, slowReaders } from './work-claims';

/** Open connections of many clients, over more than one instance. */
export const openConnectionQuestions: QuestionMaker = {
	name: 'open-connections',
	make: lines
};

const BROWSER = /the browser's WebSocket|EventSource$/;

/** Open connections of many clients, over more than one instance. */
function lines(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = lineOf(material, 'sockets') ?? lineOf(material, 'events');
	const place = finding?.evidence.find(
		({ snippet, path }) => SERVES.test(snippet) && !IN_BROWSER.test(path)
	);
	if (!finding || !place) return [];
	const libraries = listOf(finding, 'libraries').filter((library) => !BROWSER.test(library));
	if (libraries.length === 0) return [];
	const client = finding.evidence.find((one) => one.path !== place.path);
	const locks = foundBy(material.findings, 'concurrency', 'memory-locks')[0];
	const lock = locks?.evidence.find((one) => one.path === place.path) ?? locks?.evidence[0];
	const history = historyAt(project, phrasing, place, !client && !lock);
	const library = listed(libraries, 2);
	const name = nameAt(project, place);
	const open = phrasing.one('lines.open', [
		`${name} holds open connections to clients (${library})${lock ? `, and ${placeName(project, lock)} guards state in memory` : ''}.`,
		`News goes out over ${library} from ${name}${client ? `; ${placeName(project, client)} is the other end or another user of it` : ''}.`,
		`Every client keeps a connection open to ${name}, by ${library}.`
	]);
	const ask = phrasing.one('lines.ask', [
		'You start a second instance, and one of ten thousand clients stops reading. Which messages get lost, and what fills up?',
		'What would you have to add for a second instance, and what protects either of them from a client that reads too slowly?',
		'News comes up in one of two instances, and one of the clients is on a bad line. Who gets it, who does not, and what piles up?',
		'What limits you first: the number of clients, the slowest of them, or the second instance?'
	]);
	return [
		draft({
			subject: 'lines',
			worth: lock || client ? 0.89 : 0.78,
			topic: 'real_time',
			category: 'scalability',
			difficulty: 'senior',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [...(client ? [client] : []), ...(lock ? [lock] : []), ...history.related],
			rubric: [
				must(acrossInstances()),
				must(slowReaders()),
				deadPeers(),
				comeBackSpread(),
				point(
					'Each open connection is state of one instance: memory, a file handle and a place in its lists.',
					[
						'connections are sticky to a process',
						'every socket costs memory and a descriptor',
						'the server is stateful because of it'
					],
					{ evidence: [place] }
				)
			],
			modelAnswer: `Each connection that ${name} holds is state of one instance: memory, a file handle, a place in its lists. With a second instance, news that arises in one has to reach clients of the other, so a bus such as Redis has to carry it. A client that does not read lets unsent messages pile up; there must be a limit, and beyond it messages are dropped or the connection is closed. Dead connections are noticed only by pings that get no answer. A deployment closes all of them, and clients that come back at the same moment are a storm unless each waits a random time.`,
			hints: [
				'Where does the knowledge of who is connected live?',
				'Think of two instances, of a client that stands still, and of a deployment.'
			],
			followUps: [
				clarifying(2, 'What is the most that can be waiting for one slow client, in bytes?', [
					essential('Names the limit and what happens beyond it, or that there is none.', [
						'the send buffer is capped and then it is disconnected',
						'currently unbounded'
					]),
					point('Messages that only matter now may be dropped, others must come later.', [
						'critical and droppable messages differ',
						'keep only the newest state'
					])
				]),
				deeper(
					1,
					'You put Redis in between, and Redis loses its connection for a second. What do clients see?',
					[
						essential(
							'Messages of that second are gone, unless clients can find the gap and ask for it.',
							['pub/sub delivers at most once', 'sequence numbers reveal the gap']
						),
						point('The truth has to be in the database, from which the gap is filled.', [
							'news only says that there is something new',
							're-read the state after a gap'
						])
					]
				)
			]
		})
	];
}
