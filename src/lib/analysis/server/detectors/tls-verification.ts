import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed } from './detector';

/** How a client is told to take any certificate, in the words of its library. */
const NAMES =
	/(^|\.)(InsecureSkipVerify|rejectUnauthorized|strictSSL|verify_ssl|NODE_TLS_REJECT_UNAUTHORIZED|ServerCertificateCustomValidationCallback|ServerCertificateValidationCallback|check_hostname|verify_mode|CURLOPT_SSL_VERIFYPEER|sslverify|verify)$/;

const CALLS =
	/(^|\.)(danger_accept_invalid_certs|danger_accept_invalid_hostnames|_create_unverified_context|withoutVerifying|setHostnameVerifier)$/;

/** Of calls that say it in an argument: names of their libraries, since `verify` is many things. */
const HTTP = /^(requests|httpx|aiohttp|session|client|http|Http|Net|Faraday|HTTParty)\b/;

/** Connections whose partner may be anybody: nobody looks at the certificate. */
export function unverifiedTls(project: Project): Finding[] {
	const found = project.sources
		.filter(({ path }) => !/(^|\/)(scripts?|tools?|extras?|bin|contrib|hack|dev|ci)\//.test(path))
		.flatMap((file) => switchedOff(file));
	if (found.length === 0) return [];
	const files = distinct(found.map(({ place }) => place.path)).length;
	return [
		finding(project, {
			detector: 'resilience',
			subject: 'unverified-tls',
			topic: 'resilience',
			kind: 'risk',
			title: `Certificates are not verified everywhere (${listed(distinct(found.map(({ what }) => what)), 3)}).`,
			detail:
				'Whoever stands between can answer in the partner’s name and read what is sent. Where a setting decides it, it is worth saying who may set it; a certificate of one’s own can be trusted by name instead.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { places: found.length, files }
		})
	];
}

function switchedOff(file: FileFacts): { place: Place; what: string }[] {
	const at = (line: number): Place => ({ path: file.path, startLine: line });
	return [
		...file.assignments
			.filter(({ name, value }) => NAMES.test(name) && isOff(file, name, value))
			.map(({ name, value, line }) => ({ place: at(line), what: shown(name, value) })),
		...file.calls
			.filter(({ callee, args }) => CALLS.test(callee) && isTakingAnything(callee, args))
			.map(({ callee, startLine }) => ({
				place: at(startLine),
				what: callee.slice(callee.lastIndexOf('.') + 1)
			})),
		...file.calls
			.filter(
				({ callee, args, startLine }) =>
					((file.language === 'python' &&
						HTTP.test(callee) &&
						args.some((argument) => /^(verify|ssl|verify_ssl)\s?=\s?False$/.test(argument))) ||
						(/(^|\.)(curl_setopt|setopt|Setopt)$/.test(callee) &&
							/SSL_VERIFY(PEER|HOST)/.test(args.join(' ')) &&
							/^(false|0|FALSE)$/.test(args.at(-1) ?? ''))) &&
					!file.assignments.some(
						({ name, value, line }) =>
							line === startLine && NAMES.test(name) && isOff(file, name, value)
					)
			)
			.map(({ callee, startLine }) => ({
				place: at(startLine),
				what: callee.slice(callee.lastIndexOf('.') + 1)
			}))
	];
}

const shown = (name: string, value: string) =>
	`${name.slice(name.lastIndexOf('.') + 1)} ${/^\(|=>/.test(value) ? '' : value}`
		.trim()
		.slice(0, 50);

function isOff(file: FileFacts, name: string, value: string): boolean {
	const last = name.slice(name.lastIndexOf('.') + 1);
	if (last === 'InsecureSkipVerify') return value === 'true';
	if (last === 'NODE_TLS_REJECT_UNAUTHORIZED') return /^["'`]?0["'`]?$/.test(value);
	if (/^(rejectUnauthorized|strictSSL)$/.test(last)) return value === 'false';
	if (/^Server.*Callback$/.test(last)) {
		return /=>\s{0,3}true$|DangerousAcceptAnyServerCertificateValidator/.test(value);
	}
	if (last === 'verify_mode') return /^[\w.:]*(VERIFY_NONE|CERT_NONE)$/.test(value);
	if (last === 'check_hostname') return value === 'False';
	if (last === 'verify') return file.language === 'php' && value === 'false' && isHttp(file);
	return /^(false|False|0)$/.test(value);
}

const isHttp = ({ imports }: FileFacts) =>
	imports.some(({ specifier }) => /guzzle|httpclient|\\Http\b/i.test(specifier));

/** The switch is a call that may be told `false`, too. */
const isTakingAnything = (callee: string, args: readonly string[]) =>
	/danger_accept/.test(callee)
		? args[0] === 'true'
		: /setHostnameVerifier$/.test(callee)
			? /NoopHostnameVerifier|ALLOW_ALL|->\s{0,3}true/.test(args[0] ?? '')
			: true;
