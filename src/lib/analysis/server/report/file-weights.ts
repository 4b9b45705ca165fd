import type { FileFacts } from '../../facts';
import type { FileWeight } from '../../reports';
import type { History } from '../../source';
import { churnOf, type HotSpot } from '../read/hot-spots';

/** More rectangles nobody sees. */
const MOST_FILES = 400;

/**
 * The largest files of people's own code, with how hard they are and how often they change.
 *
 * @param hotSpots of the same files and history, all of them
 */
export function fileWeights(
	sources: readonly FileFacts[],
	history: History | undefined,
	hotSpots: readonly HotSpot[]
): FileWeight[] {
	const commits = history ? churnOf(history) : new Map<string, number>();
	const heat = new Map(hotSpots.map(({ path, score }) => [path, score]));
	return sources
		.toSorted((one, other) => other.codeLines - one.codeLines)
		.slice(0, MOST_FILES)
		.map(({ path, language, codeLines, symbols }) => ({
			path,
			language,
			codeLines,
			complexity: symbols.reduce((sum, { complexity = 0 }) => sum + complexity, 0),
			commits: commits.get(path) ?? 0,
			heat: heat.get(path) ?? 0
		}));
}
