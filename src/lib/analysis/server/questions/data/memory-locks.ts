import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must, sameOrder } from './data-claims';
import { changeOf, commitName, isElsewhere, lastChangeOf, nameAt, placeName } from './places';
import { oneProcessOnly, restartForgets, sharedPlace } from './work-claims';

/** Locks that hold within one process. */
export const memoryLockQuestions: QuestionMaker = {
	name: 'memory-locks',
	make: inMemory
};

/** A lock in memory, with who takes it or another one. */
function inMemory(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'concurrency', 'memory-locks')[0];
	const [place, other] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const commit = lastChangeOf(project, place.path);
	const taken = project
		.calls(/\.(Lock|RLock|lock|acquire|read|write|Wait|WaitAsync)$/)
		.find(({ file, fact }) => file.path === place.path && fact.startLine > place.startLine);
	const taker =
		taken &&
		project.evidence({
			path: taken.file.path,
			startLine: taken.fact.startLine,
			endLine: taken.fact.endLine
		});
	const sockets = foundBy(material.findings, 'real-time', 'sockets')[0]?.evidence[0];
	const [locks, files] = [numberOf(finding, 'locks'), numberOf(finding, 'files')];
	const name = placeName(project, place);
	const open = phrasing.one('memory.open', [
		`A lock at ${name} guards state in memory${taker ? `; ${nameAt(project, taker)} takes it` : ''}.`,
		`${counted(locks, 'lock')} in ${counted(files, 'file')} keep${locks === 1 ? 's' : ''} requests out of each other's way, ${locks > 2 ? 'for example ' : ''}at ${name}${other ? ` and at ${placeName(project, other)}` : ''}.`,
		`${taker ? `${nameAt(project, taker)} waits for the lock at ${name}` : `Whoever changes the state behind ${name} waits for a lock`} first.${commit ? ` The file last changed with ${commitName(commit)}.` : ''}`
	]);
	const ask = phrasing.one('memory.ask', [
		'What exactly does it protect, and from whom does it not?',
		'Tomorrow there are two instances. What of that still holds, and what breaks first?',
		'Which state would go wrong without it, and where does its protection end?',
		'A profile shows requests waiting there. What are they waiting for, and would a second instance help?'
	]);
	return [
		draft({
			subject: 'in-memory',
			worth: taker || other ? 0.83 : 0.7,
			topic: 'concurrency',
			category: 'implementation',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [
				...(taker ? [taker] : []),
				...(other ? [other] : []),
				...(sockets && isElsewhere(sockets, place) ? [sockets] : []),
				...(commit ? [changeOf(commit, place.path)] : [])
			],
			rubric: [
				essential(
					'It keeps two threads from changing, or reading and changing, the same state at once.',
					[
						'it protects shared data from concurrent access',
						'without it there would be a data race',
						'only one at a time may touch the map'
					],
					{ evidence: [place] }
				),
				must(oneProcessOnly()),
				point('Slow work such as input and output must not be done while it is held.', [
					'keep the critical section small',
					'do not call the network under the lock',
					'copy what you need and release it'
				]),
				sameOrder(),
				restartForgets(),
				point(
					'Readers that do not disturb each other can share it, or state can be handed to one owner.',
					[
						'use a read-write lock',
						'send messages to a single goroutine or actor instead',
						'an atomic or an immutable snapshot avoids the lock'
					]
				)
			],
			modelAnswer: `The lock at ${name} keeps requests that run at the same time from changing the same state in memory. What is done while it is held everybody else waits for, so it should be a few lines without input or output: copy what is needed, release it, then do the slow work. Two locks that are taken in different orders can wait for one another for ever, so there must be one order${locks > 1 ? ` for all ${locks}` : ''}. It holds within one process: a second instance has state and a lock of its own, and a restart empties the state, so what has to be right over both belongs in the database or another shared store.`,
			hints: [
				'Name the state behind it, and who reads and who writes that.',
				'What do all the others do while one holds it?',
				'And what does a second process know of it?'
			],
			followUps: [
				clarifying(1, `What would you see, and how often, if the lock at ${name} were taken out?`, [
					essential('Now and then lost or torn state, or a crash, mostly under load.', [
						'a race that shows up rarely',
						'concurrent map writes or corrupted data'
					]),
					point('A race detector or a test with many threads makes it visible.', [
						'run with the race detector',
						'a stress test'
					])
				]),
				deeper(
					2,
					'The state has to be right over three instances. Where does it go, and what replaces the lock?',
					[
						sharedPlace(),
						essential(
							'The store’s own atomic steps replace it: a transaction, a compare-and-set, or a lease.',
							[
								'use an atomic operation of redis or the database',
								'row locks or optimistic versions'
							]
						),
						point('Each access then costs a round trip and may fail.', [
							'latency and network errors come in',
							'you have to handle the store being away'
						])
					]
				)
			]
		})
	];
}
