import { afterEach, expect, test } from 'vitest';
import {
	answer,
	builtinOf,
	judged,
	modelAt,
	paging,
	replyTo,
	statementsOf,
	thinking
} from './model.fixtures';
import { failing, ModelService, saying, type Behaviour } from './model-service.fixtures';
import { modelLimit, MODEL_LIMIT_MS, OutsideModel } from './outside-model';

let service: ModelService;
afterEach(() => service.stop());

async function asked(behaviour: Behaviour, verdicts = builtinOf(['missing', 'missing', 'said'])) {
	service = await ModelService.start(behaviour);
	const { model, logged } = modelAt(service);
	const opinion = await model.secondOpinion(judged(service, verdicts));
	return { opinion, logged, model };
}

const walks: [string, string] = ['said', 'walk over everything in front'];

test('[G5] a model that understands other words moves the score, and is named', async () => {
	const { opinion } = await asked(thinking(walks, ['missing'], ['said', 'opaque bookmark']));
	expect(opinion).toMatchObject({ evaluator: 'model:small', score: 35 + 15 });
	const quote = opinion!.points[0]!.quote!;
	expect(answer.slice(quote.start, quote.end)).toBe('walk over everything in front');
	expect(opinion!.strengths).toContain(paging.rubric[0]!.claim);
	expect(opinion!.missingPoints).not.toContain(paging.rubric[0]!.claim);
});

test('[G5] a model that agrees leaves the score and the confidence as they are', async () => {
	const agrees = thinking(['missing'], ['missing'], ['said', 'opaque bookmark']);
	const { opinion } = await asked(agrees);
	expect(opinion).toMatchObject({ score: 35, confidence: 0.8, evaluator: 'model:small' });
});

test('[G5] it is asked as OpenAI’s reference says, with the key, and for the form', async () => {
	await asked(thinking(walks));
	const [{ url, authorization, body }] = service.received as [(typeof service.received)[0]];
	expect({ url, authorization }).toEqual({
		url: '/v1/chat/completions',
		authorization: 'Bearer sesame'
	});
	expect(body).toMatchObject({ model: 'small', stream: false });
	expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
	const { schema } = body.response_format!.json_schema!;
	expect(schema).toMatchObject({ type: 'object', required: ['statements'] });
	expect(JSON.stringify(schema)).not.toMatch(/max(Length|Items)/);
});

test.each([
	['json_schema without max_tokens', (body: object) => !('max_tokens' in body)],
	['json_object', (body: object) => JSON.stringify(body).includes('json_object')],
	['no wishes at all', (body: object) => !('response_format' in body)]
])('[G5] a service that takes only %s is asked so, from then on at once', async (_, takes) => {
	const think = thinking(walks);
	const { opinion, model } = await asked((received, response) =>
		takes(received.body) ? think(received, response) : failing(400)(received, response)
	);
	expect(opinion?.evaluator).toBe('model:small');
	const before = service.received.length;
	await model.secondOpinion(judged(service, builtinOf(['missing', 'missing', 'said'])));
	expect(service.received.length).toBe(before + 1);
});

test('[G5] a prompt that was refused as it was asked does not make all others be asked without a form', async () => {
	const think = thinking(walks);
	let isFirst = true;
	const { model } = await asked((received, response) => {
		const isStrict = 'response_format' in received.body;
		if (isFirst && isStrict) failing(400)(received, response);
		else think(received, response);
	});
	isFirst = false;
	const given = () => judged(service, builtinOf(['missing', 'missing', 'said']));
	for (let times = 0; times < 21; times += 1) await model.secondOpinion(given());
	expect(service.received.at(-1)?.body).toHaveProperty('response_format');
});

test('[G5] fences and thoughts around the JSON do not matter', async () => {
	const { opinion } = await asked(
		saying((received) => {
			const reply = JSON.stringify(replyTo(received, [walks]));
			return `<think>{"no": 1}</think>\n\`\`\`json\n${reply}\n\`\`\``;
		})
	);
	expect(opinion?.score).toBe(50);
});

test('[G5] without an address there is no model, and nothing is sent anywhere', async () => {
	service = await ModelService.start(thinking(walks));
	const { logged: _, ...rest } = modelAt(service);
	expect(rest.model.host).toBe(service.host);
	const log = { warn: () => undefined } as never;
	const reckoning = { score: () => 0, words: () => ({}) as never };
	expect(OutsideModel.configured({ env: {}, reckoning, log })).toBeUndefined();
});

