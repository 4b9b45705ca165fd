import { codeFiles } from './languages';
import type { Draft, Finder, Material } from './draft';

/**
 * What a history tells for sure without a look at the code; reverts, repeated fixes and lone owners
 * are the detectors' of the second stage.
 */
export const historyFindings: readonly Finder[] = [truckFactorOfOne];

function truckFactorOfOne({ review: { activity }, files }: Material): Draft[] {
	if (!activity || activity.people < 3 || activity.truckFactor !== 1) return [];
	const code = new Set(codeFiles(files).map(({ path }) => path));
	const changed = activity.topFiles.filter(({ path }) => code.has(path));
	if (changed.length === 0) return [];
	return [
		{
			key: 'review/truck-factor:',
			detector: 'review/truck-factor',
			topic: 'history',
			kind: 'risk',
			title: `Of ${activity.people} people, one is the main author of more than half of the files of code.`,
			detail: 'By commits to each file. Pairing, reviews and notes spread what only one knows.',
			confidence: 0.85,
			manifestOnly: false,
			places: changed.slice(0, 3).map(({ path }) => ({ path, startLine: 1 })),
			facts: { people: activity.people, truckFactor: 1 }
		}
	];
}
