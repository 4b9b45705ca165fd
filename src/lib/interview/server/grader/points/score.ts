import type { PointVerdict } from '../../../evaluation';

/** So much of its weight a contradicted point costs besides not being said. */
const CONTRADICTED = 0.5;

/** What is left of a hundred where no essential point was said. */
const WITHOUT_ESSENTIALS = 55;

/**
 * 0–100, whole: the shares said, by weight; less for what was contradicted. Essential points that were
 * not said bring the most that can be had down to 55.
 */
export function scoreOf(points: readonly PointVerdict[]): number {
	const said = points.reduce((sum, { weight, share, verdict }) => {
		return sum + weight * (verdict === 'contradicted' ? -CONTRADICTED : share);
	}, 0);
	const essentials = points.filter(({ isEssential }) => isEssential);
	const weight = essentials.reduce((sum, point) => sum + point.weight, 0);
	const lacking = essentials.reduce((sum, point) => sum + point.weight * (1 - point.share), 0);
	const most = weight === 0 ? 100 : 100 - ((100 - WITHOUT_ESSENTIALS) * lacking) / weight;
	return Math.round(Math.max(0, Math.min(most, 100 * said)));
}
