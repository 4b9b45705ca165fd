import { quantise } from './events';
import type { KeyEvent } from './events';
import { generateWords, seededRandom } from './generate';
import type { Random } from './generate';
import { prepareText } from './text';
import type { LogContext } from './verdict';

/** A generated log and what the server would know of it. */
export interface LoggedTest {
	events: KeyEvent[];
	context: LogContext;
}

export const honestStyles = [
	'plain',
	'bursts',
	'steno',
	'homeRowMods',
	'deadKeys',
	'swipe'
] as const;
export const cheatClasses = [
	'paste',
	'replay',
	'constant',
	'uniform',
	'gaussian',
	'scaledTime'
] as const;
export type HonestStyle = (typeof honestStyles)[number];
export type CheatClass = (typeof cheatClasses)[number];

const plainWords = (
	'the of and to in is on that by this with you it not or be are from at as your all have new ' +
	'more an was we will home can us about if page my has search free but our one other do no ' +
	'they site he up may what which their news out use any there see only so his when contact ' +
	'here business who now help get view first been would how were some these like service than ' +
	'find back people had list name just over state year day into two world next used go work ' +
	'last most make them should good well still free all off call tell look book feel keep need'
).split(' ');
const accentedWords = 'été élève où très forêt hôtel déjà père garçon même être après'.split(' ');

interface Typist {
	random: Random;
	/** Typical interval in ms. */
	pace: number;
	/** Spread of the logarithm from key to key, and from bigram to bigram. */
	noise: number;
	bigramSpread: number;
	/** Spread of each step of the slow drift between quick and slow stretches. */
	drift: number;
	pauseRate: number;
	errorRate: number;
	/** The browser's clock ticks so many ms apart. */
	tick: number;
}

function typist(random: Random): Typist {
	const wpm = between(random, 25, 150);
	return {
		random,
		pace: 12_000 / wpm,
		noise: between(random, 0.16, 0.35),
		bigramSpread: between(random, 0.12, 0.3),
		drift: between(random, 0.05, 0.12),
		pauseRate: between(random, 0.005, 0.04),
		errorRate: between(random, 0.005, 0.05),
		// 0.1 ms in Chromium, 1 ms in Firefox and Safari, 16.7 ms where fingerprinting is resisted.
		tick: draw(random, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 50 / 3])
	};
}

/** A log as an honest typist of that style leaves it. The same seed gives the same log. */
export function honestTest(style: HonestStyle, seed: number): LoggedTest {
	const random = seededRandom(seed);
	const who = typist(random);
	const words = style === 'deadKeys' ? [...plainWords, ...accentedWords] : plainWords;
	const count = Math.floor(between(random, 10, 90));
	const text = generateWords(words, { count, random, language: 'english' });
	const exact =
		style === 'steno' || style === 'swipe' ? wordWise(text, who, style) : keyWise(text, who, style);
	const ticked = exact.map((event) => ({
		...event,
		t: quantise(Math.floor(event.t / who.tick) * who.tick)
	}));
	return logged(text, ticked, random);
}

function keyWise(text: string, who: Typist, style: HonestStyle): KeyEvent[] {
	const { random } = who;
	const bigrams = new Map<string, number>();
	const events: KeyEvent[] = [];
	let t = 0;
	let drift = 0;
	let burst = 1;
	let previous = '';
	const press = (char: string, event: Omit<KeyEvent, 't'>): void => {
		const bigram = previous + char;
		const ease = bigrams.get(bigram) ?? normal(random) * who.bigramSpread;
		bigrams.set(bigram, ease);
		drift = 0.7 * drift + normal(random) * who.drift;
		if (style === 'bursts' && char === ' ') {
			burst = draw(random, [0.5, 0.6, 1, 1.3]);
		}
		let interval = who.pace * burst * Math.exp(ease + drift + normal(random) * who.noise);
		if (char === previous) {
			interval = Math.max(interval * 0.9, between(random, 78, 105));
		}
		if (random() < who.pauseRate) {
			interval *= between(random, 2, 7);
		}
		if (style === 'deadKeys' && /[^a-z ]/.test(char)) {
			interval *= 1.8;
		}
		t += events.length === 0 ? 0 : Math.max(interval, 4);
		previous = char;
		events.push({ t, ...event });
	};
	for (const char of text) {
		if (/[a-z]/.test(char) && random() < who.errorRate) {
			const slip = style === 'deadKeys' && random() < 0.3 ? '´s' : draw(random, plainLetters);
			press(slip, { kind: 'insert', text: slip });
			for (let left = slip.length; left > 0; left -= 1) {
				press('<', { kind: 'deleteChar', code: 'Backspace' });
			}
		}
		press(char, { kind: 'insert', text: char, code: codeOf(char) });
	}
	return style === 'homeRowMods' ? heldBack(events, random) : events;
}

/** A home-row key waits until it is released or the next one comes, then both arrive at once. */
function heldBack(events: readonly KeyEvent[], random: Random): KeyEvent[] {
	let earliest = 0;
	return events.map((event, index) => {
		const held = 'asdfjkl'.includes(event.text ?? ' ')
			? event.t + between(random, 50, 110)
			: event.t;
		const next = events[index + 1]?.t ?? held;
		earliest = Math.max(earliest + 0.2, Math.min(held, Math.max(next, event.t)));
		return { ...event, t: earliest };
	});
}

