import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Trouble } from './trouble.js';

/** @typedef {import('./address.js').Address} Address */

/** @param {unknown} error @returns {string} its code, of what is under it where it has none itself */
export function codeOf(error) {
	const { code, cause, name } = /** @type {{ code?: unknown, cause?: unknown, name?: string }} */ (
		error
	);
	// A DOMException's code is a number that nobody knows; its name says it.
	if (typeof code === 'string') return code;
	return cause ? codeOf(cause) : (name ?? 'unknown');
}

/** @param {Address} address */
export async function resolveName({ hostname }) {
	try {
		const found = await lookup(hostname, { all: true });
		const addresses = [...new Set(found.map(({ address }) => address))];
		return isIP(hostname)
			? `${hostname} is an address itself`
			: `${hostname} is ${addresses.join(', ')}`;
	} catch (error) {
		throw new Trouble(
			`The name ${hostname} cannot be resolved (${codeOf(error)}).`,
			'Look for a typing error, or ask whoever runs the DNS for it.'
		);
	}
}

/** @type {Record<string, string>} */
const certificateAdvice = {
	DEPTH_ZERO_SELF_SIGNED_CERT:
		'It is self-signed: name its file in NODE_EXTRA_CA_CERTS to trust it.',
	SELF_SIGNED_CERT_IN_CHAIN: 'Name the file of its authority in NODE_EXTRA_CA_CERTS to trust it.',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The server must send the certificates between, too.',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The server must send the certificates between, too.',
	CERT_HAS_EXPIRED: 'Renew it on the server.',
	CERT_NOT_YET_VALID: 'Look at the clocks of both machines.',
	ERR_TLS_CERT_ALTNAME_INVALID: 'Use a name that stands in the certificate.'
};

/**
 * Opens a TCP connection, with TLS where the address says so, and closes it again.
 *
 * @param {Address} address
 * @param {number} patienceMs
 */
export async function openConnection({ hostname, port, isSecure }, patienceMs) {
	const startedAt = performance.now();
	const options = { host: hostname, port };
	const socket = isSecure
		? connectTls({ ...options, servername: isIP(hostname) ? '' : hostname })
		: connectTcp(options);
	try {
		await once(socket, isSecure ? 'secureConnect' : 'connect', {
			signal: AbortSignal.timeout(patienceMs)
		});
	} catch (error) {
		throw connectionTrouble(codeOf(error), `${hostname}:${port}`);
	} finally {
		socket.destroy();
	}
	return `${isSecure ? 'TLS' : 'TCP'} to port ${port} in ${elapsed(startedAt)}`;
}

/** @param {string} code @param {string} where */
function connectionTrouble(code, where) {
	const certificate = certificateAdvice[code];
	if (certificate)
		return new Trouble(`The certificate of ${where} is not good (${code}).`, certificate);
	if (code === 'ECONNREFUSED') {
		return new Trouble(
			`Nobody listens at ${where}.`,
			'Start the server (npm start), and look at its PORT; from another machine it needs HOST=0.0.0.0.'
		);
	}
	if (/ETIMEDOUT|ABORT|TimeoutError/.test(code)) {
		return new Trouble(
			`${where} does not answer.`,
			'A firewall may drop what comes: open the port.'
		);
	}
	if (/SSL|EPROTO|ECONNRESET/.test(code)) {
		return new Trouble(
			`${where} does not speak TLS (${code}).`,
			'Use http:// or ws://, or the port on which the proxy speaks TLS.'
		);
	}
	return new Trouble(`No connection to ${where} (${code}).`, 'Look at the network between.');
}

/** @param {number} startedAt @returns {string} `1.2 ms`, `5.0 s` */
export function elapsed(startedAt) {
	const ms = performance.now() - startedAt;
	return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
