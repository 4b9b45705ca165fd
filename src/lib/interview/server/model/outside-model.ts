import type { Evidence, Question, RubricPoint } from '$lib/analysis';
import type { Clock } from '../../../server/clock';
import type { Env } from '../../../server/env';
import type { Log } from '../../../server/log';
import type { Evaluation } from '../../evaluation';
import { ChatEndpoint, ModelRefusal, ModelTrouble, type Prompt } from './chat-endpoint';
import { formOf } from './form';
import { material } from './material';
import { moderated, type Reckoning } from './moderate';
import { Patience } from './patience';
import { phrasedFrom, phrasedSchema, type Asked } from './phrasing';
import { JUDGE, REPHRASE_FOLLOW_UP, REPHRASE_QUESTION } from './prompts';
import { statementsFor, type Random } from './statements';
import { votesFrom, votesSchema } from './votes';

/** Rule G5: who has not answered by then is not waited for. */
export const MODEL_LIMIT_MS = 4000;

/** All that is asked about one answer shares one of these, so that together it takes no longer. */
export const modelLimit = (): AbortSignal => AbortSignal.timeout(MODEL_LIMIT_MS);

/** Consent, as an interview keeps it: the host that the candidate was told, and said yes to. */
export interface Agreed {
	/** Undefined or null where there was no yes. */
	agreedHost: string | null | undefined;
}

export interface Judged extends Agreed {
	/** As it was asked; a follow-up's own text. */
	question: string;
	/** What it is about. */
	code: readonly Evidence[];
	rubric: readonly RubricPoint[];
	answer: string;
	/** What the built-in grader says of it. */
	builtin: Evaluation;
}

export interface FollowUpAsked extends Agreed {
	/** The main one. */
	question: Question;
	/** To the turn before. */
	answer: string;
	/** As the built-in interviewer would ask on. */
	text: string;
	/** What a good answer to the follow-up says. */
	rubric: readonly RubricPoint[];
}

export interface OutsideModelOptions {
	env: Pick<Env, 'LLM_BASE_URL' | 'LLM_MODEL' | 'LLM_API_KEY'>;
	reckoning: Reckoning;
	log: Log;
	now?: Clock;
	random?: Random;
}

/** Characters of code that go along; the rest of the evidence stays here. */
const MOST_CODE = 6000;

const votesForm = formOf('verdicts', votesSchema);
const phrasedForm = formOf('phrasing', phrasedSchema);

/**
 * A model of somebody else's, by an OpenAI-compatible service: a second opinion on answers, and other
 * words for questions. It decides nothing alone, nothing that it writes is believed unseen, and all of it
 * may be absent: what does not come, or not in time, or not as it should, is `undefined`. Nothing rejects.
 */
export class OutsideModel {
	/** Where answers and code go, as the candidate is told it: `models.example`, `localhost:11434`. */
	readonly host: string;
	readonly name: string;
	readonly #endpoint: ChatEndpoint;
	readonly #patience: Patience;
	readonly #reckoning: Reckoning;
	readonly #random: Random;
	readonly #log: Log;

	private constructor(baseUrl: string, name: string, options: OutsideModelOptions) {
		const { env, reckoning, log, now = Date.now, random = Math.random } = options;
		this.host = new URL(baseUrl).host;
		this.name = name;
		this.#endpoint = new ChatEndpoint({ baseUrl, model: name, apiKey: env.LLM_API_KEY });
		this.#patience = new Patience(now);
		this.#reckoning = reckoning;
		this.#random = random;
		this.#log = log;
	}

	/** @returns undefined where none is configured */
	static configured(options: OutsideModelOptions): OutsideModel | undefined {
		const { LLM_BASE_URL: baseUrl, LLM_MODEL: name } = options.env;
		if (baseUrl === undefined || name === undefined) return undefined;
		return new OutsideModel(baseUrl, name, options);
	}

	/**
	 * Whether it may be asked: a yes to another host, given before the configuration changed, is none.
	 */
	mayBeAsked({ agreedHost }: Agreed): boolean {
		return agreedHost === this.host;
	}

