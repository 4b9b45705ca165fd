/**
 * What stands behind the proxy.
 *
 * `ready` and `failing` both answer, `failing` without being able to keep what it promises; `out`
 * gets nothing.
 *
 * @typedef {object} Backend
 * @property {number} port on 127.0.0.1
 * @property {'ready' | 'failing' | 'out'} state
 * @property {number} requests under way, handshakes of upgrades included
 * @property {number} connections that were upgraded
 */

/** The instances a request may go to, and what each has to do at present. */
export class Pool {
	/** In the order of their last turn. @type {Set<Backend>} */
	#backends = new Set();

	/**
	 * @param {number} port
	 * @returns {Backend} it gets nothing before its state says otherwise
	 */
	add(port) {
		/** @type {Backend} */
		const backend = { port, state: 'out', requests: 0, connections: 0 };
		this.#backends.add(backend);
		return backend;
	}

	/** @param {Backend} backend */
	remove(backend) {
		backend.state = 'out';
		this.#backends.delete(backend);
	}

	/**
	 * The one with the least to do, of several the one whose turn is longest ago. Where none is ready,
	 * one that fails says best what is wrong.
	 *
	 * @param {ReadonlySet<Backend>} tried those that did not take it
	 * @returns {Backend | undefined}
	 */
	pick(tried) {
		const left = [...this.#backends].filter((backend) => !tried.has(backend));
		const backend = leastBusy(left, 'ready') ?? leastBusy(left, 'failing');
		if (backend) {
			this.#backends.delete(backend);
			this.#backends.add(backend);
		}
		return backend;
	}
}

/** @param {readonly Backend[]} backends @param {Backend['state']} state */
function leastBusy(backends, state) {
	const load = (/** @type {Backend} */ { requests, connections }) => requests + connections;
	return backends
		.filter((backend) => backend.state === state)
		.reduce(
			(/** @type {Backend | undefined} */ best, backend) =>
				best === undefined || load(backend) < load(best) ? backend : best,
			undefined
		);
}
