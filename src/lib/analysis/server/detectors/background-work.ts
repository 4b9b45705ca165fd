import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { keyOf } from './keys';
import { queues, type Queue } from './queue-libraries';
import { finding, listed, placeOf, type Detector } from './detector';
import { loops } from './loops';

const name = 'background-work';

const SCHEDULE = {
	annotations: /^(Scheduled|Cron|Interval|Schedules|periodic_task)$/,
	calls:
		/^(cron|node_cron|nodeCron)\.schedule$|^new (CronJob|Cron)$|^schedule\.(scheduleJob|every\(\).*\.do)$|\.(scheduleAtFixedRate|scheduleWithFixedDelay)$|^Schedule\.(command|job|call)$|^schedule\.(command|job|call)\b/
};

/** Names that other libraries have, too: a minifier's functions are added, and jobs of other kinds. */
const BY_IMPORT: readonly { imports: RegExp; calls: RegExp }[] = [
	{ imports: /(^|\/)cron(\/v\d+)?$|gocron/, calls: /\.(AddFunc|AddJob)$/ },
	{ imports: /^(apscheduler|flask_apscheduler)(\.|$)/, calls: /\.add_job$/ }
];

/** Work that nobody waits for: queues, brokers and clocks. */
export const backgroundWork: Detector = {
	name,
	topics: ['background_work'],
	detect: (project) => [
		...queues.flatMap((queue) => ofQueue(project, queue)),
		...scheduled(project),
		...loops(project)
	]
};

function ofQueue(project: Project, queue: Queue): Finding[] {
	const workers: Place[] = [];
	const enqueues: Place[] = [];
	const tries: Place[] = [];
	const files = project.sources.filter(({ language }) => queue.languages.includes(language));
	for (const file of files) {
		const isImporting =
			!queue.imports || file.imports.some(({ specifier }) => queue.imports!.test(specifier));
		const at = (line: number) => ({ path: file.path, startLine: line });
		// Whoever hands work over imports the job, and not always the library.
		for (const fact of file.calls) {
			const { callee } = fact;
			if (isImporting && queue.workers.calls?.test(callee)) workers.push(placeOf({ file, fact }));
			else if (queue.enqueues?.test(callee) && (isImporting || isTelling(callee))) {
				enqueues.push(placeOf({ file, fact }));
			}
		}
		if (!isImporting) continue;
		for (const { bases, startLine } of file.symbols) {
			if (bases?.some((base) => queue.workers.bases?.test(base))) workers.push(at(startLine));
		}
		for (const one of file.annotations) {
			if (queue.workers.annotations?.test(one.name)) workers.push(at(one.line));
		}
		for (const one of file.assignments) if (queue.tries?.test(one.name)) tries.push(at(one.line));
	}
	if (workers.length === 0) return [];
	const called = nameOf(queue, files);
	return [
		finding(project, {
			detector: name,
			subject: keyOf(queue.name),
			topic: 'background_work',
			kind: 'decision',
			title: `${queue.isBroker ? 'Messages are taken from' : 'Work is done in the background by'} ${called}${tries.length > 0 ? ', and how often it is tried again is set' : ''}.`,
			detail: queue.isBroker
				? 'A message can come twice and out of order: each handler has to bear that. Worth a look is what happens to one that always fails.'
				: 'The one who asked is answered before the work is done. Work that is tried again has to bear being done twice, and what fails for good has to be seen by somebody.',
			confidence: 0.9,
			at: [...workers.slice(0, 4), ...enqueues.slice(0, 3), ...tries.slice(0, 2), ...workers],
			facts: {
				queue: queue.name,
				workers: workers.length,
				enqueues: enqueues.length,
				retriesSet: tries.length
			}
		})
	];
}

const nameOf = ({ called = [], name: usual }: Queue, files: readonly FileFacts[]) => {
	const names = called.flatMap(([imports, own]) =>
		files.some((file) => file.imports.some(({ specifier }) => imports.test(specifier))) ? [own] : []
	);
	return names.length > 0 ? listed(names) : usual;
};

/** Names that only queues have. */
const isTelling = (callee: string) =>
	/\.(delay|apply_async|perform_async|perform_later|deliver_later|perform_in)$/.test(callee);

const isByImport = ({ imports }: FileFacts, { callee }: CallFact) =>
	BY_IMPORT.some(
		(one) => one.calls.test(callee) && imports.some(({ specifier }) => one.imports.test(specifier))
	);

function scheduled(project: Project): Finding[] {
	const found = project.sources.flatMap((file) => [
		...file.annotations
			.filter((one) => SCHEDULE.annotations.test(one.name) && one.args.length > 0)
			.map((one) => ({ place: { path: file.path, startLine: one.line }, args: one.args })),
		...file.calls
			.filter((call) => SCHEDULE.calls.test(call.callee) || isByImport(file, call))
			.map((call) => ({ place: placeOf({ file, fact: call }), args: call.args }))
	]);
	const [first] = found;
	if (!first) return [];
	const when = found
		.map(({ args }) =>
			args.find((argument) => /[*1-9]/.test(argument) && !/^\d+[lL]?$|=>|\bfunc|\n/.test(argument))
		)
		.filter((argument) => argument !== undefined);
	return [
		finding(project, {
			detector: name,
			subject: 'scheduled',
			topic: 'background_work',
			kind: 'decision',
			title: `Tasks run by the clock, which the program itself looks at${when[0] ? `: ${when[0].slice(0, 60)}` : ''}.`,
			detail:
				'There is nothing else to install. With more than one instance each runs them all, unless a lock says which one; and while the program is down nothing runs.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { tasks: found.length, when: when.slice(0, 5) }
		})
	];
}
