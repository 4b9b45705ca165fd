// The limit on this stack: ws alone, parsing each message and answering with fresh JSON of the size
// and shape that Greenroom's answer has. What goes to all is framed once; the heartbeat is the one
// of its own documentation.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answerTo, chatMessage, welcome } from './answer.js';

const http = createServer((_, response) => response.end('ok'));
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
/** @type {Map<import('ws').WebSocket, import('node:net').Socket>} */
const streams = new Map();
/** @type {WeakSet<import('ws').WebSocket>} */
const alive = new WeakSet();
let seq = 0;

sockets.on('connection', (socket, { socket: stream }) => {
	streams.set(socket, stream);
	alive.add(socket);
	socket.on('close', () => streams.delete(socket));
	socket.on('pong', () => alive.add(socket));
	socket.on('message', (data) => {
		const message = JSON.parse(data.toString());
		if (message.type === 'send_message') return sendToAll(chatMessage(message, (seq += 1)));
		const answer = message.type === 'connect' ? welcome() : answerTo(message);
		socket.send(JSON.stringify(answer));
	});
});

/** @param {object} message of 126 to 65,535 bytes */
function sendToAll(message) {
	const content = Buffer.from(JSON.stringify(message));
	const header = Buffer.from([0x81, 126, content.length >> 8, content.length & 255]);
	const frame = Buffer.concat([header, content]);
	for (const stream of streams.values()) stream.write(frame);
}

const heartbeatMs = Number(process.env.HEARTBEAT_MS ?? 0);
if (heartbeatMs > 0) {
	setInterval(() => {
		for (const socket of streams.keys()) {
			if (!alive.delete(socket)) socket.terminate();
			else socket.ping();
		}
	}, heartbeatMs);
}

http.listen(Number(process.env.PORT), '127.0.0.1');
