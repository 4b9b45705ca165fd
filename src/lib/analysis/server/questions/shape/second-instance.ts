import { distinct } from '../../detectors/detector';
import { clarifying, composed, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

/** What Docker Compose starts beside the program: what a second copy of it would share or fight over. */
export const secondInstance: QuestionMaker = {
	name: 'second-instance',
	make: (material, phrasing) => asked(material, phrasing)
};

/** Services that keep what several copies of a program have to agree on. */
const STORES =
	/postgres|mysql|mariadb|mongo|redis|valkey|memcached|elastic|opensearch|rabbitmq|kafka|nats|minio|clickhouse|sqlserver|mssql/i;

/** A service that is called like a word of the sentence stands between quotation marks. */
const serviceName = (name: string): string =>
	/^(one|two|three|it|a|the|all|this|that|some|any|each|more)$/i.test(name) ? `“${name}”` : name;

function asked(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings, review } = material;
	const isBeside = (path: string) =>
		/(^|\/)(tests?|e2e|examples?|\.devcontainer|playwright|cypress)\//i.test(path);
	const services = review.containers.services.filter(({ path }) => !isBeside(path));
	const program = services.find(
		({ isBuilt, name }) => isBuilt && !/test|playwright|cypress/i.test(name)
	);
	const store = services.find(
		({ image = '', path, name }) =>
			STORES.test(image) && program !== undefined && path === program.path && name !== program.name
	);
	if (!program || !store) return [];
	const names = distinct(
		services.filter(({ path }) => path === program.path).map(({ name }) => name)
	);
	const found = foundBy(findings, 'build-and-deployment', 'services');
	const [kind = 'store'] =
		/^[\w-]+$/.exec((store.image ?? '').replace(/^.*\//, '').replace(/:.*$/, '')) ?? [];
	const queue = foundBy(findings, 'background-work')[0];
	const cache = foundBy(findings, 'caching')[0];
	const inside = [queue, cache].find((one) => one && one.evidence.length > 0);
	const [name, other] = [serviceName(program.name), serviceName(store.name)];
	const isKind = store.name.toLowerCase().includes(kind.toLowerCase());
	const own = project.evidence({ path: program.path, startLine: program.line });
	const beside = project.evidence({ path: store.path, startLine: store.line });
	const also = names.length > 2 ? ` among ${names.length} services` : '';
	return [
		draft({
			subject: program.path,
			worth: 0.85,
			topic: 'build_and_deployment',
			category: 'scalability',
			difficulty: 'senior',
			findings: [...found, ...(inside ? [inside] : [])],
			evidence: [own],
			related: [beside, ...(inside?.evidence.slice(0, 1) ?? [])],
			question: composed(
				phrasing,
				program.path,
				[
					`${program.path} starts one ${name} beside ${other}${isKind ? '' : ` (${kind})`}${also}.`,
					`In ${program.path}, ${name} is built here and ${other} is taken ready-made (${store.image}).`,
					`${program.path} runs ${name} and ${other} side by side${also}, one of each.`,
					`Going by ${program.path}, there is one ${name}, and it talks to one ${other}${isKind ? '' : `, which is ${kind}`}.`
				],
				[
					`What breaks, and what only gets slower, when you start three of ${name}?`,
					`At ten times the load, do you start more of ${name} or make ${other} larger, and what stops you first?`,
					`Which state is in ${name} itself, so that a second one would not know of it?`,
					`What works today only because there is one ${name}, and what would two of them fight over?`,
					`What would you have to move out of ${name} before a second one can start, and what becomes the limit then?`,
					`Ten times as many people come: what does a second ${name} solve, and what does it make worse for ${other}?`
				]
			),
			rubric: [
				essential(
					`What ${name} keeps in its own memory or on its own disk is not shared: sessions, caches, uploads, counters`,
					[
						'in-process state is lost or inconsistent with several copies',
						'move sessions and files to a shared store',
						'the process has to be stateless to be multiplied'
					],
					{ evidence: [own] }
				),
				essential(
					`${other} is shared by all copies, and becomes the limit: connections, locks, writes`,
					[
						'the database is the bottleneck',
						'the number of connections multiplies with the instances',
						'write throughput does not grow by adding application servers',
						'use a connection pool'
					],
					{ evidence: [beside] }
				),
				point(
					'Work that runs at a time or at the start would run in every copy, unless one of them claims it',
					[
						'scheduled jobs are executed twice',
						'migrations at start-up race with each other',
						'use a lock, a lease or a separate worker'
					],
					inside ? { evidence: inside.evidence.slice(0, 1) } : {}
				),
				point(
					'While a new version comes in, old and new run at once and must both understand the data',
					[
						'schema changes have to be backward compatible',
						'expand and contract migrations',
						'rolling deployment with two versions'
					]
				),
				point(
					`Something has to spread requests over the copies, and to leave out one that does not answer`,
					[
						'a load balancer with health checks',
						'sticky sessions or none',
						'a reverse proxy in front'
					]
				)
			],
			modelAnswer: `
				With several copies of ${name}, whatever one of them keeps in memory or on its disk is unknown to
				the others, so sessions, caches, uploads and counters have to move to something shared. All
				of them talk to one ${other}, and that becomes the limit: connections multiply, locks and
				writes do not get cheaper, so I would pool connections before anything else. Work that runs at a
				time or at the start, such as jobs and migrations, would run in each copy, unless one of them
				claims it by a lock. In front I need something that spreads requests and leaves out a copy that
				does not answer. While a new version comes in, both run against the same data, so changes of
				the schema have to suit both. And when ${other} is away I want a quick, clear error and not
				a pile of waiting requests.
			`,
			hints: [
				`List what ${name} knows that is not in ${other}.`,
				'What happens exactly once today only because there is exactly one?',
				`Count the connections: how many does one open, and how many does ${other} allow?`
			],
			followUps: [
				clarifying(
					1,
					`A user signs in on one copy and the next request reaches the other. What happens?`,
					[
						essential('It works only if the session is in a token or in a shared store', [
							'sessions in memory would be lost',
							'with a signed cookie or a database session it does not matter'
						]),
						point('Otherwise requests of one user have to be sent to the same copy', [
							'sticky sessions at the balancer',
							'session affinity'
						])
					]
				),
				deeper(2, `Which number would you watch at ${other} to see the limit before users do?`, [
					essential(
						'Connections in use compared with those allowed, and the time that requests wait for one',
						['pool saturation', 'active connections and queue time']
					),
					point('Slow queries, locks and the time of a commit', [
						'lock waits and query latency at p95 or p99',
						'disk and replication lag'
					])
				])
			]
		})
	];
}
