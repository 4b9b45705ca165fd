import type { QuestionMaker } from './maker';
import { errorKindQuestions } from './trust/error-kinds';
import { failureQuestions } from './trust/failures';
import { guardQuestions } from './trust/guards';
import { interfaceQuestions } from './trust/interface';
import { limitQuestions } from './trust/limits';
import { loggingQuestions } from './trust/logging';
import { openDoorQuestions } from './trust/open-doors';
import { openRouteQuestions } from './trust/open-routes';
import { ownershipQuestions } from './trust/ownership';
import { pagingQuestions } from './trust/paging';
import { passwordQuestions } from './trust/passwords';
import { secretQuestions } from './trust/secrets';
import { settingQuestions } from './trust/settings';
import { signInQuestions } from './trust/sign-in';
import { tokenKeyQuestions } from './trust/token-keys';
import { tokenQuestions } from './trust/tokens';
import { validationQuestions } from './trust/validation';
import { watchingQuestions } from './trust/watching';
import { wayInQuestions } from './trust/ways-in';
import { weakHashQuestions } from './trust/weak-hashes';

/** Makers of questions about who is trusted with what, and about how the service speaks and is watched. */
export const trustMakers: readonly QuestionMaker[] = [
	tokenQuestions,
	tokenKeyQuestions,
	passwordQuestions,
	weakHashQuestions,
	guardQuestions,
	openRouteQuestions,
	ownershipQuestions,
	signInQuestions,
	wayInQuestions,
	validationQuestions,
	secretQuestions,
	settingQuestions,
	limitQuestions,
	openDoorQuestions,
	pagingQuestions,
	failureQuestions,
	errorKindQuestions,
	loggingQuestions,
	watchingQuestions,
	interfaceQuestions
];
