import type { Language } from '../../facts';

/** A queue or a broker, and how its workers are recognised in code. */
export interface Queue {
	name: string;
	/** Of several libraries that are used alike: which import is whose. */
	called?: readonly (readonly [imports: RegExp, name: string])[];
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

export const queues: readonly Queue[] = [
	{
		name: 'BullMQ',
		languages: script,
		imports: /^(bull|bullmq|@nestjs\/bull(mq)?)$/,
		called: [[/^(bull|@nestjs\/bull)$/, 'Bull']],
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
		called: [
			[/^pg-boss$/, 'pg-boss'],
			[/^graphile-worker$/, 'Graphile Worker'],
			[/^bee-queue$/, 'Bee-Queue']
		],
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
		called: [
			[/^(rq|django_rq)(\.|$)/, 'RQ'],
			[/^dramatiq(\.|$)/, 'Dramatiq'],
			[/^huey(\.|$)/, 'Huey'],
			[/^arq(\.|$)/, 'arq'],
			[/^procrastinate(\.|$)/, 'Procrastinate']
		],
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
		called: [
			[/^NServiceBus/, 'NServiceBus'],
			[/^Rebus/, 'Rebus']
		],
		workers: { bases: /^(IConsumer|IHandleMessages)</ },
		enqueues: /\.(Publish|Send)$/,
		isBroker: true
	},
	{
		name: 'Asynq',
		languages: ['go'],
		imports:
			/^github\.com\/(hibiken\/asynq|riverqueue\/river|gocraft\/work|RichardKnop\/machinery)/,
		called: [
			[/riverqueue\/river/, 'River'],
			[/gocraft\/work/, 'gocraft/work'],
			[/RichardKnop\/machinery/, 'Machinery']
		],
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
