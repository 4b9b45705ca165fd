import { answering, freePort, start, startGreenroom, stop } from './processes.js';
import { median, ratios, report } from './report.js';

/**
 * P1: round trips a second of one server process on a core of its own.
 * @param {number} runs
 */
export async function keystrokes(runs) {
	/** @type {Record<'greenroom' | 'ws' | 'socket.io', number[]>} */
	const measured = { greenroom: [], ws: [], 'socket.io': [] };
	for (let run = 0; run < runs; run++) {
		for (const kind of /** @type {(keyof typeof measured)[]} */ (Object.keys(measured))) {
			measured[kind].push(await once(kind));
		}
	}
	const { greenroom, ws } = measured;
	const socketIo = measured['socket.io'];
	report(
		'P1 Keystroke round trips',
		'npm run bench -- P1',
		'100 clients, each sending a key and waiting for its answer; server and load are processes on a core each, in turn, in one run. Greenroom authenticates, validates, limits, applies the key, computes the metrics and checkpoints every second; its peers parse the same message and answer with fresh JSON of the same shape. No compression anywhere.',
		[
			{
				what: 'round trips a second',
				values: greenroom,
				peer: 'ws alone',
				peerValues: ws,
				target: '≥ 0.7 ×',
				met: median(ratios(greenroom, ws)) >= 0.7
			},
			{
				what: 'round trips a second',
				values: greenroom,
				peer: 'Socket.IO 4',
				peerValues: socketIo,
				target: '≥ 1.0 ×',
				met: median(ratios(greenroom, socketIo)) >= 1
			}
		]
	);
}

/** @param {'greenroom' | 'ws' | 'socket.io'} kind */
async function once(kind) {
	const port = await freePort();
	const peers = { ws: 'bench/peers/ws-server.js', 'socket.io': 'bench/peers/socket-io-server.js' };
	const server =
		kind === 'greenroom'
			? startGreenroom(port)
			: start([peers[kind]], { core: 0, env: { PORT: String(port) } });
	await answering(`http://127.0.0.1:${port}/${kind === 'greenroom' ? 'readyz' : ''}`);
	const load = start(['bench/keystroke-load.js'], {
		core: 1,
		ipc: true,
		env: { KIND: kind, PORT: String(port), CLIENTS: '100', WARM_UP_MS: '2000', MEASURE_MS: '4000' }
	});
	const { perSecond } = await new Promise((resolve, reject) => {
		load.once('message', resolve);
		load.once('exit', (code) => code && reject(new Error(`the load failed with ${code}`)));
	});
	await stop(server);
	console.log(`P1 ${kind}: ${Math.round(perSecond)} a second`);
	return /** @type {number} */ (perSecond);
}
