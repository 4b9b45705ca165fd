import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, type Mark } from './marks';
import { routesOf } from './routes';
import { globalPrefixes } from './routes/global-prefixes';
import { joinPaths } from './routes/route';

const NAME = 'observability';

interface Eye extends Mark {
	sees: 'metrics' | 'traces' | 'errors';
}

const eyes: readonly Eye[] = [
	{
		sees: 'metrics',
		name: 'prom-client',
		in: SCRIPTS,
		imports: /^(prom-client|express-prom-bundle|@willsoto\/nestjs-prometheus)$/,
		calls: /^new (\w+\.)?(Counter|Gauge|Histogram|Summary)$|collectDefaultMetrics$/,
		dependency: /^prom-client$/
	},
	{
		sees: 'metrics',
		name: 'StatsD',
		in: [...SCRIPTS, 'python', 'go', 'ruby'],
		imports: /statsd|hot-shots|dogstatsd/i,
		dependency: /statsd|hot-shots/
	},
	{
		sees: 'metrics',
		name: 'prometheus_client',
		in: ['python'],
		imports:
			/^(prometheus_client|prometheus_flask_exporter|prometheus_fastapi_instrumentator|django_prometheus)/,
		calls: /^(Counter|Gauge|Histogram|Summary|start_http_server|Instrumentator)(\(\)\.\w+)*$/,
		dependency: /^prometheus[-_]/i
	},
	{
		sees: 'metrics',
		name: 'Micrometer',
		in: JVM,
		imports: /^io\.micrometer/,
		calls: /^(Counter|Timer|Gauge)\.builder$|[rR]egistry\.(counter|timer|gauge)$/,
		annotations: /^(Timed|Counted)$/,
		dependency: /micrometer-registry/
	},
	{
		sees: 'metrics',
		name: 'client_golang',
		in: ['go'],
		imports: /prometheus\/client_golang/,
		calls: /^(prometheus|promauto)\.New\w+$|^promhttp\.Handler\w*$/,
		dependency: /prometheus\/client_golang$/
	},
	{ sees: 'metrics', name: 'expvar', in: ['go'], imports: /^expvar$/, calls: /^expvar\.\w+$/ },
	{
		sees: 'metrics',
		name: 'prometheus-net',
		in: ['csharp'],
		imports: /^Prometheus$/,
		calls: /^Metrics\.Create\w+$|\.(UseHttpMetrics|MapMetrics)$/
	},
	{
		sees: 'metrics',
		name: 'metrics or prometheus',
		in: ['rust'],
		imports: /^(prometheus|metrics|metrics_exporter_prometheus)(::|$)/,
		calls: /^(counter|gauge|histogram|register_\w+)!$/,
		needs: /^(prometheus|metrics)/
	},
	{
		sees: 'metrics',
		name: 'prometheus-client',
		in: ['ruby'],
		imports: /^prometheus\//,
		dependency: /^(prometheus-client|prometheus_exporter|yabeda)/
	},

	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: SCRIPTS,
		imports: /^@opentelemetry\//,
		calls:
			/^new (NodeSDK|NodeTracerProvider|WebTracerProvider)$|startActiveSpan$|startSpan$|getTracer$/,
		dependency: /^@opentelemetry\/(sdk|api)/
	},
	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: ['python'],
		imports: /^opentelemetry/,
		calls: /get_tracer$|start_as_current_span$|\.instrument(_app)?$/
	},
	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: JVM,
		imports: /^io\.opentelemetry/,
		annotations: /^(WithSpan|Observed)$/,
		calls: /spanBuilder$/
	},
	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: ['go'],
		imports: /^go\.opentelemetry\.io\//,
		calls: /^otel\.\w+$|\.Start$|^otelhttp\.\w+$/
	},
	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: ['csharp'],
		imports: /^OpenTelemetry/,
		calls: /\.(AddOpenTelemetry|AddOpenTelemetryTracing|WithTracing)$/
	},
	{
		sees: 'traces',
		name: 'OpenTelemetry',
		in: ['rust'],
		imports: /^(opentelemetry|tracing_opentelemetry)/
	},
	{
		sees: 'traces',
		name: 'Jaeger or Zipkin',
		in: [...SCRIPTS, 'go', 'python', 'java'],
		imports: /jaeger|zipkin|opentracing/
	},
	{
		sees: 'traces',
		name: 'Datadog',
		in: [...SCRIPTS, 'python', 'go', 'ruby'],
		imports: /^(dd-trace|ddtrace|gopkg\.in\/DataDog\/dd-trace-go)/,
		dependency: /^(dd-trace|ddtrace)$/
	},
	{
		sees: 'traces',
		name: 'New Relic',
		in: [...SCRIPTS, 'python', 'go', 'ruby', 'java'],
		imports: /newrelic/i,
		dependency: /newrelic/
	},
	{
		sees: 'traces',
		name: 'Elastic APM',
		in: [...SCRIPTS, 'python'],
		imports: /^(elastic-apm-node|elasticapm)/
	},

	{
		sees: 'errors',
		name: 'Sentry',
		in: SCRIPTS,
		imports: /^@sentry\//,
		calls: /^Sentry\.\w+$|^init$/,
		dependency: /^@sentry\//
	},
	{
		sees: 'errors',
		name: 'Sentry',
		in: ['python'],
		imports: /^sentry_sdk/,
		calls: /^sentry_sdk\.\w+$/,
		dependency: /^sentry[-_]sdk$/i
	},
	{ sees: 'errors', name: 'Sentry', in: JVM, imports: /^io\.sentry/, calls: /^Sentry\.\w+$/ },
	{
		sees: 'errors',
		name: 'Sentry',
		in: ['go'],
		imports: /getsentry\/sentry-go/,
		calls: /^sentry\.\w+$/
	},
	{
		sees: 'errors',
		name: 'Sentry',
		in: ['ruby'],
		calls: /^(Sentry|Raven)\.(init|capture_\w+|configure)$/,
		dependency: /^sentry-/
	},
	{
		sees: 'errors',
		name: 'Sentry',
		in: ['php'],
		imports: /^Sentry\\/,
		dependency: /^sentry\/sentry/
	},
	{ sees: 'errors', name: 'Sentry', in: ['csharp'], calls: /\.UseSentry$|^SentrySdk\.\w+$/ },
	{
		sees: 'errors',
		name: 'Bugsnag or Rollbar',
		in: [...SCRIPTS, 'python', 'ruby', 'php'],
		imports: /^(@bugsnag\/|bugsnag|rollbar)/i,
		dependency: /^(@bugsnag\/|bugsnag|rollbar)/
	}
];

