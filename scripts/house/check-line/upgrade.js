import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { codeOf } from './reach.js';
import { Talk } from './talk.js';
import { Trouble } from './trouble.js';

/** @typedef {import('./address.js').Address} Address */

const SUBPROTOCOL = 'greenroom.v1';

/**
 * Opens the line.
 *
 * @param {Address} address
 * @param {Record<string, string>} headers
 * @param {number} patienceMs
 * @returns {Promise<Talk>}
 * @throws {Trouble} with the reason of a refused handshake
 */
export function openLine(address, headers, patienceMs) {
	const socket = new WebSocket(address.line, SUBPROTOCOL, {
		headers,
		handshakeTimeout: patienceMs
	});
	const talk = new Talk(socket, patienceMs);
	return new Promise((resolve, reject) => {
		socket.once('open', () => resolve(talk));
		socket.once('unexpected-response', (request, response) => {
			text(response)
				.catch(() => '')
				.then((body) => reject(refusal(address, headers, response, body)))
				.finally(() => request.destroy());
		});
		socket.once('error', (error) => reject(handshakeTrouble(error)));
	});
}

/** @param {Error} error */
function handshakeTrouble(error) {
	if (/timed out/.test(error.message)) {
		return new Trouble(
			'The upgrade is not answered.',
			'Something before Greenroom holds it: let the proxy pass upgrades on.'
		);
	}
	if (/subprotocol/i.test(error.message)) {
		return new Trouble(
			`The server does not choose the subprotocol ${SUBPROTOCOL}.`,
			'Something before Greenroom drops Sec-WebSocket-Protocol, or this is not Greenroom.'
		);
	}
	return new Trouble(
		`The upgrade was cut off (${codeOf(error)}: ${error.message}).`,
		'Look at the log of the server, and of what stands before it.'
	);
}

/**
 * @param {Address} address
 * @param {Record<string, string>} sent
 * @param {import('node:http').IncomingMessage} response
 * @param {string} body
 * @returns {Trouble}
 */
function refusal(address, sent, { statusCode = 0, headers }, body) {
	const isOurs = (headers['content-type'] ?? '').startsWith('text/plain') && body.length < 300;
	const said = isOurs ? body.trim() : '';
	const what = `The upgrade is refused with HTTP ${statusCode}${said && `: ${said}`}`;
	const { host } = new URL(address.origin);
	switch (statusCode) {
		case 400:
			return new Trouble(
				what,
				said.includes('subprotocol')
					? `The server speaks another version than this checkout, which offers ${SUBPROTOCOL}.`
					: 'Something changes the handshake on its way: look at the proxy.'
			);
		case 401:
			return new Trouble(
				what,
				sent['cookie']
					? 'The cookie it has just given is not taken back: does something change cookies on the way?'
					: 'Something before Greenroom wants a credential: the line must be reached without.'
			);
		case 403:
			return new Trouble(
				what,
				said.includes('ALLOWED_ORIGINS')
					? `Set ORIGIN on the server to ${address.origin}, or add that to ALLOWED_ORIGINS.`
					: `Set ORIGIN on the server to the address people use, or add ${host} to ALLOWED_HOSTS; a proxy must pass the Host header on.`
			);
		case 404:
			return said === ''
				? proxyDropsUpgrades(statusCode)
				: new Trouble(what, 'Nothing is at /v1/ws there: is it Greenroom, and of this version?');
		case 200:
		case 426:
			return proxyDropsUpgrades(statusCode);
		case 429:
			return new Trouble(
				what,
				`Too many connections from here: close some, or come back in ${headers['retry-after'] ?? 'a few'} s.`
			);
		case 502:
		case 504:
			return new Trouble(what, 'Something before Greenroom cannot reach it: look at its log.');
		case 503:
			return new Trouble(
				what,
				'The server is going, or cannot check who asks: try again in a moment.'
			);
		default:
			return new Trouble(what, leadsElsewhere(headers.location));
	}
}

/** @param {string | undefined} location */
const leadsElsewhere = (location) =>
	location === undefined
		? 'Look at the log of the server, and of what stands before it.'
		: `Use the address it leads to: ${location}`;

/** @param {number} status */
const proxyDropsUpgrades = (status) =>
	new Trouble(
		`The upgrade is answered like an ordinary request, with HTTP ${status}.`,
		'The proxy does not pass upgrades on. For nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade".'
	);
