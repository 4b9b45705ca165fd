import type { Question } from '$lib/analysis';
import { apiStyle } from './api-style';
import { authentication } from './authentication';
import { authorization } from './authorization';
import { backgroundWork } from './background-work';
import { buildAndDeployment } from './build-and-deployment';
import { caching } from './caching';
import { concurrency } from './concurrency';
import { dataStructures } from './data-structures';
import { design } from './design';
import { distributedSystems } from './distributed-systems';
import { errorHandling } from './error-handling';
import { frontEnd } from './front-end';
import { http } from './http';
import { memory } from './memory';
import { networking } from './networking';
import { observability } from './observability';
import { passwordHashing } from './password-hashing';
import { rateLimits } from './rate-limits';
import { realTime } from './real-time';
import { resilience } from './resilience';
import { search } from './search';
import { security } from './security';
import { services } from './services';
import { sql } from './sql';
import { storage } from './storage';
import { schema } from './table-design';
import { testing } from './testing';
import { transactions } from './transactions';

/**
 * Questions for an interview without a repository. They carry rubric, hints and model answers, which
 * nobody may see before answering (rule I11): for the server only.
 */
export const generalBank: readonly Question[] = [
	...http,
	...authentication,
	...passwordHashing,
	...authorization,
	...sql,
	...transactions,
	...caching,
	...backgroundWork,
	...concurrency,
	...distributedSystems,
	...resilience,
	...errorHandling,
	...observability,
	...testing,
	...buildAndDeployment,
	...apiStyle,
	...rateLimits,
	...realTime,
	...frontEnd,
	...dataStructures,
	...memory,
	...networking,
	...security,
	...schema,
	...search,
	...storage,
	...design,
	...services
];

/** In the bank's order. */
export const topicsOfBank: readonly string[] = [...new Set(generalBank.map(({ topic }) => topic))];
