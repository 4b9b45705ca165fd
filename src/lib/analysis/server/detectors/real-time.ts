import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, type Mark } from './marks';

const NAME = 'real-time';

/** A look at whether a socket would open is no line to talk over. */
const DIAGNOSTIC = /diagnos|debug|health|(^|\/)(scripts?|tools?|extras?)\//i;

interface Line extends Mark {
	kind: 'sockets' | 'events' | 'hosted';
}

const lines: readonly Line[] = [
	{
		kind: 'sockets',
		name: 'ws',
		in: SCRIPTS,
		imports: /^ws$/,
		calls: /^new ((WebSocket\.|ws\.)?(WebSocket)?Server|WebSocketServer)$|\.handleUpgrade$/,
		dependency: /^ws$/
	},
	{
		kind: 'sockets',
		name: 'Socket.IO',
		in: SCRIPTS,
		imports: /^socket\.io(-client)?$/,
		calls:
			/^(new (Server|io\.Server|SocketIOServer)|io|socketio|io\.connect|socketIO|\w*[iI]o\.on|socket\.(on|emit))$/,
		dependency: /^socket\.io$/
	},
	{
		kind: 'sockets',
		name: "NestJS's gateways",
		in: SCRIPTS,
		imports: /^@nestjs\/websockets$/,
		annotations: /^(WebSocketGateway|SubscribeMessage)$/
	},
	{ kind: 'sockets', name: 'uWebSockets.js', in: SCRIPTS, imports: /^uWebSockets\.js$/ },
	{ kind: 'sockets', name: '@fastify/websocket', in: SCRIPTS, imports: /^@fastify\/websocket$/ },
	{
		kind: 'sockets',
		name: 'Django Channels',
		in: ['python'],
		imports: /^channels(\.|$)/,
		bases: /Consumer$/,
		dependency: /^channels$/i
	},
	{
		kind: 'sockets',
		name: 'FastAPI WebSockets',
		in: ['python'],
		imports: /^(fastapi|starlette)/,
		annotations: /^\w+\.websocket$/,
		calls: /^websocket\.(accept|send_\w+|receive_\w+)$/
	},
	{
		kind: 'sockets',
		name: 'websockets',
		in: ['python'],
		imports: /^websockets?$/,
		calls: /^websockets?\.(serve|connect)$/,
		dependency: /^websockets$/i
	},
	{
		kind: 'sockets',
		name: 'Flask-SocketIO',
		in: ['python'],
		imports: /^(flask_socketio|socketio)$/,
		calls: /^(SocketIO|emit|socketio\.emit)$/,
		annotations: /socketio\.on$|sio\.(on|event)$/,
		dependency: /socketio$/i
	},
	{
		kind: 'sockets',
		name: "Spring's WebSocket",
		in: JVM,
		imports: /^org\.springframework\.(web\.socket|messaging)/,
		annotations: /^(EnableWebSocket\w*|MessageMapping|SendTo)$/,
		bases: /(WebSocketHandler|WebSocketConfigurer|WebSocketMessageBrokerConfigurer)$/
	},
	{
		kind: 'sockets',
		name: 'Jakarta WebSocket',
		in: JVM,
		imports: /^(javax|jakarta)\.websocket/,
		annotations: /^(ServerEndpoint|OnMessage)$/
	},
	{
		kind: 'sockets',
		name: 'gorilla/websocket',
		in: ['go'],
		imports: /gorilla\/websocket$/,
		calls: /\.Upgrade$|DefaultDialer\.Dial\w*$/,
		dependency: /gorilla\/websocket$/
	},
	{
		kind: 'sockets',
		name: 'coder/websocket',
		in: ['go'],
		imports: /(nhooyr\.io|github\.com\/coder)\/websocket$/,
		calls: /^websocket\.(Accept|Dial)$/
	},
	{
		kind: 'sockets',
		name: 'SignalR',
		in: ['csharp'],
		bases: /^Hub(<|$)/,
		calls: /\.(AddSignalR|MapHub)$/
	},
	{
		kind: 'sockets',
		name: 'Action Cable',
		in: ['ruby'],
		bases: /^(ApplicationCable::(Channel|Connection)|ActionCable::\w+::Base)$/,
		calls: /^(ActionCable\.\w+(\(\))?\.broadcast|broadcast_to|stream_from|stream_for)$/
	},
	{
		kind: 'sockets',
		name: 'tungstenite',
		in: ['rust'],
		imports: /tungstenite/,
		calls: /(accept_async|connect_async|accept)$/,
		dependency: /tungstenite$/
	},
	{
		kind: 'sockets',
		name: "Rocket's or Actix's WebSocket",
		in: ['rust'],
		imports: /^(rocket_ws|actix_ws|actix_web_actors)(::|$)/
	},
	{
		kind: 'sockets',
		name: "axum's WebSocket",
		in: ['rust'],
		imports: /^axum::extract::ws|^axum/,
		calls: /\.on_upgrade$/
	},
	{
		kind: 'sockets',
		name: "Laravel's broadcasting",
		in: ['php'],
		bases: /ShouldBroadcast(Now)?$/,
		calls: /^broadcast$/
	},

	{
		kind: 'events',
		name: 'EventSource',
		in: SCRIPTS,
		calls: /^new (window\.)?(EventSource|EventSourcePolyfill)$/
	},
	{
		kind: 'events',
		name: "NestJS's @Sse",
		in: SCRIPTS,
		imports: /^@nestjs\/common$/,
		annotations: /^Sse$/
	},
	{ kind: 'events', name: 'SseEmitter', in: JVM, calls: /^(new )?SseEmitter$/ },
	{
		kind: 'events',
		name: 'sse-starlette',
		in: ['python'],
		imports: /^sse_starlette/,
		calls: /^EventSourceResponse$/
	},
	{ kind: 'events', name: "axum's Sse", in: ['rust'], imports: /^axum/, calls: /^Sse\.new$/ },
	{
		kind: 'events',
		name: "Gin's SSEvent",
		in: ['go'],
		imports: /gin-gonic\/gin/,
		calls: /\.SSEvent$/
	},

	{
		kind: 'hosted',
		name: 'Pusher',
		in: [...SCRIPTS, 'php', 'ruby', 'python'],
		imports: /^(pusher|pusher-js|laravel-echo|Pusher\\)/,
		dependency: /^(pusher|pusher-js|pusher\/pusher-php-server)$/
	},
	{ kind: 'hosted', name: 'Ably', in: SCRIPTS, imports: /^ably/, dependency: /^ably$/ },
	{ kind: 'hosted', name: 'Supabase Realtime', in: SCRIPTS, calls: /supabase\w*\.channel$/i },
	{
		kind: 'hosted',
		name: 'Firestore listeners',
		in: SCRIPTS,
		imports: /^firebase/,
		calls: /(^|\.)onSnapshot$/
	},
	{ kind: 'hosted', name: 'Liveblocks', in: SCRIPTS, imports: /^@liveblocks\// }
];

/** What the server tells without being asked: sockets, event streams, services; and polling. */
export const realTime: Detector = {
	name: NAME,
	topics: ['real_time'],
	detect: (project) => [
		...libraryFindings(project, NAME, lines, [
			{
				subject: 'sockets',
				topic: 'real_time',
				of: ({ kind }) => kind === 'sockets',
				title: (names) => `Both sides talk over a socket: ${names}.`,
				detail:
					'Each open socket is state of one instance. Look at what a client misses while it is away, at how messages reach those connected to another instance, and at what a slow reader is allowed to pile up.'
			},
			{
				subject: 'events',
				topic: 'real_time',
				of: ({ kind }) => kind === 'events',
				title: (names) => `News is pushed as server-sent events: ${names}.`,
				detail:
					'Plain HTTP in one direction, and the browser reconnects by itself. Look at whether Last-Event-ID is answered, and at what proxies buffer.'
			},
			{
				subject: 'hosted',
				topic: 'real_time',
				of: ({ kind }) => kind === 'hosted',
				title: (names) => `A service pushes news to clients: ${names}.`,
				detail:
					'Connections are theirs to keep; what they deliver, in which order, is theirs to say.'
			}
		]),
		...ofPages(project),
		...polling(project)
	]
};

const OPENS = /^new (window\.|globalThis\.)?(WebSocket|ReconnectingWebSocket|PartySocket)$/;

/** The listening side, whatever the other side is written in. */
function ofPages(project: Project): Finding[] {
	const opened = project.calls(OPENS, ...SCRIPTS).filter(({ file }) => !DIAGNOSTIC.test(file.path));
	if (opened.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'pages',
			topic: 'real_time',
			kind: 'decision',
			title: `A socket is opened by ${listed(distinct(opened.map(({ file }) => file.path)), 3)}.`,
			detail:
				'Look at what this side misses while it is away, at how it comes back, and at what it does with messages that come twice or late.',
			confidence: 0.9,
			at: opened.map(placeOf),
			facts: {
				libraries: ['WebSocket'],
				uses: opened.length,
				files: distinct(opened.map(({ file }) => file.path)).length
			}
		})
	];
}

