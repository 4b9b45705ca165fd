import type { Form } from './form';
import { parsedReply } from './reply';

/**
 * Speaks with an OpenAI-compatible service: `POST <base>/chat/completions`, as OpenAI's reference of
 * chat completions describes it. Knows nothing of interviews.
 */

export interface EndpointSettings {
	/** With its version, without a slash behind: `http://localhost:11434/v1`. */
	baseUrl: string;
	model: string;
	apiKey?: string;
}

/** What is asked: fixed instructions, and material that is never part of them. */
export interface Prompt {
	instructions: string;
	/** One document; see `material`. */
	material: string;
	form: Form;
	/** The answer has about so many tokens at most. */
	mostTokens: number;
}

/** The service did not answer, or with something that is no answer. Never holds what was sent or said. */
export class ModelTrouble extends Error {
	override readonly name = 'ModelTrouble';
}

/** It will not answer this: what was sent is too long for it, or not to its liking. */
export class ModelRefusal extends ModelTrouble {}

/** An answer is far shorter; what is longer is not read to its end. */
const MOST_BYTES = 256 * 1024;

type Wishes = (prompt: Prompt) => object;

/**
 * Services take different wishes, and refuse with 400 or 422 those that they do not know: from the
 * strictest to none at all.
 */
const dialects: readonly Wishes[] = [
	({ form, mostTokens }) => ({
		temperature: 0,
		max_tokens: mostTokens,
		response_format: { type: 'json_schema', json_schema: { ...form, strict: true } }
	}),
	({ form, mostTokens }) => ({
		max_completion_tokens: mostTokens,
		response_format: { type: 'json_schema', json_schema: { ...form, strict: true } }
	}),
	({ mostTokens }) => ({ max_tokens: mostTokens, response_format: { type: 'json_object' } }),
	() => ({})
];

const REFUSES_WISHES = [400, 422];

/** Prompts after which stricter wishes are tried again: it may have been one prompt that was refused. */
const TRIED_AGAIN_AFTER = 20;

export class ChatEndpoint {
	readonly #settings: EndpointSettings;
	/** The first dialect that it did not refuse. */
	#dialect = 0;
	/** Prompts for which that one is taken for its dialect. */
	#left = 0;

	constructor(settings: EndpointSettings) {
		this.#settings = settings;
	}

	/**
	 * @param limit ends it, at whatever point it is
	 * @returns the JSON that the model said, of whatever form; undefined where it said none
	 * @throws ModelTrouble
	 */
	async ask(prompt: Prompt, limit: AbortSignal): Promise<unknown> {
		const first = this.#left > 0 ? this.#dialect : 0;
		this.#left -= 1;
		for (let dialect = first; dialect < dialects.length; dialect += 1) {
			const response = await this.#post(prompt, dialects[dialect]!, limit);
			if (response.ok) {
				if (dialect > first) this.#remember(dialect);
				return parsedReply(await boundedText(response));
			}
			await response.body?.cancel();
			if (!REFUSES_WISHES.includes(response.status)) {
				throw new ModelTrouble(`answered with ${response.status}`);
			}
		}
		throw new ModelRefusal('refuses what it is asked');
	}

	#remember(dialect: number): void {
		this.#dialect = dialect;
		this.#left = TRIED_AGAIN_AFTER;
	}

	#post(prompt: Prompt, wishes: Wishes, limit: AbortSignal) {
		const { baseUrl, model, apiKey } = this.#settings;
		return fetch(`${baseUrl}/chat/completions`, {
			method: 'POST',
			// The key and the answer go to the host that was named, and to no other.
			redirect: 'error',
			signal: limit,
			headers: {
				'content-type': 'application/json',
				accept: 'application/json',
				...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` })
			},
			body: JSON.stringify({
				model,
				stream: false,
				messages: [
					{ role: 'system', content: prompt.instructions },
					{ role: 'user', content: prompt.material }
				],
				...wishes(prompt)
			})
		});
	}
}

/** @throws ModelTrouble past `MOST_BYTES`, without reading on */
async function boundedText(response: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > MOST_BYTES) throw new ModelTrouble('answered with more than anybody reads');
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