	/**
	 * The evaluation with the model's opinion in it, told to be from `model:<name>`. Rubbish is not
	 * shown to it: there is nothing to judge, and it may be meant for the model.
	 *
	 * @returns undefined where the built-in evaluation stands as it is
	 */
	async secondOpinion(judged: Judged, limit = modelLimit()): Promise<Evaluation | undefined> {
		const { question, code, rubric, answer, builtin } = judged;
		if (builtin.rubbish !== undefined || !this.mayBeAsked(judged)) return undefined;
		const shown = { question, code: shownCode(code) };
		const about = [question, ...rubric.map(({ claim }) => claim)].join(' ');
		const statements = statementsFor(rubric, answer, about, this.#random);
		const said = await this.#ask(
			{
				instructions: JUDGE,
				material: material({ ...shown, statements: statements.list, answer }),
				form: votesForm,
				mostTokens: 1500
			},
			limit
		);
		if (!said) return undefined;
		const votes = votesFrom(said.reply, statements, answer);
		if (!votes) return this.#isNothing('its opinion is none, or was not its own');
		if (votes.size === 0) return this.#isNothing('it has no opinion that rests on the answer');
		return moderated(builtin, votes, this.#reckoning, `model:${this.name}`);
	}

	/** The question in other words. The model is not shown what a good answer says. */
	async phraseQuestion(
		{ question, agreedHost }: { question: Question } & Agreed,
		limit = modelLimit()
	): Promise<string | undefined> {
		if (!this.mayBeAsked({ agreedHost })) return undefined;
		return this.#phrase(
			REPHRASE_QUESTION,
			{ text: question.question },
			{ text: question.question, known: [], secrets: secretsOf(question.rubric) },
			limit
		);
	}

	/** The follow-up in other words. The model is not shown the point that it leads to. */
	async phraseFollowUp(asked: FollowUpAsked, limit = modelLimit()): Promise<string | undefined> {
		if (!this.mayBeAsked(asked)) return undefined;
		const { question, answer, text, rubric } = asked;
		const known = [question.question, answer];
		return this.#phrase(
			REPHRASE_FOLLOW_UP,
			{ text, question: question.question, answer },
			{ text, known, secrets: secretsOf([...question.rubric, ...rubric]) },
			limit
		);
	}

	async #phrase(
		instructions: string,
		document: object,
		asked: Asked,
		limit: AbortSignal
	): Promise<string | undefined> {
		const prompt = { instructions, material: material(document), form: phrasedForm };
		const said = await this.#ask({ ...prompt, mostTokens: 400 }, limit);
		if (!said) return undefined;
		return phrasedFrom(said.reply, asked) ?? this.#isNothing('its words ask for something else');
	}

	/** @returns undefined where it was not asked, or did not answer in time; `reply` may be anything */
	async #ask(prompt: Prompt, limit: AbortSignal): Promise<{ reply: unknown } | undefined> {
		if (limit.aborted) return undefined;
		try {
			return await this.#patience.with(
				async () => ({ reply: await this.#endpoint.ask(prompt, limit) }),
				(error) => !(error instanceof ModelRefusal)
			);
		} catch (error) {
			const reason = limit.aborted ? 'it is late' : whyOf(error);
			return this.#isNothing(reason);
		}
	}

	/** Says so in the log, without what was sent or said. */
	#isNothing(reason: string): undefined {
		this.#log.warn({ host: this.host, model: this.name, reason }, 'the model was no help');
	}
}

/** Fetch's own errors say in their cause what happened. */
function whyOf(error: unknown): string {
	if (error instanceof ModelTrouble) return error.message;
	const { cause } = error as { cause?: { code?: unknown } };
	return typeof cause?.code === 'string' ? cause.code : 'it cannot be reached';
}

/** Paths, lines and snippets, as many as there is room for. */
function shownCode(code: readonly Evidence[]): Pick<Evidence, 'path' | 'startLine' | 'snippet'>[] {
	let room = MOST_CODE;
	return code.flatMap(({ path, startLine, snippet }) => {
		room -= snippet.length;
		return room < 0 || snippet === '' ? [] : [{ path, startLine, snippet }];
	});
}

const secretsOf = (rubric: readonly RubricPoint[]) =>
	rubric.map(({ claim, wordings }) => [claim, ...wordings]);
