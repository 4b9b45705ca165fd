import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Place, Project } from '../../project';
import { claims } from './claims';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { workerPools } from './worker-pools';

const name = 'concurrency';
const common = { detector: name, topic: 'concurrency', kind: 'decision' } as const;

/** Locks in memory and in the database, version columns, and work done at the same time. */
export const concurrency: Detector = {
	name,
	topics: ['concurrency'],
	detect: (project) => [
		...memoryLocks(project),
		...rowLocks(project),
		...versions(project),
		...sharedLocks(project),
		...atOnce(project),
		...goroutines(project),
		...workerPools(project),
		...claims(project)
	]
};

interface Seen {
	place: Place;
	what: string;
}

/** Calls, annotations and fields of one meaning, over all files. */
function seenIn(
	project: Project,
	wanted: { calls?: RegExp; annotations?: RegExp; types?: RegExp; texts?: RegExp },
	isCounted: (file: FileFacts) => boolean = () => true
): Seen[] {
	return project.sources.filter(isCounted).flatMap((file) => {
		const at = (line: number): Place => ({ path: file.path, startLine: line });
		return [
			...file.calls
				.filter(({ callee }) => wanted.calls?.test(callee))
				.map((fact) => ({ place: placeOf({ file, fact }), what: lastOf(fact.callee) })),
			...file.annotations
				.filter((one) => wanted.annotations?.test(one.name))
				.map((one) => ({ place: at(one.line), what: `@${one.name}` })),
			...file.assignments
				.filter(({ type }) => type !== undefined && wanted.types?.test(type))
				.map(({ line, type }) => ({ place: at(line), what: type! })),
			...file.texts
				.filter(({ kind, text }) => kind === 'sql' && wanted.texts?.test(text))
				.map(({ line, text }) => ({
					place: at(line),
					what: wanted.texts!.exec(text)![0].toUpperCase().replace(/\s+/g, ' ')
				}))
		];
	});
}

const lastOf = (callee: string) =>
	callee.startsWith('new ') ? callee : callee.split('.').slice(-2).join('.');

const MEMORY = {
	calls:
		/^(new (ReentrantLock|ReentrantReadWriteLock|StampedLock|Semaphore|SemaphoreSlim|ReaderWriterLockSlim|Mutex|AsyncLock)|(threading|asyncio|multiprocessing)\.(Lock|RLock|Semaphore|BoundedSemaphore|Condition)|(Thread\.)?Mutex\.new|Monitor\.new|(std\.sync\.|sync\.|tokio\.sync\.|parking_lot\.)?(Mutex|RwLock)\.new)$/,
	types:
		/^\*?sync\.(Mutex|RWMutex)$|^(std::)?(recursive_|shared_|timed_)?mutex$|^pthread_mutex_t$|^(Reentrant\w*Lock|ReadWriteLock|SemaphoreSlim|Mutex)$/
};

function memoryLocks(project: Project): Finding[] {
	const locks = seenIn(project, MEMORY);
	if (locks.length === 0) return [];
	const files = distinct(locks.map(({ place }) => place.path)).length;
	const kinds = distinct(locks.map(({ what }) => what.replace(/^\*/, '')));
	return [
		finding(project, {
			...common,
			subject: 'memory-locks',
			title: `Shared state is guarded by locks in memory (${listed(kinds, 3)}).`,
			detail:
				'They hold within one process: a second instance knows nothing of them. Worth a look are what is called while one is held, and in which order two are taken.',
			confidence: 0.92,
			at: locks.map(({ place }) => place),
			facts: { locks: locks.length, files, kinds }
		})
	];
}

