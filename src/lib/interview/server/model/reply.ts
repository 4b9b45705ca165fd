import { z } from 'zod/mini';

/** What a chat completion says, out of all that services wrap around it. */

const completion = z.object({
	choices: z
		.array(z.object({ message: z.object({ content: z.string() }) }))
		.check(z.minLength(1), z.maxLength(8))
});

/**
 * The JSON in a completion's first choice, of whatever form. Fences, and thoughts before it, are left
 * out.
 *
 * @returns undefined where there is none
 */
export function parsedReply(body: string): unknown {
	const parsed = completion.safeParse(json(body));
	if (!parsed.success) return undefined;
	const { content } = parsed.data.choices[0]!.message;
	const said = content.slice(afterThoughts(content));
	return json(said) ?? json(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1));
}

const THOUGHTS_END = '</think>';

function afterThoughts(content: string): number {
	const at = content.lastIndexOf(THOUGHTS_END);
	return at < 0 ? 0 : at + THOUGHTS_END.length;
}

function json(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
