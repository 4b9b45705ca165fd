import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, placeOf } from './detector';

/** Asks whether an address is one of those that only the own network knows. */
const ASKS =
	/(^|\.)(_?is_?(private|non_?public|global|reserved|site_?local)(_?(ip|addr|address|host|hostname|network))?|_?is_?internal_?(ip|addr|address|host|hostname|network)|IsNonPublicIP|isSiteLocalAddress|(should_)?(block|reject|refuse)_?(host|ip|private\w*|internal\w*)|(assert|check|validate|ensure)_?(public|safe|external)_?(url|host|ip|address)|ssrf\w*)$/i;

/** Files that ask others over HTTP, or that open the connection. */
const CLIENTS =
	/^(net\/http|net|requests|httpx|aiohttp|pycurl|socket|urllib(\.request)?|reqwest|hyper|axios|got|undici|node-fetch|ky|(node:)?(https?|dns|net)|java\.net(\.http)?|okhttp3|GuzzleHttp|net\/http|faraday|System\.Net\.Http)(::|\.|\\|$)/i;

/** Whose address is looked at there calls this program, and is not called by it. */
const OF_A_CALLER = /RemoteAddr|remote_?addr|X-Forwarded-For|X-Real-IP|getClientIp|real_?ip\b/i;

/** Libraries that do nothing else. */
const GUARDS =
	/^(ssrf-req-filter|request-filtering-agent|ssrf_filter|private_address_check|ssrfcheck|advocate|github\.com\/doyensec\/safeurl)$/;

/** Requests to addresses that come from outside, and that may not lead into the own network. */
export function privateAddresses(project: Project): Finding[] {
	const asked = project
		.importing(CLIENTS)
		.filter(({ path }) => !/prox(y|ies)|trusted|remote.?ip|rate.?limit|cors/i.test(path))
		.filter(({ path }) => !project.lines(path).some((line) => OF_A_CALLER.test(line)))
		.flatMap((file) =>
			file.calls.filter(({ callee }) => ASKS.test(callee)).map((fact) => ({ file, fact }))
		);
	const imported = project.sources.flatMap((file) =>
		file.imports
			.filter(({ specifier }) => GUARDS.test(specifier))
			.map(({ line, specifier }) => ({
				place: { path: file.path, startLine: line },
				what: specifier
			}))
	);
	const all = [
		...asked.map((one) => ({ place: placeOf(one), what: lastOf(one.fact.callee) })),
		...imported
	];
	if (all.length === 0) return [];
	const ways = distinct(all.map(({ what }) => what));
	return [
		finding(project, {
			detector: 'resilience',
			subject: 'private-addresses',
			topic: 'resilience',
			kind: 'decision',
			title: `Before it connects the program asks whether an address belongs to a private network (${listed(ways, 3)}).`,
			detail:
				'An address that somebody else names cannot lead into the own network. It holds where the address that was looked at is the one that is connected to, after redirects, too.',
			confidence: 0.82,
			at: all.map(({ place }) => place),
			facts: { places: all.length, ways: ways.slice(0, 4) }
		})
	];
}

const lastOf = (callee: string) => callee.slice(callee.lastIndexOf('.') + 1);