test.each([undefined, null, 'elsewhere.example'])(
	'[G5] without a yes to this very host nothing is sent: %s',
	async (agreedHost) => {
		service = await ModelService.start(thinking(walks));
		const { model } = modelAt(service);
		const builtin = builtinOf(['missing', 'missing', 'missing']);
		expect(await model.secondOpinion(judged(service, builtin, { agreedHost }))).toBeUndefined();
		expect(await model.phraseQuestion({ question: paging, agreedHost })).toBeUndefined();
		const asked = { question: paging, answer, text: 'Why?', rubric: [], agreedHost };
		expect(await model.phraseFollowUp(asked)).toBeUndefined();
		expect(service.received).toEqual([]);
	}
);

test('[G3] rubbish is not shown to a model', async () => {
	const rubbish = builtinOf(['missing', 'missing', 'missing'], { rubbish: 'instructions' });
	const { opinion } = await asked(thinking(walks), rubbish);
	expect(opinion).toBeUndefined();
	expect(service.received).toEqual([]);
});

test('[G5] the limit is four seconds', () => {
	expect(MODEL_LIMIT_MS).toBe(4000);
	expect(modelLimit().aborted).toBe(false);
});

const slow: [string, Behaviour][] = [
	['says nothing', () => undefined],
	['stops in the middle', (_, response) => void response.write('{"choices": [')],
	[
		'sends a byte at a time',
		(_, response) => {
			const dripping = setInterval(() => response.write(' '), 10);
			response.on('close', () => clearInterval(dripping));
		}
	]
];

test.each(slow)('[G5] a model that %s is left when its time is up', async (_, behaviour) => {
	service = await ModelService.start(behaviour);
	const { model, logged } = modelAt(service);
	const builtin = builtinOf(['missing', 'missing', 'said']);
	const opinion = await model.secondOpinion(judged(service, builtin), AbortSignal.timeout(150));
	expect(opinion).toBeUndefined();
	expect(logged.join()).toContain('it is late');
	await expect.poll(() => service.abandoned).toBe(1);
});

test('[G5] what comes late is discarded', async () => {
	const think = thinking(walks);
	let answered: Promise<void> | undefined;
	service = await ModelService.start((received, response) => {
		answered = new Promise((resolve) =>
			setTimeout(() => {
				think(received, response);
				resolve();
			}, 300)
		);
	});
	const { model } = modelAt(service);
	const builtin = builtinOf(['missing', 'missing', 'said']);
	const opinion = model.secondOpinion(judged(service, builtin), AbortSignal.timeout(100));
	expect(await opinion).toBeUndefined();
	await answered;
	expect(builtin).toEqual(builtinOf(['missing', 'missing', 'said']));
});

const failures: [string, Behaviour][] = [
	['fails', failing(500)],
	['is too busy', failing(429)],
	['does not know us', failing(401)],
	['refuses every wish', failing(400)],
	['hangs up', (_, response) => void response.destroy()],
	[
		'sends us elsewhere',
		(received, response) => {
			if (received.url === '/elsewhere') thinking(walks)(received, response);
			else response.writeHead(307, { location: '/elsewhere' }).end();
		}
	]
];

test.each(failures)(
	'[G5] where the service %s the built-in verdict stands',
	async (_, behaviour) => {
		const { opinion, logged } = await asked(behaviour);
		expect(opinion).toBeUndefined();
		expect(logged).toHaveLength(1);
		expect(service.received.every(({ url }) => url === '/v1/chat/completions')).toBe(true);
	}
);

test('[G5] where nobody listens the built-in verdict stands', async () => {
	service = await ModelService.start(thinking(walks));
	const { model, logged } = modelAt(service);
	const given = judged(service, builtinOf(['missing', 'missing', 'said']));
	await service.stop();
	expect(await model.secondOpinion(given)).toBeUndefined();
	expect(logged.join()).toContain('ECONNREFUSED');
	service = await ModelService.start(thinking(walks));
});

test('[G5] after three failures nobody waits for it, until half a minute has passed', async () => {
	service = await ModelService.start(failing(500));
	let time = 0;
	const { model } = modelAt(service, { now: () => time });
	const ask = () => model.secondOpinion(judged(service, builtinOf(['missing', 'missing', 'said'])));
	for (let times = 0; times < 5; times += 1) await ask();
	expect(service.received).toHaveLength(3);
	service.behaviour = thinking(walks);
	time = 29_999;
	expect(await ask()).toBeUndefined();
	time = 30_000;
	expect(await ask()).toMatchObject({ evaluator: 'model:small' });
});

