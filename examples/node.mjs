// Types a test over the line. The client and its types stand beside this file:
// curl -O http://localhost:3000/line-client.js
// curl -O http://localhost:3000/line-client.d.ts
import { LineClient } from './line-client.js';

const apiKey = 'YOUR_KEY';

const made = await fetch('http://localhost:3000/api/typing/sessions', {
	method: 'POST',
	headers: {
		authorization: `Bearer ${apiKey}`,
		'content-type': 'application/json'
	},
	body: JSON.stringify({ mode: 'words', words: 10 })
});
if (!made.ok) throw new Error(await made.text());
const { sessionId, text } = await made.json();

const line = new LineClient({
	url: 'ws://localhost:3000/v1/ws',
	credential: () => ({ apiKey })
});
line.connect();
line.on('session_complete', ({ metrics, resultsUrl }) => {
	console.log(`${metrics.wpm.toFixed(1)} words a minute`);
	console.log(new URL(resultsUrl, 'http://localhost:3000').href);
	line.close();
});

// As regular as no person types: the result is kept, and says so.
const events = Array.from(text, (character, index) => ({
	t: index * 10,
	kind: 'insert',
	text: character
}));
await line.request('start_session', { sessionId });
await line.request('input_update', { sessionId, seq: 0, events });
