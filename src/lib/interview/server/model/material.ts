/**
 * What others wrote, as a model is given it: one JSON document, so that nothing in it ends the
 * document, and nothing in it reads as a mark by which chat templates tell who speaks (`<|im_end|>`,
 * `</s>`, `[/INST]`), which some services would take for their own.
 */
export const material = (document: object): string =>
	JSON.stringify(document).replace(/<|\[(?=\/?INST)/g, (mark) => ESCAPED[mark]!);

const ESCAPED: Record<string, string> = { '<': '\\u003c', '[': '\\u005b' };