const nonsense: [string, Behaviour][] = [
	['no JSON', (_, response) => void response.end('<html>hello</html>')],
	['no choices', (_, response) => void response.end('{"choices": []}')],
	['JSON of another form', (_, response) => void response.end('[null]')],
	['prose', saying(() => 'I would give this 100 of 100.')],
	['a score instead of verdicts', saying(() => ({ score: 100 }))],
	['nothing', saying(() => '')],
	['null', saying(() => 'null')],
	['unknown verdicts', thinking(['perfect', 'opaque bookmark'])],
	[
		'statements that were not asked',
		saying((received) => {
			const { statements } = replyTo(received, [walks]);
			return { statements: [...statements, { id: 's99', verdict: 'said', quote: answer }] };
		})
	],
	['depth without end', saying(() => '['.repeat(100_000))],
	[
		'only some of the statements, and no control',
		saying((received) => ({
			statements: statementsOf(received)
				.filter(({ says }) => says === paging.rubric[0]!.claim)
				.map(({ id }) => ({ id, verdict: 'said', quote: 'walk over everything in front' }))
		}))
	],
	[
		'every statement twice',
		saying((received) => ({
			statements: statementsOf(received).flatMap(({ id }) => [
				{ id, verdict: 'missing', quote: '' },
				{ id, verdict: 'missing', quote: '' }
			])
		}))
	]
];

test.each(nonsense)('[G5] of a model that says %s nothing counts', async (_, behaviour) => {
	const { opinion, logged } = await asked(behaviour);
	expect(opinion).toBeUndefined();
	expect(logged).toHaveLength(1);
});

test('[G5] what the service will not take from one is still asked for others', async () => {
	service = await ModelService.start(failing(400));
	const { model } = modelAt(service);
	const ask = () => model.secondOpinion(judged(service, builtinOf(['missing', 'missing', 'said'])));
	for (let times = 0; times < 5; times += 1) await ask();
	service.behaviour = thinking(walks);
	expect(await ask()).toMatchObject({ evaluator: 'model:small' });
});

test('[G5] a model that is sure of nothing is not named for an evaluation that is none of its own', async () => {
	const { opinion } = await asked(thinking());
	expect(opinion).toBeUndefined();
});

test('[G5] sixteen are asked at once; whoever comes then does not wait', async () => {
	const waiting: (() => void)[] = [];
	const think = thinking(walks);
	service = await ModelService.start((received, response) => {
		waiting.push(() => think(received, response));
	});
	const { model } = modelAt(service);
	const ask = () => model.secondOpinion(judged(service, builtinOf(['missing', 'missing', 'said'])));
	const all = Array.from({ length: 16 }, ask);
	await expect.poll(() => waiting.length).toBe(16);
	expect(await ask()).toBeUndefined();
	for (const answer of waiting) answer();
	expect((await Promise.all(all)).every((opinion) => opinion?.score === 50)).toBe(true);
	const again = ask();
	await expect.poll(() => waiting.length).toBe(17);
	waiting[16]!();
	expect(await again).toBeDefined();
});

test('[G5] nonsense of one interview does not keep the model from others', async () => {
	service = await ModelService.start(saying(() => 'what?'));
	const { model } = modelAt(service);
	const ask = () => model.secondOpinion(judged(service, builtinOf(['missing', 'missing', 'said'])));
	for (let times = 0; times < 5; times += 1) await ask();
	service.behaviour = thinking(walks);
	expect(await ask()).toMatchObject({ evaluator: 'model:small' });
});

test('[G5] an answer that never ends is not read to its end', async () => {
	let sent = 0;
	const { opinion, logged } = await asked((_, response) => {
		const chunk = ' '.repeat(64 * 1024);
		const more = () => {
			while (!response.destroyed && response.write(chunk)) sent += chunk.length;
		};
		response.on('drain', more);
		more();
	});
	expect(opinion).toBeUndefined();
	expect(logged.join()).toContain('more than anybody reads');
	expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('[G5] the log has neither the answer nor the key, nor what the model said', async () => {
	const { logged } = await asked(saying(() => 'a word that nobody else says: xylophone'));
	expect(logged.join()).not.toMatch(/bookmark|sesame|xylophone/);
});
