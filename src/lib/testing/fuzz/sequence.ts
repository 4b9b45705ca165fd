import { vi } from 'vitest';
import type { ChatHistory } from '../../chat/chat-client';
import { UserError } from '../../errors';
import { LineClient } from '../../realtime/client';
import type { Envelope } from '../../realtime/envelope';
import type { OutboxEntry } from '../../realtime/outbox-rules';
import { Browser } from './browser';
import { Dice } from './dice';
import { differencesOfTab, differencesOfThread } from './differences';
import { Network, settle } from './network';
import { watchOrder } from './order-watch';
import { SharedClock } from './shared-clock';
import { Tab } from './tab';
import { Truth, type SaidAs } from './truth';
import { TypedTest } from './typed-test';
import type { FuzzInstance, FuzzWorld } from './world';

/** A page of what is fetched: small, so that it takes several. */
const FETCHED_AT_ONCE = 3;
const LONGEST_FETCH_MS = 300;
/** A client notices within a minute that its connection died without a word: twice that. */
const MOST_ROUNDS = 240;
const ROUND_MS = 500;
/** Whose connection lives is up to date by then: the database is asked every 10 s at the least. */
const CAUGHT_UP_ROUNDS = 30;
const FORGED = 'forged';

/**
 * One sequence of the fuzz (F2): a person's tabs, in one browser or two, say things, type a test and
 * lose their connections at any byte; somebody repeats what they sent, in any order. At the end the
 * network heals, and everybody must see what the server keeps. Longer than most files, so that all
 * that can happen stands in one place.
 */
export class Sequence {
	/** What was found to be wrong. */
	readonly problems: string[] = [];
	/** What was done, in order. */
	readonly steps: string[] = [];
	readonly #world: FuzzWorld;
	readonly #dice: Dice;
	readonly #truth: Truth;
	readonly #userId: string;
	readonly #tabs: Tab[] = [];
	readonly #browsers: Browser[] = [];
	readonly #parrotNetwork: Network;
	readonly #parrot: LineClient;
	/** Texts whose answer has come. */
	readonly #answered = new Set<string>();
	#texts = 0;
	#typed!: TypedTest;
	#typist = 0;
	#shared!: SharedClock;
	readonly #visitorNetwork: Network;
	readonly #visitor: LineClient;
	#isHealing = false;

	private constructor(world: FuzzWorld, seed: number) {
		this.#world = world;
		this.#dice = new Dice(seed);
		this.#userId = `user-${seed}`;
		this.#truth = new Truth(world.line.database);
		this.#parrotNetwork = new Network(this.#pick);
		this.#parrot = this.#clientOver(this.#parrotNetwork, this.#userId);
		this.#visitorNetwork = new Network(this.#pick);
		this.#visitor = this.#clientOver(this.#visitorNetwork, this.#visitorId);
	}

