// The limit on this stack: ws alone, parsing each message and answering with fresh JSON of the size
// and shape that Greenroom's answer has.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answerTo } from './answer.js';

const http = createServer((_, response) => response.end('ok'));
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
	socket.on('message', (data) => {
		socket.send(JSON.stringify(answerTo(JSON.parse(data.toString()))));
	});
});
http.listen(Number(process.env.PORT), '127.0.0.1');
