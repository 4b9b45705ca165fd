/** Both, done at the same time. Where one fails, `end` ends the other before that is told. */
export async function sideBySide<One, Other>(
	one: Promise<One>,
	other: Promise<Other>,
	end: () => void
): Promise<[One, Other]> {
	try {
		return await Promise.all([one, other]);
	} catch (error) {
		end();
		await Promise.allSettled([one, other]);
		throw error;
	}
}

type Tell = (done: number, total: number) => void;

/**
 * Progress is told in one order: counts of what runs ahead are held, the last of them told once that
 * is over which comes before it.
 */
export function heldUntil(before: Promise<unknown>, tell: Tell): Tell {
	let held: Parameters<Tell> | undefined;
	let isFree = false;
	const free = () => {
		isFree = true;
		if (held) tell(...held);
	};
	before.then(free, () => undefined);
	return (done, total) => {
		if (isFree) tell(done, total);
		else held = [done, total];
	};
}