	get #visitorId(): string {
		return `${this.#userId}-visitor`;
	}

	/** A connection reaches any instance, as behind a balancer. */
	readonly #pick = () => this.#dice.pick(this.#world.instances).line.server;

	#clientOver(network: Network, userId: string): LineClient {
		return new LineClient({
			url: this.#world.line.url,
			WebSocket: network.WebSocket,
			credential: () => ({ token: userId }),
			observe: this.#observe,
			random: this.#dice.random
		});
	}

	static async play(world: FuzzWorld, seed: number): Promise<Sequence> {
		await world.beginMinute();
		const sequence = new Sequence(world, seed);
		const { random, uuid } = sequence.#dice;
		const spies = [
			vi.spyOn(Math, 'random').mockImplementation(random),
			// What two tabs say at once goes out in the order of its ids.
			vi.spyOn(crypto, 'randomUUID').mockImplementation(uuid)
		];
		try {
			await sequence.#begin();
			const steps = sequence.#dice.between(15, 45);
			for (let step = 0; step < steps; step += 1) await sequence.#step();
			await sequence.#heal();
		} finally {
			await sequence.#end();
			for (const spy of spies) spy.mockRestore();
		}
		return sequence;
	}

	async #begin(): Promise<void> {
		this.#world.bus.dice = this.#dice;
		const { chat, typing } = this.#world.instances[0];
		await this.#world.addUser(this.#userId);
		await this.#world.addUser(this.#visitorId);
		const { threadId } = await chat.makeThread(this.#userId, 'fuzz');
		const [test] = await typing.reserveTests(this.#userId, TypedTest.settings, 1);
		this.#typed = new TypedTest(test!.sessionId, this.#truth, this.#complain, this.#dice);
		this.#shared = await SharedClock.make({
			world: this.#world,
			dice: this.#dice,
			ownerId: this.#userId,
			visitorId: this.#visitorId,
			complain: this.#complain
		});
		const browsers = this.#dice.between(1, 2);
		for (let index = 0; index < browsers; index += 1) this.#browsers.push(new Browser());
		const tabs = this.#dice.between(2, 4);
		for (let index = 0; index < tabs; index += 1) {
			this.#openTab(this.#browsers[index % browsers]!, threadId);
		}
		this.#shared.follow(this.#visitor, this.#visitorId, () =>
			this.#instanceOf(this.#visitorNetwork)
		);
		this.#visitor.connect();
		this.#parrot.connect();
		this.#takeUp(0);
		// Most are there from the beginning; some connect only once it all has begun.
		if (this.#dice.chance(0.8)) await settle();
	}

	#openTab(browser: Browser, threadId: string): void {
		const tab = new Tab({
			world: this.#world,
			browser,
			userId: this.#userId,
			threadId,
			history: this.#history,
			random: this.#dice.random,
			pick: this.#pick,
			observe: this.#observe,
			onAnswered: (answer, payload) => {
				const { text } = payload as { text: string };
				this.#answered.add(text);
				this.#checkAnswer(answer, text);
			}
		});
		const checkHeard = (message: SaidAs) => {
			if (!this.#truth.hasSaid(message)) this.#complain(`[D2] heard ${message.seq}, not kept so`);
		};
		watchOrder(tab.client, checkHeard, this.#complain);
		this.#typed.watch(tab.client);
		this.#shared.follow(tab.client, this.#userId, () => this.#instanceOf(tab.network));
		this.#tabs.push(tab);
		tab.open();
	}

	async #step(): Promise<void> {
		const dice = this.#dice;
		const index = dice.between(0, this.#tabs.length - 1);
		const [tab, name] = [this.#tabs[index]!, `tab ${index}`];
		const [network, whose] = dice.weighted([
			[80, [tab.network, name]],
			[10, [this.#parrotNetwork, 'parrot']],
			[10, [this.#visitorNetwork, 'visitor']]
		] as const);
		const direction = dice.pick(['up', 'down'] as const);
		const bytes = dice.chance(0.3) ? 10_000 : dice.between(1, 400);
		const act = dice.weighted<() => [string, unknown?]>([
			[20, () => [`${name} says`, tab.thread.say(`text ${(this.#texts += 1)}`)]],
			[20, () => ['keys', this.#press()]],
			[6, () => [`${name} takes the test`, this.#takeUp(index)]],
			[6, () => [`${name} has an agent`, this.#work(tab, `agent-${index}`)]],
			[12, () => ['the parrot repeats', this.#repeat()]],
			[4, () => ['the parrot forges', this.#forge()]],
			[5, () => ['the parrot types', this.#typed.repeat(this.#parrot, dice)]],
			[16, () => ['the session changes', this.#shared.change()]],
			[6, () => ['its visitor changes', this.#shared.changeVisitor()]],
			[0.5, () => ['it is deleted', this.#shared.remove()]],
			[2, () => ['the bus is away', this.#world.bus.leave()]],
			[4, () => ['the bus is back', this.#world.bus.comeBack()]],
			[12, () => [`${whose} is held`, network.hold()]],
			[16, () => [`${whose} gets ${bytes} bytes ${direction}`, network.flush(direction, bytes)]],
			[10, () => [`${whose} flows`, network.flow()]],
			[8, () => [`${whose} is cut`, network.cut()]],
			[8, () => [`${name} tries again`, tab.client.retryNow()]],
			[10, () => ['a moment passes', this.#world.pass(dice.between(1, 300))]],
			[4, () => ['seconds pass', this.#world.pass(dice.between(1_000, 12_000))]]
		]);
		const [what, done] = act();
		this.steps.push(what);
		await done;
		// Sometimes the next thing happens before this one is felt.
		if (dice.chance(0.7)) await settle();
	}

	/** Keys take their time. */
	#press(): void {
		this.#typed.press(this.#dice.between(1, 6), this.#tabs[this.#typist]!);
		this.#world.pass(this.#dice.between(20, 150));
	}

	#takeUp(index: number): void {
		this.#typist = index;
		const { sessionId, log } = this.#typed;
		const tab = this.#tabs[index]!;
		tab.type(sessionId, log, {
			onSaved: () => undefined,
			onTakenOver: () => undefined,
			onRefused: (reason) => this.#complain(`[T3] the log was refused: ${reason.message}`)
		});
		if (log.length > 0) tab.uploader?.changed();
	}

	#work(tab: Tab, agentId: string): void {
		tab.setAgent(agentId, this.#dice.chance(0.7) ? 'thinking' : 'idle');
	}

	/** What went out goes out again from elsewhere, under the same ids, in any order. */
	#repeat(): void {
		const some = this.#dice.shuffled(this.#sent()).slice(0, this.#dice.between(1, 4));
		for (const { requestId, type, payload } of some) {
			this.#parrot.request(type, payload, { requestId }).then(
				(answer) => this.#checkAnswer(answer, String(payload['text'])),
				(error: unknown) => {
					if (isConflict(error, requestId)) this.#complain('[D3] the same message is a CONFLICT');
				}
			);
		}
	}

	/** Another message under an id that was answered is refused. */
	#forge(): void {
		const answered = this.#sent().filter(({ payload }) =>
			this.#answered.has(String(payload['text']))
		);
		if (answered.length === 0) return;
		const { requestId, type, payload } = this.#dice.pick(answered);
		this.#parrot.request(type, { ...payload, text: FORGED }, { requestId }).then(
			(answer) => {
				// The late answer to the same id's first message may be taken for this one's.
				const { id, seq } = answer as unknown as SaidAs;
				if (this.#truth.hasSaid({ id, seq, text: FORGED })) this.#complain('[D3] forged');
			},
			() => undefined
		);
	}

	#sent(): OutboxEntry[] {
		return this.#browsers.flatMap(({ store }) => [...store.sent.values()]);
	}

	/** REST, over a network that fails now and then. */
	readonly #history: ChatHistory = {
		messages: (threadId, cursor) => this.#fetch(threadId, { cursor }),
		messagesAfter: (threadId, after) => this.#fetch(threadId, { after })
	};

	async #fetch(threadId: string, from: { cursor?: string; after?: number }) {
		if (!this.#isHealing) {
			const ms = this.#dice.between(0, LONGEST_FETCH_MS);
			await new Promise((resolve) => setTimeout(resolve, ms));
			if (this.#dice.chance(0.2)) {
				throw new UserError('CONNECTION_TIMEOUT', 'The server cannot be reached.');
			}
		}
		const { chat } = this.#dice.pick(this.#world.instances);
		return chat.messages(this.#userId, threadId, { ...from, limit: FETCHED_AT_ONCE });
	}

	/** Rule D2: an answer promises what is kept by now. */
	#checkAnswer(answer: Record<string, unknown>, text: string): void {
		const { id, seq } = answer as unknown as SaidAs;
		if (!this.#truth.hasSaid({ id, seq, text })) {
			this.#complain(`[D2] "${text}" was answered as ${seq}, and is not kept so`);
		}
	}

	async #heal(): Promise<void> {
		this.steps.push('healing');
		this.#isHealing = true;
		for (let round = 0; round < MOST_ROUNDS; round += 1) {
			await this.#mend();
			if (round === CAUGHT_UP_ROUNDS) this.#shared.stale().forEach(this.#complain);
			if (this.#differences().length === 0) return;
		}
		for (const difference of this.#differences()) this.#complain(difference);
		await this.#world.line.database.probe().catch((error: unknown) => {
			this.#complain(`the test's own database fails: ${error}`);
		});
	}

	/** The network is as it should be, people try again what failed, and some time passes. */
	async #mend(): Promise<void> {
		this.#world.bus.comeBack();
		const networks = [
			this.#parrotNetwork,
			this.#visitorNetwork,
			...this.#tabs.map(({ network }) => network)
		];
		for (const network of networks) network.bury();
		await Promise.all(networks.map((network) => network.flow()));
		this.#visitor.connect();
		for (const tab of this.#tabs) {
			tab.client.connect();
			if (tab.thread.hasOlder) void tab.thread.loadOlder();
			for (const { requestId, state } of tab.waiting) {
				if (state === 'set-aside') await tab.tryAgain(requestId);
			}
		}
		const typist = this.#tabs[this.#typist]!;
		typist.uploader?.takeBack();
		if (this.#typed.log.length === 0) this.#typed.press(1, typist);
		this.#typed.end(typist);
		this.#world.pass(ROUND_MS);
		await settle();
	}

	/** Where somebody sees something else than what is kept, or somebody works who is gone. */
	#differences(): string[] {
		const kept = this.#truth.said(this.#userId);
		const said = Array.from({ length: this.#texts }, (_, index) => `text ${index + 1}`);
		return [
			...this.#typed.differences(),
			...this.#shared.differences(),
			...differencesOfThread(kept, said),
			...this.#tabs.flatMap((tab, index) => {
				const { channels } = this.#instanceOf(tab.network);
				const atWork = channels.agentsOf(tab.thread.threadId);
				return differencesOfTab(tab, `agent-${index}`, kept, atWork).map(
					(difference) => `${difference} (tab ${index})`
				);
			})
		];
	}

	/** Everybody goes, and nothing of them stays. */
	async #end(): Promise<void> {
		this.#world.bus.comeBack();
		this.#world.bus.dice = undefined;
		for (const tab of this.#tabs) tab.close();
		this.#parrot.close();
		this.#parrotNetwork.end();
		this.#visitor.close();
		this.#visitorNetwork.end();
		await settle();
		const left = this.#world.instances.reduce(
			(sum, { line }) => sum + line.gateway.connectionCount,
			0
		);
		if (left > 0) this.#complain(`[F2] ${left} connections are left`);
	}

	#instanceOf({ server }: Network): FuzzInstance {
		return this.#world.instanceOf(server);
	}

	/** Whatever happens on the way, nobody talks nonsense, and the server does not fail. */
	readonly #observe = ({ type, payload }: Envelope) => {
		if (type !== 'error') return;
		const { errorCode, errorMessage } = payload;
		const isFault = errorCode === 'INTERNAL_ERROR' || errorCode === 'INVALID_MESSAGE_FORMAT';
		if (isFault) this.#complain(`[E3] ${errorCode}: ${errorMessage}`);
	};

	readonly #complain = (problem: string) => {
		this.steps.push(`PROBLEM ${problem}`);
		this.problems.push(problem);
	};
}

function isConflict(error: unknown, requestId: string): boolean {
	if (!(error instanceof UserError) || error.code !== 'CONFLICT') return false;
	return (error.details as { requestId?: string } | undefined)?.requestId === requestId;
}
