import type { Detector } from './detector';
import { apiStyle } from './api-style';
import { authorization } from './authorization';
import { backgroundWork } from './background-work';
import { buildAndDeployment } from './build-and-deployment';
import { caching } from './caching';
import { coChange } from './co-change';
import { commands } from './commands';
import { concurrency } from './concurrency';
import { configuration } from './configuration';
import { dataAccess } from './data-access';
import { dependencyInjection } from './dependency-injection';
import { errorHandling } from './error-handling';
import { fixesOfFixes } from './fixes-of-fixes';
import { hotFiles } from './hot-files';
import { jwt } from './jwt';
import { logging } from './logging';
import { loneOwner } from './lone-owner';
import { migrations } from './migrations';
import { observability } from './observability';
import { paging } from './paging';
import { passwordHashing } from './password-hashing';
import { rateLimits } from './rate-limits';
import { rawSql } from './raw-sql';
import { realTime } from './real-time';
import { resilience } from './resilience';
import { reverts } from './reverts';
import { schema } from './schema';
import { secrets } from './secrets';
import { signIn } from './sign-in';
import { stateManagement } from './state-management';
import { testing } from './testing';
import { tokenCare } from './token-care';
import { transactions } from './transactions';
import { validation } from './validation';
import { versioning } from './versioning';
import { webProtection } from './web-protection';

/** Every detector; a new one is one file and one line here. */
export const detectors: readonly Detector[] = [
	jwt,
	signIn,
	tokenCare,
	webProtection,
	passwordHashing,
	authorization,
	validation,
	apiStyle,
	paging,
	versioning,
	rateLimits,
	realTime,
	configuration,
	secrets,
	dependencyInjection,
	commands,
	stateManagement,
	logging,
	observability,
	dataAccess,
	rawSql,
	schema,
	migrations,
	transactions,
	caching,
	backgroundWork,
	concurrency,
	resilience,
	errorHandling,
	testing,
	buildAndDeployment,
	reverts,
	fixesOfFixes,
	hotFiles,
	loneOwner,
	coChange
];