const ROWS = {
	calls:
		/(^|\.)(select_for_update|lockForUpdate|sharedLock|with_for_update|with_lock|lock!|setLock|forUpdate|for_update|skipLocked|skip_locked)$/,
	annotations: /^Lock$/,
	texts:
		/\bfor\s+(no\s+key\s+)?(update|share)(\s+(skip\s+locked|nowait))?\b|\bwith\s*\(\s*(updlock|rowlock|holdlock)/i
};

function rowLocks(project: Project): Finding[] {
	const locks = seenIn(project, ROWS, isOfData);
	if (locks.length === 0) return [];
	const kinds = distinct(locks.map(({ what }) => what.slice(what.lastIndexOf('.') + 1)));
	const skipping = locks.filter(({ place, what }) => isSkipping(project, place, what));
	const waiting = locks.length - skipping.length;
	const waits =
		'Whoever comes second waits, so nothing is lost and nothing has to be tried again; the lock is held until the transaction ends, and two that lock in different orders wait for each other.';
	const skips =
		'With SKIP LOCKED nobody waits: whoever comes second takes the next free rows, which makes a queue of a table; rows that somebody holds are not seen at all meanwhile.';
	return [
		finding(project, {
			...common,
			subject: 'row-locks',
			title:
				waiting === 0
					? 'Rows that somebody else has locked are passed over (SKIP LOCKED), so that several can take work from one table.'
					: `Rows are locked before they are changed (${listed(kinds, 3)})${skipping.length > 0 ? ', and some statements pass over what is locked' : ''}.`,
			detail: [...(waiting > 0 ? [waits] : []), ...(skipping.length > 0 ? [skips] : [])].join(' '),
			confidence: 0.9,
			at: locks.map(({ place }) => place),
			facts: { places: locks.length, kinds, skipping: skipping.length }
		})
	];
}

/** Said in the statement, or in an argument of the call that locks. */
const isSkipping = (project: Project, { path, startLine, endLine }: Place, what: string) =>
	/skip.?locked/i.test(what) ||
	project
		.lines(path)
		.slice(startLine - 1, endLine ?? startLine)
		.some((line) => /skip_?locked|SKIP LOCKED/i.test(line));

/** `@Lock` and `setLock` have other meanings elsewhere. */
const isOfData = (file: FileFacts) =>
	!file.annotations.some(({ name: mark }) => mark === 'Lock') ||
	file.imports.some(({ specifier }) => /persistence|springframework\.data|typeorm/.test(specifier));

const VERSIONS = {
	annotations: /^(VersionColumn|Version|ConcurrencyCheck|Timestamp|OptimisticLock\w*)$/,
	calls: /\.(IsRowVersion|IsConcurrencyToken)$/,
	texts: /^\s*update\b[^]*\bwhere\b[^]*\b(lock_)?version\s*=/i
};

const MAPPERS =
	/persistence|typeorm|mikro-orm|springframework\.data|EntityFrameworkCore|ComponentModel\.DataAnnotations/;

function versions(project: Project): Finding[] {
	const marked = seenIn(
		project,
		VERSIONS,
		(file) =>
			!file.annotations.some(({ name: mark }) => VERSIONS.annotations.test(mark)) ||
			file.imports.some(({ specifier }) => MAPPERS.test(specifier))
	);
	const columns = project.files.flatMap((file) =>
		file.calls
			.filter(
				({ callee, args }) => /^t\.\w+$/.test(callee) && /^[:"']lock_version\b/.test(args[0] ?? '')
			)
			.map((fact) => ({ place: placeOf({ file, fact }), what: 'lock_version' }))
	);
	const mapped = project.sources.flatMap((file) =>
		file.assignments
			.filter(
				(one) =>
					one.name === 'version_id_col' ||
					(one.name === 'version' &&
						one.value === 'true' &&
						file.imports.some(({ specifier }) => specifier === 'sequelize'))
			)
			.map((one) => ({ place: { path: file.path, startLine: one.line }, what: one.name }))
	);
	const all = [...marked, ...columns, ...mapped];
	if (all.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'version-columns',
			title: `Concurrent changes of a row are noticed by its version (${listed(distinct(all.map(({ what }) => what)), 3)}).`,
			detail:
				'Nobody waits: the second of two changes fails, and the code has to say what happens then, to try again or to ask. It holds only where every change goes through the mapper or names the version.',
			confidence: 0.88,
			at: all.map(({ place }) => place),
			facts: { places: all.length }
		})
	];
}

const SHARED = {
	calls:
		/^new Redlock$|(^|\.)redlock\.(lock|acquire|using)$|^Redsync\.|\.NewMutex$|\.getLock$|^Cache\.lock$|(^|\.)cache\.lock$|^redis\.lock$/,
	annotations: /^SchedulerLock$/,
	texts: /\bpg_(try_)?advisory_(xact_)?lock\b|\bget_lock\s*\(/i
};

function sharedLocks(project: Project): Finding[] {
	const locks = seenIn(
		project,
		SHARED,
		({ imports, language }) =>
			language === 'php' ||
			language === 'sql' ||
			imports.some(({ specifier }) =>
				/redlock|redsync|redisson|shedlock|redis|cache/i.test(specifier)
			) ||
			imports.length > 0
	).filter(
		({ what }) =>
			!/getLock|NewMutex/.test(what) || project.dependency(/redisson|redsync/) !== undefined
	);
	if (locks.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'shared-locks',
			title: `Instances exclude each other by a shared lock (${listed(distinct(locks.map(({ what }) => what)), 3)}).`,
			detail:
				'It holds over all instances. A lock with a time runs out while its holder still works: what is done under it has to bear that.',
			confidence: 0.85,
			at: locks.map(({ place }) => place),
			facts: { places: locks.length }
		})
	];
}