/** A whole word at a time: chords put out key by key within a few ms, swipes as one insert. */
function wordWise(text: string, who: Typist, style: 'steno' | 'swipe'): KeyEvent[] {
	const { random } = who;
	const events: KeyEvent[] = [];
	const pace = style === 'steno' ? between(random, 220, 600) : between(random, 500, 1200);
	let t = 0;
	for (const word of text.split(/(?<= )/)) {
		t += pace * Math.exp(normal(random) * 0.3) * (random() < 0.05 ? 3 : 1);
		if (style === 'swipe') {
			t = Math.max(t, (events.at(-1)?.t ?? 0) + word.length * 45);
			events.push({ t, kind: 'insert', text: word });
			continue;
		}
		for (const char of word) {
			t += between(random, 0.1, 2);
			events.push({ t, kind: 'insert', text: char, code: codeOf(char) });
		}
	}
	return events;
}

/** A log as that kind of cheat makes it. The same seed gives the same log. */
export function cheatTest(kind: CheatClass, seed: number): LoggedTest {
	const random = seededRandom(seed);
	if (kind === 'scaledTime') {
		return scaledTest(seed, between(random, 0.2, 0.75));
	}
	const count = Math.floor(between(random, 15, 90));
	const text = generateWords(plainWords, { count, random, language: 'english' });
	if (kind === 'paste') {
		return logged(text, pasted(text, random), random);
	}
	if (kind === 'replay') {
		const { events: model } = honestTest('plain', seed + 1_000_000);
		const jitter = between(random, 2, 15);
		let t = 0;
		const again = model.map((event) => {
			t = Math.max(t, quantise(event.t + between(random, 0, jitter)));
			return { ...event, t };
		});
		const replayed = logged(standing(model), again, random);
		const others = [1, 2, 3].map((more) => honestTest('plain', seed + more).events);
		return { ...replayed, context: { ...replayed.context, earlier: [...others, model] } };
	}
	const pace = 12_000 / between(random, 40, 220);
	const spread = kind === 'constant' ? between(random, 0, 0.05) : between(random, 0.1, 0.35);
	let t = 0;
	const events = Array.from(text, (char): KeyEvent => {
		const deviation = kind === 'gaussian' ? normal(random) : between(random, -1.7, 1.7);
		t += Math.max(1, pace * (1 + deviation * spread));
		return { t: quantise(t), kind: 'insert', text: char, code: codeOf(char) };
	});
	return logged(text, events, random);
}

/** An honest test whose times are multiplied by `factor` while the server saw the true ones. */
export function scaledTest(seed: number, factor: number): LoggedTest {
	const random = seededRandom(seed + 2_000_000);
	const who = { ...typist(random), tick: 0.1 };
	const count = Math.floor(between(random, 40, 90));
	const text = generateWords(plainWords, { count, random, language: 'english' });
	const events = keyWise(text, who, 'plain');
	const scaled = events.map((event) => ({ ...event, t: quantise(event.t * factor) }));
	return logged(text, scaled, random, 1 / factor);
}

function pasted(text: string, random: Random): KeyEvent[] {
	const events: KeyEvent[] = [];
	const size = Math.floor(between(random, 10, random() < 0.5 ? 40 : text.length + 10));
	let t = 0;
	for (let at = 0; at < text.length; at += size) {
		t += between(random, 100, 2000);
		events.push({ t: quantise(t), kind: 'insert', text: text.slice(at, at + size) });
	}
	return events;
}

function standing(events: readonly KeyEvent[]): string {
	const chars: string[] = [];
	for (const { kind, text = '' } of events) {
		if (kind === 'insert') {
			chars.push(...text);
		} else {
			chars.pop();
		}
	}
	return chars.join('');
}

/** Arrivals: a message about every 250 ms, each delayed; one test in five has an outage. */
function logged(text: string, events: KeyEvent[], random: Random, clockRatio = 1): LoggedTest {
	const lastT = events.at(-1)?.t ?? 0;
	const [begin, length] =
		random() < 0.2 ? [between(random, 0, lastT), between(random, 1000, 20_000)] : [Infinity, 0];
	const arrivals: { t: number; at: number }[] = [];
	let at = 0;
	for (const { t } of events) {
		if (t - (arrivals.at(-1)?.t ?? -Infinity) >= 250) {
			const sent = t * clockRatio + between(random, 20, 120);
			const isOut = t >= begin && t < begin + length;
			at = Math.max(at, isOut ? (begin + length) * clockRatio : sent);
			arrivals.push({ t, at });
		}
	}
	const availableMs = Math.max(lastT, at) + between(random, 0, 100_000);
	return { events, context: { prepared: prepareText(text), availableMs, arrivals } };
}

const plainLetters = Array.from('abcdefghijklmnopqrstuvwxyz');

function codeOf(char: string): string | undefined {
	if (char === ' ') {
		return 'Space';
	}
	return /[a-z]/.test(char) ? `Key${char.toUpperCase()}` : undefined;
}

function between(random: Random, least: number, most: number): number {
	return least + random() * (most - least);
}

function draw<T>(random: Random, values: readonly T[]): T {
	return values[Math.floor(random() * values.length)] as T;
}

/** A standard normal value, by Box and Muller. */
function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
