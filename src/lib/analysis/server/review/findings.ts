import { committedFindings } from './committed-findings';
import type { Draft, Finder, Material } from './draft';
import { historyFindings } from './history-findings';
import { manifestFindings } from './manifest-findings';
import { projectFindings } from './project-findings';

const finders: readonly Finder[] = [
	...projectFindings,
	...manifestFindings,
	...committedFindings,
	...historyFindings
];

/** What follows surely from the review. */
export const draftsOf = (material: Material): Draft[] => finders.flatMap((find) => find(material));
