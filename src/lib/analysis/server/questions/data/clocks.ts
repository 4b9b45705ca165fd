import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, functionAt, historyAt, isElsewhere, placeName } from './places';
import { bearsTwice, missedRuns, oneOfThemRuns } from './work-claims';

/** What runs by the clock, inside of the program. */
export const clockQuestions: QuestionMaker = {
	name: 'clocks',
	make: (material, phrasing) => {
		const all = foundBy(material.findings, 'background-work');
		const clock = all.find(({ key }) => key.endsWith(':scheduled'));
		return clock
			? byClock(
					material,
					phrasing,
					clock,
					all.find((one) => textOf(one, 'queue') !== '')
				)
			: [];
	}
};

/** Other things are added to lists of functions, too. */
const SAYS_WHEN = /cron|schedul|every|daily|hourly|interval|\*\s+\*/i;

function byClock(
	material: QuestionMaterial,
	phrasing: Phrasing,
	finding: Finding,
	queue: Finding | undefined
): QuestionDraft[] {
	const { project } = material;
	const [place, second] = finding.evidence.filter(
		({ snippet, path }) => SAYS_WHEN.test(snippet) && !/(^|\/)examples?\//.test(path)
	);
	if (!place) return [];
	const tasks = numberOf(finding, 'tasks');
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const lock = foundBy(material.findings, 'concurrency', 'shared-locks')[0]?.evidence[0];
	const beside = queue?.evidence.find((one) => isElsewhere(one, place));
	const history = historyAt(project, phrasing, place, !caller && !lock && !beside && !second);
	const name = placeName(project, place);
	const open = phrasing.one('clock.open', [
		`${name} runs on a schedule inside the program${tasks > 1 ? `, as ${counted(tasks - 1, 'other task does', 'other tasks do')}` : ''}.`,
		`${counted(tasks, 'task')} in this program ${tasks === 1 ? 'runs' : 'run'} on a schedule, ${tasks === 1 ? `at ${name}` : `the one at ${name} first`}${lock ? '; a lock is shared between instances elsewhere' : ''}.`,
		`The program keeps its own schedule for ${counted(tasks, 'task')}${caller ? `, set up by ${caller.name}` : ` (${name})`}${queue ? `, and ${textOf(queue, 'queue')} for other work` : ''}.`
	]);
	const ask = phrasing.one('clock.ask', [
		'What happens on the day a second instance is started, and what about a run that falls into a restart?',
		'How do you make sure that it runs once: not twice with two instances, and not never when one is restarted?',
		'A deployment happens at just that moment, with old and new instance side by side. Does it run once, twice or not at all, and who notices?',
		'Why in there and not in cron or a scheduler of its own, and what would two instances, or an hour of downtime, make of it?'
	]);
	return [
		draft({
			subject: 'clock',
			worth: lock || beside || caller ? 0.82 : 0.72,
			topic: 'background_work',
			category: 'scalability',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [
				...(caller ? [caller.evidence] : []),
				...(lock ? [lock] : []),
				...(beside ? [beside] : []),
				...(second ? [second] : []),
				...history.related
			],
			rubric: [
				must(oneOfThemRuns()),
				must(missedRuns()),
				point('A run that takes too long must not meet the next one.', [
					'prevent overlapping runs',
					'skip if the previous is still running',
					'two runs at once would do the work twice'
				]),
				bearsTwice(),
				point('That it ran, how long and with what result has to be seen somewhere.', [
					'log and alert when the last success is too old',
					'a heartbeat for scheduled jobs',
					'monitor the last successful run'
				])
			],
			modelAnswer: `${name} is started by a clock within the program. There is nothing else to install, but each instance has such a clock: a second one runs the task as well, unless a shared lock or a chosen leader says who does. While the program is down or restarting nothing runs, so a missed turn has to be noticed or made up for. A run that takes longer than the interval must not meet the next. The task should be harmless when it runs twice, and the time of its last success should be watched. With several instances I would move it to a scheduler of its own or hand the work to a queue.`,
			hints: [
				'Count the clocks when there are two processes.',
				'Think of the minute in which the program is restarted, and of a run that takes long.'
			],
			followUps: [
				clarifying(1, `What would go wrong if ${name} ran twice in the same minute?`, [
					essential('Says what it changes or sends, and whether the second run repeats that.', [
						'mails would go out twice',
						'the second finds nothing left to do'
					]),
					point('A mark per period or a lock makes the second do nothing.', [
						'remember the day it ran for',
						'take a lock with the name of the task'
					])
				]),
				deeper(
					1,
					'You take a lock in the database. The holder hangs for an hour. What do you want to happen?',
					[
						essential('The lock is a lease that runs out, and another instance takes over.', [
							'a time limit on the lock',
							'expire and be taken by someone else'
						]),
						point('The one that hung has to notice that it lost the lock before it writes.', [
							'check the lease before each write',
							'a fencing token'
						])
					]
				)
			]
		})
	];
}