/** How the program is watched: metrics, traces, error reports, health. */
export const observability: Detector = {
	name: NAME,
	topics: ['observability'],
	detect: (project) => [
		...libraryFindings(project, NAME, eyes, [
			{
				subject: 'metrics',
				topic: 'observability',
				of: ({ sees }) => sees === 'metrics',
				title: (names) => `Metrics are kept with ${names}.`,
				detail:
					'Numbers over time show that something is wrong, and seldom why. Look at which of them would wake somebody, and at labels whose values have no end.'
			},
			{
				subject: 'traces',
				topic: 'observability',
				of: ({ sees }) => sees === 'traces',
				title: (names) => `Requests are traced with ${names}.`,
				detail:
					'A trace shows where the time of one request went, across services. Look at what share is kept, and at whether work in the background still belongs to its request.'
			},
			{
				subject: 'errors',
				topic: 'observability',
				of: ({ sees }) => sees === 'errors',
				title: (names) => `Errors are reported to ${names}.`,
				detail:
					'Somebody learns of a failure that no user reported. Look at what the reports carry of people’s data, and at errors that are caught before they get there.'
			}
		]),
		...health(project)
	]
};

/** Below another's path only words that mean nothing else: `/checks/ping` may be what is sold. */
const HEALTH =
	/^\/?(api\/)?(\w+\/)?(-\/)?(health(z|check|-check)?|healthz?\/(live|ready)|livez|liveness|readyz|readiness)\/?$/i;

/** Routes that say whether the program is well. */
function health(project: Project): Finding[] {
	const routes = routesOf(project).filter(
		({ path, method }) => HEALTH.test(path) && /^(GET|HEAD|ANY)$/.test(method)
	);
	const prefixes = globalPrefixes(project);
	const paths = distinct(
		routes.map(({ path, framework }) => joinPaths(prefixes.get(framework) ?? '', path))
	);
	const calls = project.calls(/\.(AddHealthChecks|MapHealthChecks)$/, 'csharp');
	const places = [
		...routes.map(({ place }) => place),
		...calls.map(({ file, fact }) => ({ path: file.path, startLine: fact.startLine }))
	];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'health',
			topic: 'observability',
			kind: 'decision',
			title:
				paths.length > 0
					? `${listed(paths)} ${paths.length === 1 ? 'says' : 'say'} whether the program is alive.`
					: "ASP.NET Core's health checks say whether the program is well.",
			detail:
				'Whoever runs it can take an instance out before users notice. Look at whether alive and ready are told apart, and at what ready asks: a check that needs the database restarts everything when the database is away.',
			confidence: 0.85,
			at: places,
			facts: { paths }
		})
	];
}
