import { describe, expect, it } from 'vitest';
import { backgroundWork } from './background-work';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const queued: [string, string, Record<string, string>, Record<string, unknown>][] = [
	[
		'TypeScript',
		'bullmq',
		{
			'a.ts':
				"import { Queue, Worker } from 'bullmq';\nconst mailQueue = new Queue('mail');\nmailQueue.add('send', {}, { attempts: 3 });\nnew Worker('mail', work);\n"
		},
		{ workers: 2, enqueues: 1, retriesSet: 1 }
	],
	[
		'Python',
		'celery',
		{
			'tasks.py': 'from celery import shared_task\n\n@shared_task\ndef mail(to):\n    pass\n',
			'views.py': 'from .tasks import mail\n\ndef view(r):\n    mail.delay(1)\n'
		},
		{ workers: 1, enqueues: 1, retriesSet: 0 }
	],
	[
		'Ruby',
		'active-job',
		{
			'a.rb': 'class MailJob < ApplicationJob\n  def perform(a); end\nend\n',
			'b.rb': 'def f\n  MailJob.perform_later(1)\nend\n'
		},
		{ workers: 1, enqueues: 1 }
	],
	[
		'PHP',
		'laravel-s-queue',
		{
			'a.php':
				'<?php\nuse Illuminate\\Contracts\\Queue\\ShouldQueue;\nclass Mail implements ShouldQueue { public $tries = 3; }\n'
		},
		{ workers: 1, retriesSet: 1 }
	],
	['C#', 'hosted-services', { 'A.cs': 'class A : BackgroundService { }\n' }, { workers: 1 }],
	[
		'Java',
		'kafka',
		{
			'A.java':
				'import org.springframework.kafka.annotation.KafkaListener;\nclass A {\n  @KafkaListener(topics = "a")\n  void f() {}\n}\n'
		},
		{ workers: 1 }
	]
];

describe('background work', () => {
	it('[Q2] takes a function that is added for a task where a clock is imported only', async () => {
		const cron = 'package a\n\nimport "github.com/robfig/cron/v3"\n\n';
		const added = 'func f() { c.AddFunc("0 0 * * *", g) }\n';
		const found = await findingOf(backgroundWork, 'scheduled', { 'a.go': `${cron}${added}` });
		expect(placesIn(found)).toEqual(['a.go:5']);
		expect(
			await findingOf(backgroundWork, 'scheduled', {
				'a.go':
					'package a\n\nimport "github.com/tdewolff/minify/v2"\n\nfunc f() { m.AddFunc("text/css", css.Minify) }\n'
			})
		).toBeUndefined();
	});

	it.each(queued)(
		'[Q2] counts workers and who hands work over: %s',
		async (_, subject, contents, facts) => {
			expect((await findingOf(backgroundWork, subject, contents))?.facts).toMatchObject(facts);
		}
	);

	it('[Q2] sees what runs by the clock', async () => {
		const found = await findingOf(backgroundWork, 'scheduled', {
			'A.java': 'class A {\n  @Scheduled(cron = "0 0 * * * *")\n  void f() {}\n}\n',
			'a.js': "const cron = require('node-cron');\ncron.schedule('*/5 * * * *', work);\n"
		});
		expect(placesIn(found)).toEqual(['A.java:2', 'a.js:2']);
	});

	it('[Q2] says nothing of lists that are called queues', async () => {
		expect(
			await findingsOf(backgroundWork, {
				'a.ts': 'const queue = new PriorityQueue();\nqueue.add(1);\nnew Worker("a.js");\n',
				'b.py': 'class Task:\n    def delay(self): pass\n\nTask().delay()\n'
			})
		).toEqual([]);
	});
});
