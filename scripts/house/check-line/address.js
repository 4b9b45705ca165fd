import { Trouble } from './trouble.js';

const LINE_PATH = '/v1/ws';

/**
 * @typedef {object} Address
 * @property {string} origin `http:` or `https:`, for pages and REST
 * @property {string} line `ws:` or `wss:`, with the path
 * @property {string} hostname without brackets
 * @property {number} port
 * @property {boolean} isSecure
 */

/**
 * Reads an address as people have it at hand: of the pages or of the line, with or without /v1/ws.
 *
 * @param {string | undefined} text
 * @returns {Address}
 * @throws {Trouble}
 */
export function readAddress(text) {
	if (text === undefined || text === '') {
		throw new Trouble(
			'There is no address.',
			'Give one: npm run check-line -- http://localhost:3000'
		);
	}
	const scheme = /^(https?|wss?):\/\//i.exec(text);
	if (!scheme) {
		const guess = `http://${text.replace(/^\w*:?\/\//, '')}`;
		throw new Trouble(
			`"${text}" does not begin with http://, https://, ws:// or wss://.`,
			URL.canParse(guess) ? `Did you mean ${guess}?` : 'Give one such as http://localhost:3000.'
		);
	}
	if (!URL.canParse(text)) {
		throw new Trouble(`"${text}" is not an address.`, 'Give one such as http://localhost:3000.');
	}
	const url = new URL(text.replace(/^ws/i, 'http'));
	const path = url.pathname.replace(/\/+$/, '');
	if (path !== '' && path !== LINE_PATH) {
		throw new Trouble(
			`The path ${url.pathname} is not the line’s.`,
			`Give the address without a path, or with ${LINE_PATH}: Greenroom has an origin to itself.`
		);
	}
	const isSecure = url.protocol === 'https:';
	return {
		origin: url.origin,
		line: `${url.origin.replace(/^http/, 'ws')}${LINE_PATH}`,
		hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
		isSecure
	};
}
