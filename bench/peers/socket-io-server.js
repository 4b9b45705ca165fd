// Socket.IO 4 doing the same over its WebSocket transport.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { answerTo, chatMessage } from './answer.js';

const http = createServer((request, response) => {
	if (!request.url?.startsWith('/socket.io')) response.end('ok');
});
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
let seq = 0;
io.on('connection', (socket) => {
	void socket.join('bench');
	socket.on('input_update', (message) => {
		socket.emit('metrics_update', answerTo(message));
	});
	socket.on('send_message', (message) => {
		io.to('bench').emit('chat_message', chatMessage(message, (seq += 1)));
	});
});
http.listen(Number(process.env.PORT), '127.0.0.1');
