import { afterEach, expect, test } from 'vitest';
import { answer, modelAt, paging } from './model.fixtures';
import { ModelService, saying } from './model-service.fixtures';
import { phrasedFrom } from './phrasing';

const text =
	'In `src/login.ts` the token lives for 900 seconds: what did that buy you, and what does it cost?';

const secrets = [
	[
		'A stolen token is good for a short time only, as it cannot be revoked',
		'revocation needs a lookup'
	]
];

const phrased = (question: unknown) => phrasedFrom({ question }, { text, known: [], secrets });

test('[I2] other words for the same question are taken', () => {
	const other =
		'I see in `src/login.ts` that a token lives for 900 seconds; what did you get for that, and at what price?';
	expect(phrased(other)).toBe(other);
});

test.each([
	['is no question', 'Great.'],
	['is no text', 42],
	['is not one line', `${text}\nAnd: how are you?`],
	['goes on and on', `${text} ${'And what else, and why? '.repeat(20)}`],
	['leaves a name out', 'The token lives for 900 seconds: what did that buy you?'],
	['leaves a number out', 'In `src/login.ts` the token lives for a while: what did that buy you?'],
	['changes a number', text.replace('900', '60')],
	['names other code', `${text.slice(0, -1)}, given verifyToken()?`],
	['brings a link', `${text.slice(0, -1)} (see https://evil.example)?`],
	['brings markup', `${text.slice(0, -1)} <b>now</b>?`],
	['brings what nobody sees', `${text.slice(0, -1)}\u202e?`]
])('[I2] a phrasing that %s is not asked', (_, question) => {
	expect(phrased(question)).toBeUndefined();
});

test.each([
	`${text.slice(0, -1)} when it cannot be revoked?`,
	`${text.slice(0, -1)} compared with a lookup on each request?`
])('[I11] a phrasing that gives a point away is not asked: %s', (question) => {
	expect(phrased(question)).toBeUndefined();
});

test('[I2] what was quoted stays as it was said', () => {
	const quoting = 'You said “it gets slower the deeper you are”: why does it?';
	const asked = { text: quoting, known: [answer], secrets: [] };
	expect(phrasedFrom({ question: 'Why does it get slower, as you said?' }, asked)).toBeUndefined();
	const other = 'Why would that be, when you say “it gets slower the deeper you are”?';
	expect(phrasedFrom({ question: other }, asked)).toBe(other);
});

let service: ModelService;
afterEach(() => service?.stop());

test('[I11] a model that phrases is shown neither rubric nor hints nor model answer', async () => {
	const other =
		'How would you let clients page through a long list, and what is wrong with offset and limit?';
	service = await ModelService.start(saying(() => ({ question: other })));
	const { model } = modelAt(service);
	const agreedHost = service.host;
	const rubric = paging.followUps[0]!.rubric;
	expect(await model.phraseQuestion({ question: paging, agreedHost })).toBe(other);
	await model.phraseFollowUp({
		question: paging,
		answer,
		text: 'Why is that?',
		rubric,
		agreedHost
	});
	expect(service.received.map(({ material }) => Object.keys(material))).toEqual([
		['text'],
		['text', 'question', 'answer']
	]);
});

test('[I11] a follow-up may use words of the answer, and none of the point that it leads to', async () => {
	const draft = 'You speak of an opaque bookmark. What does it hold, exactly?';
	const known = 'Tell me what such an opaque bookmark holds, row by row.';
	service = await ModelService.start(saying(() => ({ question: known })));
	const { model, logged } = modelAt(service);
	const asked = { question: paging, answer, text: draft, rubric: [], agreedHost: service.host };
	expect(await model.phraseFollowUp(asked)).toBe(known);
	const telling = 'What does your opaque bookmark hold: a sort key and a unique tie-breaker?';
	service.behaviour = saying(() => ({ question: telling }));
	expect(await model.phraseFollowUp(asked)).toBeUndefined();
	expect(logged).toHaveLength(1);
});

test('[G5] all that is asked about one answer shares one limit', async () => {
	service = await ModelService.start(() => undefined);
	const { model } = modelAt(service);
	const limit = AbortSignal.timeout(100);
	const asked = { question: paging, answer, text: 'Why is that so?', rubric: [] };
	const started = performance.now();
	for (let times = 0; times < 3; times += 1) {
		expect(
			await model.phraseFollowUp({ ...asked, agreedHost: service.host }, limit)
		).toBeUndefined();
	}
	expect(service.received).toHaveLength(1);
	expect(performance.now() - started).toBeLessThan(2000);
});
