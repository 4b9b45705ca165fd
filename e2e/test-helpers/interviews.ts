import type { Page } from '@playwright/test';
import { generalBank } from '../../src/lib/interview/server/bank';
import { RawClient } from '../../src/lib/testing/raw-client';
import type { TestServer } from '../server';

interface OpenQuestion {
	questionId: string;
	question: string;
}

interface Evaluated {
	evaluation: { score: number };
	nextAction: 'follow_up' | 'next_question' | 'complete';
}

const NEXT = {
	follow_up: 'follow_up_question',
	next_question: 'next_question',
	complete: 'interview_complete'
} as const;

/** What the general bank holds for a good answer to a question. */
export function goodAnswer(questionId: string): string {
	const question = generalBank.find((one) => one.questionId === questionId);
	if (!question) throw new Error(`There is no question ${questionId} in the general bank.`);
	return question.modelAnswer;
}

/** The person of a page, who is interviewed over a line of his own. */
export class Candidate {
	readonly #client: RawClient;
	interviewId = '';
	/** What waits for an answer; undefined once it is over. */
	open: OpenQuestion | undefined;

	private constructor(client: RawClient) {
		this.#client = client;
	}

	static async of(page: Page, server: TestServer): Promise<Candidate> {
		const cookies = await page.context().cookies(server.url);
		const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
		const client = new RawClient(server.lineUrl, { headers: { cookie, origin: server.url } });
		await client.next('connection_success');
		return new Candidate(client);
	}

	async begin(wish: object): Promise<void> {
		const { payload } = await this.#ask('start_interview', wish);
		const { sessionId, firstQuestion } = payload as unknown as {
			sessionId: string;
			firstQuestion: OpenQuestion;
		};
		this.interviewId = sessionId;
		this.open = firstQuestion;
	}

	/** Answers what is open. @returns the score */
	async answer(answer: string): Promise<number> {
		const { interviewId: sessionId, open } = this;
		const said = { sessionId, questionId: open?.questionId, answer };
		const { payload } = await this.#ask('submit_answer', said);
		const { evaluation, nextAction } = payload as unknown as Evaluated;
		const next = await this.#client.next(NEXT[nextAction]);
		this.open = nextAction === 'complete' ? undefined : (next.payload as unknown as OpenQuestion);
		return evaluation.score;
	}

	/** Answers everything that is left, main questions by `answerTo`, follow-ups with little. */
	async answerAll(answerTo: (questionId: string) => string): Promise<void> {
		while (this.open) {
			const isKnown = generalBank.some(({ questionId }) => questionId === this.open?.questionId);
			await this.answer(isKnown ? answerTo(this.open.questionId) : 'I cannot say more about it.');
		}
	}

	async end(): Promise<void> {
		await this.#ask('end_interview', { sessionId: this.interviewId });
		this.open = undefined;
	}

	close(): void {
		this.#client.close();
	}

	async #ask(type: string, payload: object) {
		const answer = await this.#client.request(type, payload);
		if (answer.type === 'error') throw new Error(`${type}: ${JSON.stringify(answer.payload)}`);
		return answer;
	}
}
