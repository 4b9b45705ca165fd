import { describe, expect, it } from 'vitest';
import { TextIndex } from '../text-index';
import { wordsOf } from '../words';
import { depthOf } from './depth';
import {
	absolutes,
	additions,
	density,
	fillers,
	names,
	numbers,
	objections,
	type Argued
} from './features';
import { isNameOfCode, tokensOf } from './tokens';

const question = 'What happens when Order.ship in src/orders.ts:12 fails?';

const argued = (text: string, evidence = ''): Argued => ({
	...{ tokens: tokensOf(text), words: wordsOf(text), evidence },
	asked: new Set(tokensOf(question).map(({ lower }) => lower))
});

const depth = (text: string) => depthOf(new TextIndex(text), question, []).value;

const DEEP =
	'ship() writes status=shipped before chargeCard returns, so a 402 from the gateway leaves a parcel nobody paid for. Not a retry problem: 3 attempts x 2 s hold the row lock, but the order stays wrong. Charge first, ship on payment_captured; sweep orders older than 15 min with no capture id. A saga only if a second provider joins; until then one outbox row in the same transaction does.';
const SHALLOW =
	'In general it is important to handle errors properly. It is a best practice to use a modern and scalable architecture, and you should also add monitoring, logging and good documentation. One could also use a message queue or a cloud service for better performance. Another thing is that the team should always write clean code and do reviews.';

describe('tokens', () => {
	it.each([
		'saveNew',
		'user_id',
		'Order.find',
		'ship()',
		'src/a.ts:41',
		'app/models/user.rb',
		'@Validated',
		'Cipher::new',
		'--dry-run',
		'79a4c4c'
	])('[I2] takes %s for a name of code', (name) => {
		expect(isNameOfCode(name)).toBe(true);
	});

	it.each(['order', 'e.g', 'GitHub', 'Kubernetes', 'and/or', 'API', '250ms', 'well-known'])(
		'[I2] takes %s for none',
		(word) => {
			expect(isNameOfCode(word)).toBe(false);
		}
	);

	it('[I2] keeps what stands between backticks, and leaves list markers out', () => {
		const [first, second] = tokensOf('1. `retry` it');
		expect(first).toMatchObject({ text: 'retry', isName: true });
		expect(second).toMatchObject({ text: 'it', isName: false });
	});
});

describe('features of depth', () => {
	it('[I2] counts names that the question has not, those of its code for more', () => {
		expect(names(argued('Order.ship calls it'))).toBe(0);
		expect(names(argued('chargeCard calls it'))).toBeCloseTo(100 / 3);
		expect(names(argued('chargeCard calls it', 'await chargecard(order)'))).toBeCloseTo(50);
		expect(names(argued('chargeCard then chargeCard'))).toBeCloseTo(100 / 3);
	});

	it('[I2] counts numbers of its own, objections, advice, measures and absolutes', () => {
		expect(numbers(argued('takes 250 ms'))).toBeCloseTo(100 / 3);
		expect(objections(argued('not that, but this'))).toBe(50);
		expect(fillers(argued('a best practice'))).toBeCloseTo(100 / 3);
		expect(additions(argued('you should also log'))).toBe(50);
		expect(absolutes(argued('it always works'))).toBeCloseTo(100 / 3);
	});

	it('[I2] takes what tells something for dense', () => {
		expect(density(argued('retry holds row lock'))).toBeGreaterThan(
			density(argued('it is that which we will have to store'))
		);
	});
});

describe('depth', () => {
	it('[I2] is more where the code’s own names, numbers and objections are', () => {
		expect(depth(DEEP)).toBeGreaterThan(0.6);
		expect(depth(SHALLOW)).toBeLessThan(0.2);
	});

	it('[I2] is an ordinary one where there is nothing to tell by', () => {
		expect(depth('')).toBeCloseTo(0.47);
		expect(Math.abs(depth('Always.') - 0.47)).toBeLessThan(0.05);
	});

	it('[I2] gains nothing more by more names than any answer has', () => {
		const heap = Array.from({ length: 60 }, (_, at) => `name_${at}`).join(' ');
		const { row } = depthOf(new TextIndex(heap), question, []);
		expect(row.names).toBe(10);
		expect(row.density).toBeLessThanOrEqual(66);
	});

	it('[I2] takes 20,000 characters of anything', () => {
		for (const text of [
			'`'.repeat(20_000),
			'('.repeat(20_000),
			'a.'.repeat(10_000),
			'/a'.repeat(10_000)
		]) {
			expect(depth(text)).toBeGreaterThanOrEqual(0);
		}
	});
});
