// Production entry: adapter-node's server with the pages, plus the line on the same port.
import process from 'node:process';

process.chdir(import.meta.dirname);
process.env.HOST ||= '127.0.0.1';
process.env.PORT ||= '3000';
// A port that is none is told of as such, and not as part of an origin.
if (Number(process.env.PORT) < 65_536)
	process.env.ORIGIN ||= `http://localhost:${process.env.PORT}`;
process.env.SHUTDOWN_TIMEOUT ||= '10';
// What a route takes it bounds itself: JSON in `endpoint`, uploads by what a person may have on disk.
process.env.BODY_SIZE_LIMIT = 'Infinity';

/** @typedef {import('./src/lib/app.server.ts').App} App */

/** @returns {Promise<App>} the application that SvelteKit's `init` hook has started */
const application = () => Reflect.get(globalThis, Symbol.for('greenroom'));

/** @type {import('node:http').Server} */
let http;
try {
	const { server } = await import('./build/index.js');
	http = server.server;
} catch (error) {
	// A wrong configuration is the operator's to mend: a sentence helps, a stack does not.
	const { name, message } = error instanceof Error ? error : new Error(String(error));
	console.error(name === 'ConfigurationError' ? message : `Greenroom cannot start: ${message}`);
	process.exit(1);
}
const app = await application();

// Node ends a request after five minutes; an upload may take longer, and is ended when it stands still.
http.requestTimeout = 2 * 60 * 60 * 1000;

http.on('upgrade', (request, socket, head) => app.handleUpgrade(request, socket, head));

http.on('error', (error) => {
	console.error(`Greenroom cannot listen: ${error.message}`);
	process.exit(1);
});

let draining = false;
for (const signal of ['SIGTERM', 'SIGINT']) {
	process.on(signal, () => {
		// The second signal means it.
		if (draining) process.exit(1);
		draining = true;
		void app.drain();
	});
}

// Emitted once all HTTP requests are answered and, since draining, no socket is open.
process.on('sveltekit:shutdown', () => {
	app.close().then(
		() => process.exit(0),
		(error) => {
			console.error(error);
			process.exit(1);
		}
	);
});

// Where nobody administers it yet, whoever reads what it prints may. A disk that takes nothing has
// been complained of elsewhere, and the next start tries again.
const adminLink = await app.accounts.links.makeAdminLink().catch(() => undefined);
if (adminLink) console.log(`Open once to administer: ${adminLink}`);
