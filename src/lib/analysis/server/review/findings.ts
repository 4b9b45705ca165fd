import { deliveryFindings } from './delivery-findings';
import type { Draft, Finder, Material } from './draft';
import { historyFindings } from './history-findings';
import { manifestFindings } from './manifest-findings';
import { projectFindings } from './project-findings';

const finders: readonly Finder[] = [
	...projectFindings,
	...manifestFindings,
	...deliveryFindings,
	...historyFindings
];

/** What follows surely from the review. */
export const draftsOf = (material: Material): Draft[] => finders.flatMap((find) => find(material));
