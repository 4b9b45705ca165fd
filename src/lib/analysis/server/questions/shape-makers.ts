import type { QuestionMaker } from './maker';
import { centralModules } from './shape/central-modules';
import { complexFunctions } from './shape/complex-functions';
import { containers } from './shape/containers';
import { coupledFiles } from './shape/coupled-files';
import { coverageGaps } from './shape/coverage-gaps';
import { cycles } from './shape/cycles';
import { decisionRecords } from './shape/decision-records';
import { delivery } from './shape/delivery';
import { dependencies } from './shape/dependencies';
import { directions } from './shape/directions';
import { duplicatedCode } from './shape/duplicated-code';
import { frontEndState } from './shape/front-end-state';
import { hotSpots } from './shape/hot-spots';
import { injectedFields } from './shape/injected-fields';
import { injection } from './shape/injection';
import { layers } from './shape/layers';
import { lifetimes } from './shape/lifetimes';
import { loneOwners } from './shape/lone-owners';
import { repeatedFixes } from './shape/repeated-fixes';
import { reverts } from './shape/reverts';
import { secondInstance } from './shape/second-instance';
import { testStyles } from './shape/test-styles';

/** What asks about how the code is built, tested, delivered, and how it came to be so. */
export const shapeMakers: readonly QuestionMaker[] = [
	reverts,
	repeatedFixes,
	coupledFiles,
	hotSpots,
	complexFunctions,
	duplicatedCode,
	cycles,
	directions,
	layers,
	centralModules,
	coverageGaps,
	testStyles,
	containers,
	secondInstance,
	delivery,
	injection,
	injectedFields,
	lifetimes,
	frontEndState,
	loneOwners,
	decisionRecords,
	dependencies
];
