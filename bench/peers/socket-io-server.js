// Socket.IO 4 doing the same over its WebSocket transport.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { answerTo } from './answer.js';

const http = createServer((request, response) => {
	if (!request.url?.startsWith('/socket.io')) response.end('ok');
});
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
	socket.on('input_update', (message) => {
		socket.emit('metrics_update', answerTo(message));
	});
});
http.listen(Number(process.env.PORT), '127.0.0.1');
