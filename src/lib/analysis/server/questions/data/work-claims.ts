import { point, type WrittenPoint } from '../draft';

/**
 * What is true of work that takes time, is done later, at once, or again: claims that rubrics of
 * several questions share.
 */

export const oneProcessOnly = (): WrittenPoint =>
	point('It holds within one process: a second instance knows nothing of it.', [
		'with several instances each has its own',
		'it does not work across processes or servers',
		'a second server is not covered by it'
	]);

export const sharedPlace = (): WrittenPoint =>
	point(
		'For more than one instance it has to live in something that all share, as Redis or the database.',
		[
			'move it to redis',
			'keep it in the database instead of in memory',
			'use a distributed store that all instances see'
		]
	);

export const restartForgets = (): WrittenPoint =>
	point('A restart or a deployment loses what is only in memory.', [
		'when the process dies everything in it is gone',
		'after a crash it starts empty',
		'in-memory state does not survive a restart'
	]);

export const staleMeanwhile = (): WrittenPoint =>
	point('Until the copy runs out or is dropped, readers see an old value.', [
		'users may get stale data',
		'the cached value can be out of date',
		'a change is not visible immediately'
	]);

export const forgottenWhereWritten = (): WrittenPoint =>
	point('Every place that changes the source has to drop the copy, and one is easily forgotten.', [
		'invalidate the key on each write',
		'all writers must know about the cache',
		'a new code path that updates the row must also clear the cache'
	]);

export const allMissAtOnce = (): WrittenPoint =>
	point('When a popular value runs out, many requests compute it at the same moment.', [
		'a cache stampede hits the database',
		'thundering herd when the key expires',
		'let only one compute and the others wait or serve the old value'
	]);

export const worksWithoutCache = (): WrittenPoint =>
	point('The system has to survive the cache being away or empty, if slower.', [
		'fall back to the database when the cache is down',
		'an outage of the cache must not become an outage of the site',
		'after a flush the full load goes to the source'
	]);

export const hitRate = (): WrittenPoint =>
	point('Hit rate and age of what is served tell whether it is worth having.', [
		'measure how often the cache is hit',
		'monitor hits and misses',
		'compare response times with and without it'
	]);

export const bearsTwice = (): WrittenPoint =>
	point('It has to be harmless when it runs twice.', [
		'the work must be idempotent',
		'a repeated run must not send or charge again',
		'check whether it was already done before doing it',
		'at-least-once delivery means duplicates'
	]);

export const waitsLonger = (): WrittenPoint =>
	point('Each try waits longer than the one before, with some chance in it.', [
		'exponential backoff with jitter',
		'randomise the delay so that not all come back together',
		'increase the pause between attempts'
	]);

export const triesEnd = (): WrittenPoint =>
	point('After a limited number of tries the failed work is kept and somebody is told.', [
		'move it to a dead letter queue',
		'alert on jobs that failed for good',
		'store failures so that they can be inspected and replayed'
	]);

export const onlySomeErrors = (): WrittenPoint =>
	point('Only failures that may pass are tried again: a refused request stays refused.', [
		'do not retry a 400 or a validation error',
		'retry time-outs and 503, not client errors',
		'distinguish transient from permanent errors'
	]);

export const queueIsWatched = (): WrittenPoint =>
	point('How long the queue is and how old its oldest entry is has to be watched.', [
		'monitor the queue length and latency',
		'alert when jobs wait too long',
		'a metric for the backlog'
	]);

export const oneOfThemRuns = (): WrittenPoint =>
	point('A lock or a chosen leader has to say which instance runs it.', [
		'otherwise every instance runs the task',
		'use a distributed lock so that only one does it',
		'run the scheduler as its own single process'
	]);

export const missedRuns = (): WrittenPoint =>
	point(
		'While the program is down nothing runs, so a missed run has to be noticed or made up for.',
		[
			'if the server is restarting at that time the run is skipped',
			'there is no catching up after downtime',
			'remember the last run and do it at start'
		]
	);

export const heldForEver = (): WrittenPoint =>
	point('A partner that does not answer holds a thread or connection until none is left.', [
		'without a time-out requests pile up',
		'the worker hangs for ever',
		'a slow dependency exhausts the pool and takes the whole service down'
	]);

export const limitFromCaller = (): WrittenPoint =>
	point('How long to wait follows from how long whoever asked is ready to wait.', [
		'the time-out must be shorter than that of the caller',
		'choose it from measured latencies, for instance the p99',
		'a deadline that is passed on through all calls'
	]);

export const maybeDone = (): WrittenPoint =>
	point('After a time-out the other side may have done the work all the same.', [
		'you do not know whether it succeeded',
		'the request might have been processed',
		'trying again can do it twice'
	]);

export const somethingInstead = (): WrittenPoint =>
	point(
		'What the user gets when the partner fails is a decision: an error, an old value, or less.',
		[
			'degrade gracefully',
			'show a fallback or a clear message',
			'serve without that part of the page'
		]
	);

export const asManyAsTheList = (): WrittenPoint =>
	point('How much runs at the same time is decided by the length of the list.', [
		'there is no limit on parallelism',
		'a thousand items start a thousand requests at once',
		'concurrency is unbounded'
	]);

export const limitAtOnce = (): WrittenPoint =>
	point('A limit, such as a pool or a semaphore, keeps it to what the other side can bear.', [
		'use p-limit or a worker pool',
		'process it in batches of a fixed size',
		'bound the concurrency'
	]);

export const othersGoOn = (): WrittenPoint =>
	point(
		'When one fails, the others run on, and somebody has to decide what their results are worth.',
		[
			'promise.all rejects at the first error but does not stop the rest',
			'partial failure has to be handled',
			'collect the errors instead of losing them'
		]
	);

export const missedWhileAway = (): WrittenPoint =>
	point(
		'What is sent while a client is disconnected is missed unless it can ask for it afterwards.',
		[
			'after reconnecting the client has to catch up',
			'keep a sequence number or last event id and replay',
			'reload the state on reconnect'
		]
	);

export const acrossInstances = (): WrittenPoint =>
	point('A message has to reach clients that are connected to another instance.', [
		'use redis pub/sub between the servers',
		'the connections are spread over instances, so they need a bus',
		'sticky sessions alone do not broadcast to the others'
	]);

export const slowReaders = (): WrittenPoint =>
	point('A reader that is too slow must not pile up memory on the server.', [
		'limit the send buffer and drop or disconnect',
		'backpressure for slow clients',
		'unsent messages fill the memory'
	]);

export const deadPeers = (): WrittenPoint =>
	point('Dead connections are noticed only by pings or time-outs.', [
		'use heartbeats to find clients that are gone',
		'ping and pong to close half-open connections',
		'without keep-alive the server keeps ghosts'
	]);

export const comeBackSpread = (): WrittenPoint =>
	point('After a restart all clients come back at once unless they wait a random time.', [
		'reconnect with backoff and jitter',
		'a reconnect storm after a deployment',
		'spread out the reconnections'
	]);
