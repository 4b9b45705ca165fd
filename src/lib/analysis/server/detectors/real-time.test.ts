import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { realTime } from './real-time';

test.each([
	['sockets', 'a.ts', "import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port });\n"],
	[
		'sockets',
		'a.py',
		'from channels.generic.websocket import WebsocketConsumer\nclass Chat(WebsocketConsumer):\n    pass\n'
	],
	[
		'sockets',
		'a.go',
		'package a\nimport "github.com/gorilla/websocket"\nfunc f() { upgrader.Upgrade(w, r, nil) }\n'
	],
	['sockets', 'A.cs', 'public class ChatHub : Hub {}'],
	['sockets', 'a.rb', 'class ChatChannel < ApplicationCable::Channel\nend\n'],
	['pages', 'a.ts', "export const socket = new WebSocket('wss://a.example');\n"],
	['events', 'b.ts', "export const source = new EventSource('/news');\n"],
	['events', 'B.java', 'package b;\nclass B { Object f() { return new SseEmitter(); } }'],
	['polling', 'c.ts', "setInterval(() => fetch('/news'), 5000);\n"]
])('[Q2] %s are found in %s', async (subject, path, text) => {
	expect(await findingOf(realTime, subject, { [path]: text })).toBeDefined();
});

test('[Q2] timers that draw, and imports of the framework alone, are none', async () => {
	expect(
		await findingsOf(realTime, {
			'a.ts': "import { Get } from '@nestjs/common';\nsetInterval(() => tick(), 1000);\n",
			'b.go': 'package b\nimport "github.com/gin-gonic/gin"\nfunc f() { gin.Default() }\n',
			'routes/channels.php': "<?php\nBroadcast::channel('App.User.{id}', fn () => true);\n"
		})
	).toEqual([]);
});
