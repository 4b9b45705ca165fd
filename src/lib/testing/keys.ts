import { quantise, type KeyEvent } from '../typing/events';
import { seededRandom } from '../typing/generate';

/**
 * The keys of somebody who types `text` without a mistake. Intervals are as people's are: skewed,
 * each pair of keys with an ease of its own, slow drift, a pause now and then.
 */
export function keysFor(text: string, medianMs = 120, seed = 1): KeyEvent[] {
	const random = seededRandom(seed);
	const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const easeOf = new Map<string, number>();
	let t = 0;
	let drift = 0;
	let previous = '';
	return Array.from(text, (character, index) => {
		const pair = previous + character;
		const ease = easeOf.get(pair) ?? 0.25 * normal();
		easeOf.set(pair, ease);
		drift = 0.7 * drift + 0.1 * normal();
		const pause = random() < 0.03 ? 2 + 4 * random() : 1;
		const interval = medianMs * pause * Math.exp(ease + drift + 0.25 * normal());
		// One finger needs its time for the same key again.
		if (index > 0) t += character === previous ? Math.max(90, interval) : interval;
		previous = character;
		return { t: quantise(t), kind: 'insert', text: character };
	});
}
