import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service was sent. */
export interface Received {
	url: string | undefined;
	authorization: string | undefined;
	body: {
		model: string;
		messages: { role: string; content: string }[];
		response_format?: { type: string; json_schema?: { name: string; schema: object } };
		[wish: string]: unknown;
	};
	/** What the user message holds. */
	material: Record<string, unknown>;
}

/** Answers one request; the response is open still. */
export type Behaviour = (received: Received, response: ServerResponse) => void;

/** Says this, as chat completions do. */
export const saying =
	(content: (received: Received) => unknown): Behaviour =>
	(received, response) => {
		const said = content(received);
		const text = typeof said === 'string' ? said : JSON.stringify(said);
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				id: 'chatcmpl-1',
				object: 'chat.completion',
				choices: [
					{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }
				]
			})
		);
	};

export const failing =
	(status: number): Behaviour =>
	(_, response) =>
		void response.writeHead(status).end('{"error":{"message":"no"}}');

/** An OpenAI-compatible service on a real socket, which behaves as a test wants it to. */
export class ModelService {
	readonly #server = createServer((request, response) => void this.#take(request, response));
	readonly received: Received[] = [];
	/** Requests whose sender went away before they were answered. */
	abandoned = 0;
	behaviour: Behaviour = failing(503);

	static async start(behaviour: Behaviour): Promise<ModelService> {
		const service = new ModelService();
		service.behaviour = behaviour;
		await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
		return service;
	}

	get host(): string {
		return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	get settings() {
		return {
			LLM_BASE_URL: `http://${this.host}/v1`,
			LLM_MODEL: 'small',
			LLM_API_KEY: 'sesame'
		};
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let text = '';
		for await (const chunk of request) text += String(chunk);
		const body = JSON.parse(text) as Received['body'];
		const { authorization } = request.headers;
		response.on('close', () => (this.abandoned += response.writableFinished ? 0 : 1));
		const material = JSON.parse(body.messages[1]!.content) as Received['material'];
		const received = { url: request.url, authorization, body, material };
		this.received.push(received);
		this.behaviour(received, response);
	}
}
