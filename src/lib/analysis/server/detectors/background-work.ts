import type { Language } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { keyOf } from './keys';
import { counted, finding, placeOf, type Detector } from './detector';

const name = 'background-work';

interface Queue {
	name: string;
	languages: readonly Language[];
	imports?: RegExp;
	/** Those who work: bases, annotations or calls. */
	workers: { bases?: RegExp; annotations?: RegExp; calls?: RegExp };
	/** What hands work over. */
	enqueues?: RegExp;
	/** Tries again by itself only where that is said. */
	tries?: RegExp;
	/** Messages of other services, rather than work of this one. */
	isBroker?: boolean;
}

const script: Language[] = ['javascript', 'typescript'];
const jvm: Language[] = ['java', 'kotlin'];

const queues: readonly Queue[] = [
	{
		name: 'BullMQ',
		languages: script,
		imports: /^(bull|bullmq|@nestjs\/bull(mq)?)$/,
		workers: {
			calls: /^new (Worker|Queue|Bull)$|queue\w*\.process$/i,
			annotations: /^(Processor|Process)$/,
			bases: /^WorkerHost$/
		},
		enqueues: /queue\w*\.(add|addBulk)$/i,
		tries: /^(attempts|backoff)$/
	},
	{
		name: 'Agenda',
		languages: script,
		imports: /^(agenda|@hokify\/agenda|pg-boss|graphile-worker|bee-queue)$/,
		workers: { calls: /\.(define|work|process)$|^run$/ },
		enqueues: /\.(now|schedule|every|send|addJob|createJob)$/
	},
	{
		name: 'Celery',
		languages: ['python'],
		imports: /^celery(\.|$)/,
		workers: { annotations: /(^|\.)(task|shared_task|periodic_task)$/ },
		enqueues: /\.(delay|apply_async|s|si|send_task)$/,
		tries: /^(autoretry_for|max_retries|retry_backoff|default_retry_delay|acks_late)$/
	},
	{
		name: 'RQ or Dramatiq',
		languages: ['python'],
		imports: /^(rq|django_rq|dramatiq|huey|arq|procrastinate)(\.|$)/,
		workers: { annotations: /(^|\.)(actor|job|task|db_task)$/, calls: /^(Worker|Queue)$/ },
		enqueues: /\.(enqueue|enqueue_in|send|send_with_options|enqueue_job|defer)$/,
		tries: /^(max_retries|retry|retries)$/
	},
	{
		name: 'Sidekiq',
		languages: ['ruby'],
		workers: { bases: /^Sidekiq/, calls: /^sidekiq_options$/ },
		enqueues: /\.(perform_async|perform_in|perform_at)$/,
		tries: /^retry$/
	},
	{
		name: 'Active Job',
		languages: ['ruby'],
		workers: { bases: /^(ApplicationJob|ActiveJob(::|\.)Base)$/ },
		enqueues: /\.(perform_later|deliver_later|set\(\)\.perform_later)$/,
		tries: /^retry_on$/
	},
	{
		name: "Laravel's queue",
		languages: ['php'],
		imports:
			/^Illuminate\\(Contracts\\Queue\\ShouldQueue|Bus\\Queueable|Foundation\\Bus\\Dispatchable)/,
		workers: { bases: /^ShouldQueue$/ },
		enqueues: /(\.dispatch|^dispatch|\.later|\.queue)$/,
		tries: /^(tries|backoff|maxExceptions)$/
	},
	{
		name: 'Symfony Messenger',
		languages: ['php'],
		imports: /^Symfony\\Component\\Messenger/,
		workers: { annotations: /^AsMessageHandler$/, bases: /^MessageHandlerInterface$/ },
		enqueues: /\.dispatch$/
	},
	{
		name: 'Hangfire',
		languages: ['csharp'],
		imports: /^Hangfire/,
		workers: { calls: /\.AddHangfire(Server)?$/, annotations: /^AutomaticRetry$/ },
		enqueues:
			/(BackgroundJob|RecurringJob|\w*[jJ]obClient)\.(Enqueue|Schedule|AddOrUpdate|ContinueJobWith)$/
	},
	{
		name: 'hosted services',
		languages: ['csharp'],
		workers: { bases: /^(BackgroundService|IHostedService)$/, calls: /\.AddHostedService$/ }
	},
	{
		name: 'MassTransit',
		languages: ['csharp'],
		imports: /^(MassTransit|NServiceBus|Rebus)/,
		workers: { bases: /^(IConsumer|IHandleMessages)</ },
		enqueues: /\.(Publish|Send)$/,
		isBroker: true
	},
	{
		name: 'Asynq',
		languages: ['go'],
		imports:
			/^github\.com\/(hibiken\/asynq|riverqueue\/river|gocraft\/work|RichardKnop\/machinery)/,
		workers: {
			calls: /\.(HandleFunc|AddWorker|RegisterTask|Job)$|^(asynq\.NewServer|river\.AddWorker)$/
		},
		enqueues: /\.(Enqueue|EnqueueContext|Insert|SendTask)$/,
		tries: /^MaxRetry$/
	},
	{
		name: "Spring's @Async",
		languages: jvm,
		imports: /^org\.springframework\.scheduling\.annotation(\.|$)/,
		workers: { annotations: /^Async$/ }
	},
	{
		name: 'Kafka',
		languages: [...jvm, ...script, 'python', 'go', 'csharp', 'rust'],
		imports: /kafka/i,
		workers: {
			annotations: /^KafkaListener$/,
			calls:
				/(consumer\w*|reader)\.(subscribe|run|poll|Consume|ReadMessage|FetchMessage|Subscribe)$|^KafkaConsumer$/i
		},
		enqueues:
			/(producer\w*|kafkaTemplate|writer)\.(send|produce|Produce|ProduceAsync|WriteMessages|SendMessage)$/i,
		isBroker: true
	},
	{
		name: 'RabbitMQ',
		languages: [...jvm, ...script, 'python', 'go', 'csharp', 'rust', 'php'],
		imports:
			/^(amqplib|amqp-connection-manager|pika|aio_pika|RabbitMQ\.Client|lapin|PhpAmqpLib)|amqp091-go|streadway\/amqp|org\.springframework\.amqp|com\.rabbitmq/,
		workers: {
			annotations: /^RabbitListener$/,
			calls: /\.(consume|Consume|basic_consume|basicConsume|BasicConsume|BasicConsumeAsync)$/
		},
		enqueues:
			/\.(sendToQueue|publish|basic_publish|basicPublish|BasicPublish|convertAndSend|PublishWithContext)$/,
		isBroker: true
	},
	{
		name: 'SQS',
		languages: [...jvm, ...script, 'python', 'go', 'csharp'],
		imports: /client-sqs|sqs-consumer|services\.sqs|service\/sqs|Amazon\.SQS|awspring.*sqs/,
		workers: { annotations: /^SqsListener$/, calls: /ReceiveMessage|receiveMessage/ },
		enqueues: /SendMessage|sendMessage/,
		isBroker: true
	}
];

