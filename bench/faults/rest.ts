import { setTimeout as delay } from 'node:timers/promises';

const AGAIN_MS = 30;

export interface Answer {
	status: number;
	body: unknown;
}

/** Somebody who calls the API with a key, of a server that comes and goes. */
export class RestCaller {
	readonly #url: string;
	readonly #key: string;

	constructor(url: string, key: string) {
		this.#url = url;
		this.#key = key;
	}

	/** @returns undefined where the server went before it had answered */
	async ask(method: string, path: string, body?: object): Promise<Answer | undefined> {
		try {
			const response = await fetch(this.#url + path, {
				method,
				headers: {
					authorization: `Bearer ${this.#key}`,
					...(body && { 'content-type': 'application/json' })
				},
				...(body && { body: JSON.stringify(body) })
			});
			const text = await response.text();
			return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
		} catch {
			return undefined;
		}
	}

	/** Asks until there is an answer: for what may be done twice. */
	async insist(method: string, path: string, body?: object): Promise<Answer> {
		for (;;) {
			const answer = await this.ask(method, path, body);
			if (answer && answer.status < 500) return answer;
			await delay(AGAIN_MS);
		}
	}

	/** Everything of a list, newest first (rule R2). */
	async list<Item>(path: string): Promise<Item[]> {
		const items: Item[] = [];
		for (let cursor: string | undefined = ''; cursor !== undefined;) {
			const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
			const { status, body } = await this.insist('GET', `${path}?limit=200${from}`);
			if (status !== 200) throw new Error(`${path} answers ${status} ${JSON.stringify(body)}`);
			const page = body as { items: Item[]; nextCursor?: string };
			items.push(...page.items);
			cursor = page.nextCursor;
		}
		return items;
	}
}