const AT_ONCE =
	/^(Promise\.(all|allSettled|any)|asyncio\.(gather|TaskGroup|create_task)|Task\.WhenAll|Parallel\.For\w*|(tokio|futures|rayon)\.(join!|spawn|try_join!|join_all)|tokio\.(task\.)?spawn(_blocking)?|(futures\.)?(future\.)?(try_)?join_all|CompletableFuture\.(allOf|supplyAsync|runAsync)|Executors\.new\w+|new ThreadPoolExecutor|ThreadPoolExecutor|ProcessPoolExecutor|concurrent\.futures\.\w+|Thread\.new|awaitAll|new Thread|std\.thread|new Worker|new Piscina)$/;

const LIMITS =
	/^(pLimit|pMap|new PQueue|Semaphore|asyncio\.Semaphore|new SemaphoreSlim|new Semaphore|Bottleneck|new Bottleneck|(tokio\.sync\.)?Semaphore\.new|semaphore\.NewWeighted)$/;

/** A pool that is made with the number of its workers. */
const isPoolOfSize = ({ callee, args }: CallFact) =>
	/(ThreadPoolExecutor|ProcessPoolExecutor|newFixedThreadPool|newSingleThreadExecutor|newScheduledThreadPool)$/.test(
		callee
	) &&
	(args.length > 0 || callee.endsWith('newSingleThreadExecutor'));

/** Of what is written out one by one the number is known. */
const isOverList = ({ callee, args }: CallFact) =>
	/(Promise\.(all|allSettled|any)|WhenAll|join_all)$/.test(callee)
		? args.length === 1 && !/^\[(?!\s*\.\.\.)/.test(args[0] ?? '')
		: callee === 'asyncio.gather' && args.some((argument) => argument.startsWith('*'));

function atOnce(project: Project): Finding[] {
	const found = project.calls(AT_ONCE);
	if (found.length === 0) return [];
	const limits = [
		// One at a time is a lock.
		...project
			.calls(LIMITS, ...distinct(found.map(({ file }) => file.language)))
			.filter(({ fact }) => fact.args[0] !== '1'),
		...found.filter(({ fact }) => isPoolOfSize(fact))
	];
	const overLists = found.filter(({ fact }) => isOverList(fact));
	const kinds = distinct(found.map(({ fact }) => fact.callee));
	return [
		finding(project, {
			...common,
			subject: 'at-once',
			title: `Work is done at the same time (${listed(kinds, 3)})${limits.length > 0 ? ', and a limit is set for some of it' : ''}.`,
			detail:
				'Waiting is shared instead of added up. How many at once is decided by the length of a list where nothing limits it; and one that fails may leave the others running.',
			confidence: 0.9,
			at: [...limits.slice(0, 2), ...overLists, ...found].map(placeOf),
			facts: { places: found.length, kinds, limits: limits.length, overLists: overLists.length }
		})
	];
}

/** Groups by which somebody waits for goroutines: a `sync.WaitGroup` may count anything else. */
function groupsOfGoroutines(
	project: Project,
	started: readonly Found<CallFact>[]
): Found<CallFact>[] {
	return project
		.calls(/(^errgroup\.\w+|\b(wg|waitGroup|group|eg|g)\.(Add|Wait|Go))$/i, 'go')
		.filter(({ file, fact }) => {
			if (/^errgroup\.|\.Go$/.test(fact.callee)) {
				return /^errgroup\.|\b(wg|waitGroup|group|eg|g)\.Go$/i.test(fact.callee);
			}
			return started.some(
				(one) =>
					one.file === file && one.fact.within !== undefined && one.fact.within === fact.within
			);
		});
}

function goroutines(project: Project): Finding[] {
	const started = project.calls(/^go$/, 'go');
	if (started.length === 0) return [];
	const groups = groupsOfGoroutines(project, started);
	const channels = project
		.calls(/^make$/, 'go')
		.filter(({ fact }) => /^(<-)?chan\b/.test(fact.args[0] ?? ''));
	return [
		finding(project, {
			...common,
			subject: 'goroutines',
			title: `Goroutines are started in ${listed(distinct(started.map(({ file }) => file.path)), 3)}${groups.length > 0 ? '; groups wait for some of them' : ''}.`,
			detail:
				'Each has to end some time, and a panic in one ends the whole process. Worth a look is how each learns that it should stop.',
			confidence: 0.95,
			at: [...started, ...groups.slice(0, 2), ...channels.slice(0, 2)].map(placeOf),
			facts: { started: started.length, groups: groups.length, channels: channels.length }
		})
	];
}
