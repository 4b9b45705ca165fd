import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { FeatureLine } from '../../realtime/channel';
import StartForm from './StartForm.svelte';

/** What the form offers, as the server makes it. */

const line: FeatureLine = {
	channel: () => ({}) as never,
	onReady: () => () => undefined
};

const offered = (isGrowing: boolean, questions: number): string => {
	const one = { analysisId: 'a1', name: 'acme/shop', questions, isGrowing };
	const { body } = render(StartForm, {
		props: {
			...{ analyses: [one], topics: [], chosen: {}, line },
			model: { name: 'small', host: 'models.example' },
			onbegun: async () => undefined
		}
	});
	return body.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ');
};

describe('the form that begins an interview', () => {
	test('[I1] offers what has one question when it is read whole, and three while it is read', () => {
		expect(offered(false, 1)).toContain('acme/shop, 1 question');
		expect(offered(true, 3)).toContain('acme/shop, 3 questions');
		expect(offered(true, 2)).not.toContain('acme/shop');
		expect(offered(false, 0)).not.toContain('acme/shop');
	});

	test('[I12] names everything that a model would be sent, and where', () => {
		const text = offered(false, 1).replace(/<[^>]*>/g, '');
		expect(text).toContain('at models.example');
		for (const sent of ['The questions', 'lines of code', 'what a good answer says', 'answers']) {
			expect(text).toContain(sent);
		}
	});
});
