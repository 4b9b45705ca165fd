import { seededRandom } from '../typing/generate';
import { quantise, type KeyEvent } from '../typing/events';

/**
 * The keys of somebody who types `text` without a mistake: intervals log-normal around
 * `medianMs`, as people's are.
 */
export function keysFor(text: string, medianMs = 120, seed = 1): KeyEvent[] {
	const random = seededRandom(seed);
	const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	let t = 0;
	return [...text].map((character, index) => {
		if (index > 0) t += medianMs * Math.exp(0.35 * normal());
		return { t: quantise(t), kind: 'insert', text: character };
	});
}
