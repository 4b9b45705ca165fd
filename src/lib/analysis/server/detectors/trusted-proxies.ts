import type { Finding } from '../../findings';
import type { Found, Project } from '../../project';
import type { CallFact, FileFacts } from '../../facts';
import { distinct, finding, listed, placeOf } from './detector';
import { SCRIPTS } from './marks';
import { onlyWhere } from './switches';

/** The client's address and scheme, as a proxy in front says them. */
export function trustedProxies(project: Project, detector: string): Finding[] {
	const configured = [...configuredCalls(project), ...configuredSettings(project)];
	const read = project
		.calls(READS_HEADER)
		.filter(({ fact }) => fact.args.some((arg) => FORWARDED.test(arg)))
		.filter(({ fact }) => !isSent(fact))
		// `Forwarded` says the scheme, too.
		.filter(({ fact }) => !/secure|proto|scheme|https|ssl|tls/i.test(fact.within ?? ''));
	return [
		...told(project, detector, configured),
		...(configured.length === 0 ? readByHand(project, detector, read) : [])
	];
}

interface Setting {
	name: string;
	place: ReturnType<typeof placeOf>;
}

function configuredCalls(project: Project): Setting[] {
	const express = project
		.calls(/^(app|server|express|\w+[aA]pp)\.(set|enable)$/, ...SCRIPTS)
		.filter(({ fact }) => /^["']trust proxy["']$/.test(fact.args[0] ?? ''))
		.filter(({ fact }) => !/^(false|0)$/.test(fact.args[1] ?? ''));
	const others = project
		.calls(
			/^ProxyFix$|\.(UseForwardedHeaders|SetTrustedProxies|trustProxies)$|^ProxyHeadersMiddleware$/
		)
		.filter(({ fact }) => !/^nil$/.test(fact.args[0] ?? ''));
	return [
		...express.map((at) => ({ name: "Express's trust proxy", place: placeOf(at) })),
		...others.map((at) => ({ name: at.fact.callee.split('.').at(-1)!, place: placeOf(at) }))
	];
}

function configuredSettings(project: Project): Setting[] {
	const isSetting = (file: FileFacts, name: string, value: string) =>
		(file.language === 'python' && name === 'SECURE_PROXY_SSL_HEADER' && value !== 'None') ||
		(file.language === 'php' &&
			/(^|\.)\$?proxies$/.test(name) &&
			/TrustProxies\.php$/.test(file.path) &&
			/['"]/.test(value)) ||
		(SCRIPTS.includes(file.language) && name === 'trustProxy' && value === 'true');
	return project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name, value }) => isSetting(file, name, value))
			.map((fact) => ({
				name: fact.name.replace(/^.*\.|\$/g, ''),
				place: placeOf({ file, fact })
			}))
	);
}

function told(project: Project, detector: string, settings: readonly Setting[]): Finding[] {
	if (settings.length === 0) return [];
	const names = distinct(settings.map(({ name }) => name));
	const at = settings.map(({ place }) => place);
	return [
		finding(project, {
			detector,
			subject: 'proxy-trusted',
			topic: 'configuration',
			kind: 'decision',
			title: `What a proxy in front says of the client (address, scheme) is believed: ${listed(names)}${onlyWhere(project, at)}.`,
			detail:
				'Needed behind a proxy for limits by address, logs and secure cookies. Whoever reaches the program past the proxy may say anything; look at which addresses it is believed of.',
			confidence: 0.92,
			at,
			facts: { by: names }
		})
	];
}

const READS_HEADER =
	/(^|\.)(get|Get|header|headers|getHeader|GetHeader|META\.get|headers\.get|Header\.Get|TryGetValue)$/;
const FORWARDED =
	/^["'`](HTTP_)?(x[-_]forwarded[-_]for|x[-_]real[-_]ip|cf-connecting-ip|true-client-ip|forwarded)["'`]$/i;

/** `request.header(name, value)` puts it into a request of its own. */
const isSent = ({ callee, args }: CallFact) => /(^|\.)headers?$/.test(callee) && args.length > 1;

function readByHand(
	project: Project,
	detector: string,
	calls: readonly Found<CallFact>[]
): Finding[] {
	const [first] = calls;
	if (!first) return [];
	const headers = distinct(
		calls.flatMap(({ fact }) => {
			const found = fact.args.find((arg) => FORWARDED.test(arg));
			return found ? [found.slice(1, -1)] : [];
		})
	);
	const functions = distinct(calls.flatMap(({ fact }) => fact.within ?? []));
	return [
		finding(project, {
			detector,
			subject: 'address-from-header',
			topic: 'configuration',
			kind: 'decision',
			title: `The client's address is taken from ${listed(headers)}${functions.length > 0 ? ` (${listed(functions, 3)})` : ''}.`,
			detail:
				'Any client may send such a header with any address in it. Right where a proxy in front always writes it anew; look at whether limits, bans or logs go by it otherwise.',
			confidence: 0.88,
			at: calls.map(placeOf),
			facts: { headers, places: calls.length }
		})
	];
}
