import type { TestApp } from '../../testing/app';
import type { RawClient, Received } from '../../testing/raw-client';
import type { InterviewAnswer, InterviewView } from '../formats/answers';
import { generalBank } from './bank';

/** Says all that there is to say to a question of the general bank. */
export function goodAnswer(questionId: string): string {
	const question = generalBank.find((one) => one.questionId === questionId);
	if (!question) throw new Error(`There is no question ${questionId} in the general bank.`);
	return question.modelAnswer;
}

/** Says something, and too little. */
export const weakAnswer = 'It depends on what the team has used before and knows best.';

/** What an error on the line says. */
export const refused = (errorCode: string, state?: string) => ({
	type: 'error',
	payload: { errorCode, ...(state !== undefined && { details: { state } }) }
});

/** An interview of a key's owner, by a line of his that follows it. */
export class Rehearsal {
	private constructor(
		readonly house: TestApp,
		readonly key: string,
		readonly line: RawClient,
		readonly sessionId: string,
		readonly userId: string
	) {}

	/** @param wish beside a live interview, on the general bank unless told */
	static async begun(house: TestApp, wish: object = {}, key = 'alice'): Promise<Rehearsal> {
		const line = await house.openAs(key);
		const begun = await line.request('start_interview', { sessionType: 'live', ...wish });
		if (begun.type === 'error') throw new Error(JSON.stringify(begun.payload));
		const sessionId = String(begun.payload['sessionId']);
		await line.request('subscribe_session', { sessionId });
		const { userId } = await house.app.accounts.byToken(key);
		return new Rehearsal(house, key, line, sessionId, userId);
	}

	/** As anybody is told it. */
	get view(): InterviewView {
		const { engine } = this.house.app.sessions;
		return engine.view(engine.find(this.sessionId)!, 'watch') as InterviewView;
	}

	/** What is open. */
	get openId(): string {
		return this.view.current?.questionId ?? '';
	}

	ask(type: string, more: object = {}, line = this.line): Promise<Received> {
		return line.request(type, { sessionId: this.sessionId, ...more });
	}

	/** Answers what is open. */
	answer(text?: string, line = this.line): Promise<Received> {
		const { current } = this.view;
		const about = current?.relatedToQuestionId ?? current?.questionId ?? '';
		const answer = text ?? goodAnswer(about);
		return this.ask('submit_answer', { questionId: this.openId, answer }, line);
	}

	/** Answers until another main question is open, or none. */
	async pastQuestion(text?: string): Promise<void> {
		const { questionNumber } = this.view;
		while (this.view.current && this.view.questionNumber === questionNumber)
			await this.answer(text);
	}

	async toTheEnd(text?: string): Promise<void> {
		while (this.view.current) await this.answer(text);
	}

	shown(userId = this.userId): Promise<InterviewAnswer> {
		return this.house.app.interviews.show(userId, this.sessionId);
	}

	/** Somebody comes by a link, and follows it. */
	async joinedBy(key: string, role: 'watch' | 'participate'): Promise<RawClient> {
		const { userId } = await this.house.app.accounts.byToken(key);
		await this.house.app.sessions.engine.write((sessions) =>
			sessions.join(this.sessionId, userId, role)
		);
		const line = await this.house.openAs(key);
		await this.ask('subscribe_session', {}, line);
		return line;
	}

	/** All that is kept of it: what is refused leaves it as it is. */
	async kept(): Promise<unknown> {
		return [this.house.app.sessions.engine.find(this.sessionId), await this.shown()];
	}
}
