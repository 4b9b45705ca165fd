/**
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {Record<string, string | string[]>} Headers
 */

/** RFC 9110, 7.6.1: these are about one connection, and end with it. */
const HOP_BY_HOP = [
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade'
];

/**
 * @param {IncomingMessage} message
 * @returns {Headers} what is meant for the far end
 */
export function endToEnd(message) {
	const named = (message.headers.connection ?? '').toLowerCase().split(',');
	const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim())]);
	/** @type {Headers} */
	const headers = {};
	for (const [name, values] of Object.entries(message.headersDistinct)) {
		// Node takes a Host only as one value.
		if (!dropped.has(name) && values) headers[name] = values.length === 1 ? `${values[0]}` : values;
	}
	return headers;
}

/**
 * The headers of a request as an instance gets them. What a client says of its own address counts
 * only where a proxy of the operator's stands in front of this one and has said it.
 *
 * @param {IncomingMessage} request
 * @param {boolean} isBehindProxy
 * @returns {Headers}
 */
export function forwarded(request, isBehindProxy) {
	const headers = endToEnd(request);
	const said = (/** @type {string} */ name) =>
		isBehindProxy ? [request.headers[name] ?? []].flat().join(', ') : '';
	const addresses = [said('x-forwarded-for'), request.socket.remoteAddress ?? ''];
	headers['x-forwarded-for'] = addresses.filter(Boolean).join(', ');
	headers['x-forwarded-proto'] = said('x-forwarded-proto') || 'http';
	headers['x-forwarded-host'] = said('x-forwarded-host') || (request.headers.host ?? '');
	if (!isBehindProxy) delete headers['forwarded'];
	// Node has answered it already.
	delete headers['expect'];
	// Otherwise Node would send the body of some methods without saying where it ends.
	if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
	return headers;
}
