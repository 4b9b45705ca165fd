import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { queues } from '../../detectors/queue-libraries';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { isElsewhere, nameAt, placeName } from './places';
import { bearsTwice, queueIsWatched, triesEnd, waitsLonger } from './work-claims';

/** Work that nobody waits for. */
export const queueQuestions: QuestionMaker = {
	name: 'queues',
	make: (material, phrasing) => {
		const [queue] = foundBy(material.findings, 'background-work')
			.filter((one) => textOf(one, 'queue') !== '')
			.toSorted((one, other) => numberOf(other, 'workers') - numberOf(one, 'workers'));
		return queue ? ofQueue(material, phrasing, queue) : [];
	}
};

/** Who hands over and who works. */
function sidesOf(
	{ project }: QuestionMaterial,
	finding: Finding
): { worker: Evidence; handed?: Evidence } {
	const queue = queues.find(({ name }) => name === textOf(finding, 'queue'));
	const isWorker = ({ path, startLine }: Evidence) =>
		project.files
			.find((file) => file.path === path)
			?.calls.some((call) => call.startLine === startLine && queue?.enqueues?.test(call.callee)) !==
		true;
	const [worker = finding.evidence[0]!] = finding.evidence
		.filter(isWorker)
		.filter(({ path }) => !/application_job|BaseJob|QueuedJob|AbstractJob/i.test(path));
	const handed = finding.evidence.find((one) => !isWorker(one) && one.path !== worker.path);
	return { worker, ...(handed && { handed }) };
}

function ofQueue(
	material: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding
): QuestionDraft[] {
	const { project } = material;
	const { worker, handed } = sidesOf(material, finding);
	const queue = textOf(finding, 'queue');
	const [workers, enqueues, retries] = [
		numberOf(finding, 'workers'),
		numberOf(finding, 'enqueues'),
		numberOf(finding, 'retriesSet')
	];
	const other = finding.evidence.find(
		(one) => isElsewhere(one, worker) && one.path !== worker.path
	);
	const workerName = placeName(project, worker);
	const open = handed
		? phrasing.one('queue.handed', [
				`${nameAt(project, handed)} hands work to ${queue} and answers; ${workerName} does it later.`,
				`Between ${nameAt(project, handed)} and the worker at ${workerName} lies ${queue}${retries === 0 ? ', with no retries set' : ''}.`,
				`${counted(workers, 'worker')} of ${queue} ${workers === 1 ? 'does' : 'do'} what ${counted(enqueues, 'place')} hand over, from ${nameAt(project, handed)} to ${workerName}.`
			])
		: phrasing.one('queue.open', [
				`${counted(workers, 'worker')} of ${queue}, ${workerName} for one, ${workers === 1 ? 'does' : 'do'} work that nobody waits for${retries === 0 ? '; no retries were seen to be set' : ''}.`,
				`${workerName} runs in the background, by ${queue}.`
			]);
	const ask = phrasing.one(handed ? 'queue.ask.handed' : 'queue.ask', [
		'The worker may die after the work and before it has said so, and the request may be rolled back after handing it over. What happens in each case?',
		'What does the worker find when the request behind the work has failed, and what when it gets the same piece of work again?',
		'Follow one piece of work from the request to its end, and let a process die at each step. Where does it go wrong?',
		'What made you take it out of the request, and what can go wrong between the two that could not before?'
	]);
	return [
		draft({
			subject: 'queue',
			worth: handed ? 0.9 : 0.78,
			topic: 'background_work',
			category: 'architecture',
			difficulty: 'senior',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [worker],
			related: [...(handed ? [handed] : []), ...(other ? [other] : [])],
			rubric: [
				must(bearsTwice()),
				essential(
					'Work should be handed over only after the commit, or the worker may look for rows that are not there.',
					[
						'enqueue after the transaction has been committed',
						'otherwise the job runs before the data is visible',
						'use an outbox so that both happen or neither'
					],
					{ evidence: handed ? [handed] : [] }
				),
				{
					...triesEnd(),
					...(retries === 0 && {
						contradictions: ['failed jobs are moved to a dead letter queue by our settings']
					})
				},
				waitsLonger(),
				queueIsWatched()
			],
			modelAnswer: `${handed ? `${nameAt(project, handed)} answers at once` : 'Whoever asks is answered at once'} and ${workerName} does the work later, through ${queue}. A worker that dies after the work and before it says so will get the same again, so it must be harmless twice: it should look whether it was done already. What is handed over before the commit may run before the rows can be seen, or for rows that are rolled back. ${retries === 0 ? 'No retries were seen to be set here; a few, with growing pauses, would bear short disturbances' : 'Retries are set, which bears short disturbances'}, and what fails for good has to be kept and somebody told. The length of the queue and the age of its oldest entry show whether the workers keep up.`,
			hints: [
				'Follow one piece of work, and let the process die at each step.',
				'What does the worker know about the request that asked for it, and about its transaction?',
				'How would you learn that it has not worked for two days?'
			],
			followUps: [
				clarifying(1, `What exactly is harmful if ${workerName} runs twice for the same thing?`, [
					essential(
						'Names the effect outside, such as a second mail or a second charge, or says why there is none.',
						[
							'the user would get two emails',
							'it only overwrites the same value, so nothing happens'
						]
					),
					point('A mark that it was done, set in the same transaction, prevents it.', [
						'store the id of the processed job',
						'check a flag before acting'
					])
				]),
				deeper(
					3,
					'One broken item blocks the rest behind it. How do you find it and get it out of the way?',
					[
						essential('After some tries it goes aside, so that the others pass.', [
							'dead letter queue',
							'skip the poison message and log it'
						]),
						point('It is kept with its error and can be run again after the repair.', [
							'replay from the failed jobs table',
							'inspect and retry by hand'
						])
					]
				)
			]
		})
	];
}
