/** The tests that something in this tab types or uploads. */
const held = new Set<string>();

/**
 * Does `work` unless this tab or another one of this browser is at the same test: `start_session`
 * from two places would take it from one of them (rule T3). Browsers give locks to secure pages
 * only; elsewhere the tab knows of itself alone.
 * @returns whether it was done
 */
export async function whileHolding(sessionId: string, work: () => Promise<void>): Promise<boolean> {
	if (held.has(sessionId)) return false;
	held.add(sessionId);
	try {
		const locks = navigator.locks as LockManager | undefined;
		if (locks === undefined) {
			await work();
			return true;
		}
		const name = `greenroom:typing:${sessionId}`;
		let isAsked = false;
		try {
			return await locks.request(name, { ifAvailable: true }, async (lock) => {
				isAsked = true;
				if (lock !== null) await work();
				return lock !== null;
			});
		} catch (error) {
			// A browser that denies storage denies locks too; then there is none to ask.
			if (isAsked) throw error;
			await work();
			return true;
		}
	} finally {
		held.delete(sessionId);
	}
}
