import { nearestTowards, type Direction } from '../nearest';

const directions: Record<string, Direction> = {
	ArrowLeft: 'left',
	ArrowRight: 'right',
	ArrowUp: 'up',
	ArrowDown: 'down'
};

/**
 * To attach to a drawing: arrow keys move the focus among its buttons by where they lie, Home and End
 * lead to the first and the last. Whoever draws keeps one of them in the order of Tab.
 */
export function arrowKeys(drawing: HTMLElement): () => void {
	const onKeydown = (event: KeyboardEvent) => {
		if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
		const buttons = Array.from(drawing.querySelectorAll('button'));
		const from = buttons.findIndex((button) => button === event.target);
		const to = from < 0 ? undefined : targetOf(event.key, buttons, from);
		if (to === undefined) return;
		event.preventDefault();
		buttons[to]?.focus();
	};
	drawing.addEventListener('keydown', onKeydown);
	return () => drawing.removeEventListener('keydown', onKeydown);
}

function targetOf(key: string, buttons: readonly Element[], from: number): number | undefined {
	const direction = directions[key];
	if (direction) {
		const boxes = buttons.map((button) => button.getBoundingClientRect());
		return nearestTowards(boxes, from, direction);
	}
	if (key === 'Home') return 0;
	return key === 'End' ? buttons.length - 1 : undefined;
}
