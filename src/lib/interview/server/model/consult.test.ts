import { afterEach, expect, test } from 'vitest';
import { generalBank } from '../bank';
import type { FollowUpFound } from '../judge';
import { consult, type Step } from './consult';
import { builtinOf, judged, modelAt, paging, replyTo } from './model.fixtures';
import { failing, ModelService, saying, type Received } from './model-service.fixtures';

let service: ModelService;
afterEach(() => service.stop());

const next = generalBank.find(({ question }) => question.endsWith('?'))!;

const drafted: FollowUpFound = {
	...{ type: 'clarifying', pointId: 'p2', rubric: [] },
	text: 'You speak of an opaque bookmark. What does it hold, exactly?'
};

const walks: [string, string] = ['said', 'walk over everything in front'];

/** Judges as an honest model, and says every question a little differently. */
const helpful = saying((received: Received) =>
	'statements' in received.material
		? replyTo(received, [walks])
		: { question: `So: ${String(received.material['text'])}` }
);

const step = (more: Partial<Step> = {}): Step => ({
	...judged(service, builtinOf(['missing', 'missing', 'said'])),
	...{ main: paging, next, followUpTo: () => undefined },
	...more
});

test('[I2] the follow-up is chosen by the second opinion, and said in other words', async () => {
	service = await ModelService.start(helpful);
	const seen: number[] = [];
	const { evaluation, followUp, nextText } = await consult(
		modelAt(service).model,
		step({
			followUpTo({ score }) {
				seen.push(score);
				return drafted;
			}
		})
	);
	expect(evaluation).toMatchObject({ evaluator: 'model:small', score: 50 });
	expect(seen).toEqual([50]);
	expect(followUp).toEqual({ ...drafted, text: `So: ${drafted.text}` });
	expect(nextText).toBeUndefined();
});

test('[I2] where nothing is asked on, the next question is said in other words', async () => {
	service = await ModelService.start(helpful);
	const { followUp, nextText } = await consult(modelAt(service).model, step());
	expect(followUp).toBeUndefined();
	expect(nextText).toBe(`So: ${next.question}`);
});

test('[I2] after the last question nothing is phrased', async () => {
	service = await ModelService.start(helpful);
	await consult(modelAt(service).model, step({ next: undefined }));
	expect(service.received).toHaveLength(1);
});

test('[G5] a model that fails leaves everything as it is built in', async () => {
	service = await ModelService.start(failing(500));
	const given = step({ followUpTo: () => drafted });
	expect(await consult(modelAt(service).model, given)).toEqual({
		evaluation: given.builtin,
		followUp: drafted
	});
});

test('[G5] a model that is late is waited for once, and everything is as it is built in', async () => {
	service = await ModelService.start(() => undefined);
	const given = step({ followUpTo: () => drafted });
	const limit = AbortSignal.timeout(100);
	expect(await consult(modelAt(service).model, given, limit)).toEqual({
		evaluation: given.builtin,
		followUp: drafted
	});
	expect(service.received).toHaveLength(1);
});

test('[G5] without a model, or a yes to it, nobody is asked', async () => {
	service = await ModelService.start(helpful);
	const given = step({ agreedHost: undefined, followUpTo: () => drafted });
	const builtin = { evaluation: given.builtin, followUp: drafted };
	expect(await consult(modelAt(service).model, given)).toEqual(builtin);
	expect(await consult(undefined, given)).toEqual(builtin);
	expect(service.received).toEqual([]);
});
