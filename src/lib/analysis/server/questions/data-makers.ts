import { atOnceQuestions } from './data/at-once';
import { cacheStampedeQuestions } from './data/cache-stampedes';
import { cachedResultQuestions } from './data/cached-results';
import { cachingQuestions } from './data/caching';
import { circuitBreakerQuestions } from './data/circuit-breakers';
import { clockQuestions } from './data/clocks';
import { compositeKeyQuestions } from './data/composite-keys';
import { countQuestions } from './data/counts';
import { dataLayerQuestions } from './data/data-layers';
import { declaredQuestions } from './data/declared';
import { deleteRuleQuestions } from './data/delete-rules';
import { deletingQuestions } from './data/deleting';
import { documentQuestions } from './data/documents';
import { goroutineQuestions } from './data/goroutines';
import { hubTableQuestions } from './data/hub-tables';
import { idempotencyKeyQuestions } from './data/idempotency-keys';
import { isolationQuestions } from './data/isolation';
import { joinedSqlQuestions } from './data/joined-sql';
import { keyQuestions } from './data/keys';
import { lookThenInsertQuestions } from './data/look-then-insert';
import { memoryLockQuestions } from './data/memory-locks';
import { migrationQuestions } from './data/migrations';
import { missedNewsQuestions } from './data/missed-news';
import { missingIndexQuestions } from './data/missing-indexes';
import { missingTimeOutQuestions } from './data/missing-time-outs';
import { openConnectionQuestions } from './data/open-connections';
import { ownRowsQuestions } from './data/own-rows';
import { pollingQuestions } from './data/polling';
import { loopQuestions } from './data/queries-in-loops';
import { queueQuestions } from './data/queues';
import { repeatableWriteQuestions } from './data/repeatable-writes';
import { retryQuestions } from './data/retries';
import { rowLockQuestions } from './data/row-locks';
import { schemaAtStartQuestions } from './data/schema-at-start';
import { sharedLockQuestions } from './data/shared-locks';
import { slowClientQuestions } from './data/slow-clients';
import { slowTransactionQuestions } from './data/slow-transactions';
import { softDeleteQuestions } from './data/soft-deletes';
import { statementsByHandQuestions } from './data/statements-by-hand';
import { statementsMadeQuestions } from './data/statements-made';
import { timeOutQuestions } from './data/time-outs';
import { transactionQuestions } from './data/transactions';
import { treeQuestions } from './data/trees';
import { twoWaysQuestions } from './data/two-ways-to-data';
import { uniqueIndexQuestions } from './data/unique-indexes';
import { versionColumnQuestions } from './data/version-columns';
import { wideIndexQuestions } from './data/wide-indexes';
import { writesApartQuestions } from './data/writes-apart';
import type { QuestionMaker } from './maker';

/** Makers about data, and about work that is done later, at once, or again. */
export const dataMakers: readonly QuestionMaker[] = [
	dataLayerQuestions,
	twoWaysQuestions,
	statementsMadeQuestions,
	statementsByHandQuestions,
	documentQuestions,
	joinedSqlQuestions,
	declaredQuestions,
	loopQuestions,
	keyQuestions,
	compositeKeyQuestions,
	hubTableQuestions,
	treeQuestions,
	deletingQuestions,
	deleteRuleQuestions,
	missingIndexQuestions,
	uniqueIndexQuestions,
	wideIndexQuestions,
	softDeleteQuestions,
	migrationQuestions,
	schemaAtStartQuestions,
	transactionQuestions,
	writesApartQuestions,
	isolationQuestions,
	slowTransactionQuestions,
	lookThenInsertQuestions,
	countQuestions,
	ownRowsQuestions,
	cachingQuestions,
	cacheStampedeQuestions,
	cachedResultQuestions,
	queueQuestions,
	clockQuestions,
	memoryLockQuestions,
	rowLockQuestions,
	versionColumnQuestions,
	sharedLockQuestions,
	atOnceQuestions,
	goroutineQuestions,
	missingTimeOutQuestions,
	timeOutQuestions,
	slowClientQuestions,
	retryQuestions,
	repeatableWriteQuestions,
	circuitBreakerQuestions,
	idempotencyKeyQuestions,
	openConnectionQuestions,
	missedNewsQuestions,
	pollingQuestions
];
