/** Which of many boxes an arrow key leads to. Pure. */

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** A step aside is further than the same step ahead: an arrow means its direction. */
const ASIDE = 2;

/** @returns the index of the next box that way; `from` where there is none */
export function nearestTowards(boxes: readonly Box[], from: number, direction: Direction): number {
	const start = boxes[from];
	if (!start) return from;
	let best = from;
	let least = Infinity;
	for (const [index, box] of boxes.entries()) {
		const { ahead, aside } = wayTo(start, box, direction);
		if (index === from || ahead <= 0) continue;
		const distance = ahead + ASIDE * aside;
		if (distance < least) [best, least] = [index, distance];
	}
	return best;
}

/** How far it is to a box: ahead from middle to middle, aside where the two do not face each other. */
function wayTo(from: Box, to: Box, direction: Direction): { ahead: number; aside: number } {
	const isAcross = direction === 'left' || direction === 'right';
	const sign = direction === 'right' || direction === 'down' ? 1 : -1;
	const across = to.x + to.width / 2 - (from.x + from.width / 2);
	const down = to.y + to.height / 2 - (from.y + from.height / 2);
	return {
		ahead: sign * (isAcross ? across : down),
		aside: isAcross
			? aside(from.y, from.height, to.y, to.height)
			: aside(from.x, from.width, to.x, to.width)
	};
}

function aside(one: number, oneLength: number, other: number, otherLength: number): number {
	const facing = Math.min(one + oneLength, other + otherLength) - Math.max(one, other);
	return facing > 0 ? 0 : Math.min(oneLength, otherLength) - facing;
}