const SCHEDULE = {
	annotations: /^(Scheduled|Cron|Interval|Schedules|periodic_task)$/,
	calls:
		/^(cron|node_cron|nodeCron)\.schedule$|^new (CronJob|Cron)$|^schedule\.(scheduleJob|every\(\).*\.do)$|\.(AddFunc|AddJob|add_job|scheduleAtFixedRate|scheduleWithFixedDelay)$|^Schedule\.(command|job|call)$|^schedule\.(command|job|call)\b/
};

/** Work that nobody waits for: queues, brokers and clocks. */
export const backgroundWork: Detector = {
	name,
	topics: ['background_work'],
	detect: (project) => [
		...queues.flatMap((queue) => ofQueue(project, queue)),
		...scheduled(project)
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
	const handed = queue.enqueues ? `, handed over in ${counted(enqueues.length, 'place')}` : '';
	const tried = queue.tries
		? tries.length > 0
			? `; retries are set in ${counted(tries.length, 'place')}`
			: '; no retries are set'
		: '';
	return [
		finding(project, {
			detector: name,
			subject: keyOf(queue.name),
			topic: 'background_work',
			kind: 'decision',
			title: `${queue.isBroker ? 'Messages are taken from' : 'Work is done in the background by'} ${queue.name}: ${counted(workers.length, 'worker')}${handed}${tried}.`,
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

/** Names that only queues have. */
const isTelling = (callee: string) =>
	/\.(delay|apply_async|perform_async|perform_later|deliver_later|perform_in)$/.test(callee);

function scheduled(project: Project): Finding[] {
	const found = project.sources.flatMap((file) => [
		...file.annotations
			.filter((one) => SCHEDULE.annotations.test(one.name) && one.args.length > 0)
			.map((one) => ({ place: { path: file.path, startLine: one.line }, args: one.args })),
		...file.calls
			.filter((call) => SCHEDULE.calls.test(call.callee))
			.map((call) => ({ place: placeOf({ file, fact: call }), args: call.args }))
	]);
	const [first] = found;
	if (!first) return [];
	const when = found
		.map(({ args }) => args.find((argument) => /[*\d]/.test(argument)))
		.filter((argument) => argument !== undefined);
	return [
		finding(project, {
			detector: name,
			subject: 'scheduled',
			topic: 'background_work',
			kind: 'decision',
			title: `${counted(found.length, 'task')} ${found.length === 1 ? 'runs' : 'run'} by the clock, inside of the program${when[0] ? `: ${when[0].slice(0, 60)}` : ''}.`,
			detail:
				'There is nothing else to install. With more than one instance each runs them all, unless a lock says which one; and while the program is down nothing runs.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { tasks: found.length, when: when.slice(0, 5) }
		})
	];
}