/** A timer that asks the server again and again. */
function polling(project: Project): Finding[] {
	const timers = project
		.calls(/^(window\.)?setInterval$/, ...SCRIPTS)
		.filter(({ fact }) =>
			/\b(fetch|axios|poll\w*|refetch\w*|reload\w*|mutate|invalidate\w*)\b\s*\(?/i.test(
				fact.args[0] ?? ''
			)
		)
		.map(placeOf);
	const queries = project.sources
		.filter(({ imports }) =>
			imports.some(({ specifier }) =>
				/^(@tanstack\/|react-query|swr|@apollo\/client)/.test(specifier)
			)
		)
		.flatMap((file) =>
			file.assignments
				.filter(
					({ name, value }) =>
						/^(refetchInterval|refreshInterval|pollInterval)$/.test(name) &&
						!/^(false|0)$/.test(value)
				)
				.map((fact) => placeOf({ file, fact }))
		);
	const places = [...queries, ...timers];
	if (places.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'polling',
			topic: 'real_time',
			kind: 'decision',
			title: `Pages ask the server again on a timer, as in ${places[0]!.path}.`,
			detail:
				'Simple and robust: no connection to keep. News is as late as the interval, and every open page costs its requests whether anything happened or not.',
			confidence: queries.length > 0 ? 0.9 : 0.75,
			at: places,
			facts: { places: places.length }
		})
	];
}
