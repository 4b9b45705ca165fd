import type { Cluster } from './cluster/cluster';
import type { LineLimits } from './limits';

/** What is counted, over all instances. */
type Counting = Pick<Cluster, 'take' | 'release'>;

/** One connection's place, from its upgrade to its end (rule L3). */
export class Place {
	readonly #counting: Counting;
	readonly #most: Limits;
	readonly #address: string;
	#hasEntered = false;
	#seated: string | undefined;
	#hasLeft = false;

	constructor(counting: Counting, most: Limits, address: string) {
		this.#counting = counting;
		this.#most = most;
		this.#address = address;
	}

	/**
	 * Counts the connection as its address's; asked once.
	 * @returns whether there was room; not after `leave`
	 */
	async enter(): Promise<boolean> {
		const name = ofAddress(this.#address);
		if (!(await this.#counting.take(name, this.#most.connectionsPerAddress))) return false;
		// Of one that went in the meantime nobody would hear again, and its place would stay taken.
		if (this.#hasLeft) this.#counting.release(name);
		else this.#hasEntered = true;
		return this.#hasEntered;
	}

	isSeatedAs(userId: string): boolean {
		return this.#seated === userId;
	}

	/**
	 * Counts the connection as this user's from now on, no longer as whoever's it was.
	 * @returns whether there was room; if not, or after `leave`, nothing has changed
	 */
	async takeSeat(userId: string): Promise<boolean> {
		// Who was still being recognised when the client went would sit there for ever.
		if (this.#hasLeft) return false;
		if (this.isSeatedAs(userId)) return true;
		const name = ofUser(userId);
		if (!(await this.#counting.take(name, this.#most.connectionsPerUser))) return false;
		if (this.#hasLeft) {
			this.#counting.release(name);
			return false;
		}
		if (this.#seated !== undefined) this.#counting.release(ofUser(this.#seated));
		this.#seated = userId;
		return true;
	}

	/** Gives back what it took; once more changes nothing. */
	leave(): void {
		if (this.#hasLeft) return;
		this.#hasLeft = true;
		if (this.#hasEntered) this.#counting.release(ofAddress(this.#address));
		if (this.#seated !== undefined) this.#counting.release(ofUser(this.#seated));
	}
}

type Limits = Pick<LineLimits, 'connectionsPerAddress' | 'connectionsPerUser'>;

const ofAddress = (address: string) => `address ${address}`;
const ofUser = (userId: string) => `user ${userId}`;
