import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { isElsewhere, nameAt, placeName } from './places';

/** A server that lets its clients take all the time they like. */
export const slowClientQuestions: QuestionMaker = {
	name: 'slow-clients',
	make: server
};

/** A server that lets its clients take all the time they like. */
function server({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [finding] = foundBy(findings, 'resilience', 'server-without-timeout');
	const [place] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const rule: Finding['evidence'][number] | undefined = foundBy(
		findings,
		'resilience',
		'timeouts'
	)[0]?.evidence.find((one) => isElsewhere(one, place));
	return [
		draft({
			subject: 'server',
			worth: rule ? 0.85 : 0.7,
			topic: 'resilience',
			category: 'scalability',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${phrasing.one('server.open', [
				`The server is started at ${placeName(project, place)} without any time-outs${rule ? `, although ${nameAt(project, rule)} limits how long it waits for others` : ''}.`,
				`${placeName(project, place)} starts the server with the defaults, and those let a client take all the time it likes.`
			])} ${phrasing.one('server.ask', [
				'A thousand clients send one byte of their headers every ten seconds. What do you see?',
				'Which time-outs does it need, which would break something, and what stands in front of it that might help?',
				'How many connections can one visitor hold, and what ends them?'
			])}`,
			evidence: [place],
			related: rule ? [rule] : [],
			rubric: [
				essential(
					'A client that sends slowly keeps its connection, and with it memory and a file handle, for as long as it likes.',
					[
						'slowloris keeps connections open',
						'slow clients exhaust the connections',
						'it runs out of file descriptors'
					],
					{ evidence: [place] }
				),
				essential(
					'Limits for reading headers, for the whole request and for idle connections end that.',
					[
						'set a read header timeout',
						'configure read, write and idle timeouts',
						'use a server object with timeouts'
					]
				),
				point('A limit for writing also cuts long downloads and streams.', [
					'write timeouts break server-sent events',
					'large files need longer',
					'streams need an exception'
				]),
				point('A proxy in front may do it, but only if nobody reaches the server past it.', [
					'nginx buffers slow clients',
					'the load balancer has its own timeouts',
					'do not rely on it alone'
				])
			],
			modelAnswer: `With the defaults a client may send its request as slowly as it likes and keep the connection open as long as it likes; some thousand of those use up memory and file handles. The server at ${placeName(project, place)} should be made with a limit for the headers, one for reading the whole request and one for idle connections. A limit for writing would cut long downloads and streams, so it has to be chosen with care or set for each route. A proxy in front may take slow clients away, as long as nobody reaches the server past it.`,
			hints: [
				'Think of a client that never finishes its sentence.',
				'Which phases does a request have, and which of them has an end here?'
			],
			followUps: [
				clarifying(1, 'What does one such connection cost, and what runs out first?', [
					essential('Memory for its buffers and a file handle; the handles run out first.', [
						'each connection uses a file descriptor',
						'a goroutine or thread and buffers per connection'
					]),
					point('From then on new clients are refused.', [
						'accept fails with too many open files',
						'nobody can connect any more'
					])
				]),
				deeper(
					3,
					'There is also a long stream on the same server. How do you give both what they need?',
					[
						essential('Set or lift the limit per route, or end the stream by pings that fail.', [
							'reset the write deadline for streaming handlers',
							'heartbeats detect dead streams'
						]),
						point('Or serve streams by a server of their own.', [
							'a separate listener',
							'another port or process'
						])
					]
				)
			]
		})
	];
}
