// The load of G5: candidates who answer questions of the general bank, all at once or one after the
// other, each in an interview of his own. It ends with how long each evaluation took to come.
import { built } from '../scripts/grade/built.js';
import { openClient, openMany, sayMeasuring, sayResult, wait } from './load-client.js';

const port = Number(process.env.PORT);
const keys = /** @type {string} */ (process.env.KEYS).split(',');
/** Where a model may be asked, too. */
const agreedHost = process.env.AGREED_HOST;

/** So many rounds on a few questions before, so that nothing is done for the first time. */
const WARM_UP_ROUNDS = 6;
const WARM_UP_QUESTIONS = 20;

/** @typedef {Awaited<ReturnType<typeof built>>['generalBank'][number]} Question */
/** @typedef {{ ms: number, evaluator: string }} Evaluated */
/** @typedef {{ sessionId: string, evaluation: { evaluator: string } }} Payload of either answer */
/** @typedef {{ type: string, payload: Payload, requestId?: string }} Message */

const bank = (await built()).generalBank;

/** So long are answers, in words. */
const FEWEST_WORDS = 80;

/**
 * Every other sentence of the model answer, and as many of another question's as make it long enough.
 * @param {number} number of the question
 */
function answerTo(number) {
	const sentences = [0, 1, 2, 3].flatMap((next) =>
		questionAt(number + next).modelAnswer.split(/(?<=[.!?])\s+/)
	);
	/** @type {string[]} */
	const said = [];
	for (let at = 0; said.join(' ').split(' ').length < FEWEST_WORDS; at += 2) {
		said.push(/** @type {string} */ (sentences[at]));
	}
	return said.join(' ');
}

/** @param {number} number @returns {Question} */
const questionAt = (number) => /** @type {Question} */ (bank[number % bank.length]);

/** One person with a line of his own. */
class Candidate {
	/** @type {(message: Message) => void} */
	#heard = () => undefined;
	/** @type {Awaited<ReturnType<typeof openClient>> | undefined} */
	#client;
	#asked = 0;
	#sessionId = '';

	/** @param {string} key */
	async open(key) {
		this.#client = await openClient({
			kind: 'greenroom',
			port,
			key,
			onMessage: (buffer, start, end) =>
				this.#heard(JSON.parse(buffer.toString('utf8', start, end)))
		});
		return this;
	}

	/**
	 * @param {string} type @param {object} payload
	 * @returns {Promise<Message>} the direct answer
	 */
	#request(type, payload) {
		this.#asked += 1;
		const requestId = `${type}-${this.#asked}`;
		return new Promise((resolve, reject) => {
			this.#heard = (message) => {
				if (message.requestId !== requestId) return;
				if (message.type === 'error') reject(new Error(JSON.stringify(message.payload)));
				else resolve(message);
			};
			this.#client?.send(type, ascii(payload), requestId);
		});
	}

	/** @param {number} number of the only question */
	async begin(number) {
		const { questionId } = questionAt(number);
		const wish = { sessionType: 'live', questionIds: [questionId], agreedHost };
		const { payload } = await this.#request('start_interview', wish);
		this.#sessionId = payload.sessionId;
	}

	/** @param {number} number of the question @returns {Promise<Evaluated>} */
	async answer(number) {
		const { questionId } = questionAt(number);
		const given = { sessionId: this.#sessionId, questionId, answer: answerTo(number) };
		const from = performance.now();
		const { payload } = await this.#request('submit_answer', given);
		return { ms: performance.now() - from, evaluator: payload.evaluation.evaluator };
	}
}

/** @param {object} payload @returns {string} JSON */
const ascii = (payload) =>
	JSON.stringify(payload).replace(
		/[^ -~]/g,
		(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
	);

const candidates = await openMany(keys.length, (index) =>
	new Candidate().open(/** @type {string} */ (keys[index]))
);

/** @param {(index: number) => number} numberOf the question of a candidate */
async function begin(numberOf) {
	await Promise.all(candidates.map((candidate, index) => candidate.begin(numberOf(index))));
	await wait(200);
}

/** @param {(index: number) => number} numberOf the question of a candidate */
async function atOnce(numberOf) {
	await begin(numberOf);
	return Promise.all(candidates.map((candidate, index) => candidate.answer(numberOf(index))));
}

/** @param {(index: number) => number} numberOf the question of a candidate */
async function oneByOne(numberOf) {
	await begin(numberOf);
	/** @type {Evaluated[]} */
	const evaluated = [];
	for (const [index, candidate] of candidates.entries()) {
		evaluated.push(await candidate.answer(numberOf(index)));
	}
	return evaluated;
}

if (agreedHost !== undefined) {
	sayMeasuring();
	sayResult({ atOnce: await atOnce((index) => index) });
} else {
	for (let round = 0; round < WARM_UP_ROUNDS; round++) {
		await atOnce((index) => (index + round) % WARM_UP_QUESTIONS);
	}
	sayMeasuring();
	await wait(200);
	// Questions that nobody was asked before, one for each.
	const fresh = await atOnce((index) => WARM_UP_QUESTIONS + index);
	const alone = await oneByOne((index) => WARM_UP_QUESTIONS + keys.length + index);
	const known = await atOnce((index) => WARM_UP_QUESTIONS + index);
	sayResult({ atOnce: [...fresh, ...known], alone });
}
