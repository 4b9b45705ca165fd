import browser from '../../../../examples/browser.html?raw';
import node from '../../../../examples/node.mjs?raw';
import wscat from '../../../../examples/wscat.txt?raw';
import { serverAt } from './asyncapi';

/** The files of examples/, which the tests run, with the address of this server in them. */

/** The address that the files are written for. */
const WRITTEN_FOR = 'localhost:3000';

export interface Example {
	/** The file's name. */
	name: string;
	text: string;
}

/** @param origin of this server, `http:` or `https:` */
export function examplesAt(origin: string): Example[] {
	const { host, protocol } = serverAt(origin);
	const here = (text: string) =>
		text
			.replaceAll(`ws://${WRITTEN_FOR}`, `${protocol}://${host}`)
			.replaceAll(`http://${WRITTEN_FOR}`, origin);
	return [
		{ name: 'wscat.txt', text: here(wscat) },
		{ name: 'browser.html', text: here(browser) },
		{ name: 'node.mjs', text: here(node) }
	];
}
