import { point, type WrittenPoint } from '../draft';

/**
 * What is true of data wherever it is kept: claims that rubrics of several questions share. What
 * depends on the repository stands in the makers.
 */

/** The same claim as one that a good answer cannot leave out. */
export const must = (claim: WrittenPoint): WrittenPoint => ({
	...claim,
	isEssential: true,
	share: 2
});

export const bothLookFirst = (): WrittenPoint =>
	point('Two requests at the same time can both look before either of them writes.', [
		'there is a race between the check and the write',
		'both requests read the old state and then both go on',
		'another request can slip in between reading and inserting',
		'concurrent requests both pass the check'
	]);

export const databaseRefusesSecond = (): WrittenPoint =>
	point('A unique constraint in the database is what refuses the second row for certain.', [
		'only a unique index really guarantees that there are no duplicates',
		'the database has to enforce uniqueness, not the application',
		'the constraint makes the second insert fail'
	]);

export const violationIsAnswered = (): WrittenPoint =>
	point('The violated constraint has to be caught and answered as a conflict, not as a crash.', [
		'catch the duplicate key error and return 409',
		'translate the unique violation into a readable message',
		'otherwise the user gets a 500 when the constraint fires'
	]);

export const oneStatement = (): WrittenPoint =>
	point('One statement that reads and writes at once leaves no gap between the two.', [
		'let the database do it atomically with an upsert',
		'use a single update such as set count = count + 1',
		'an atomic statement instead of read, change and save'
	]);

export const lockTheRow = (): WrittenPoint =>
	point('A lock on the row makes the second one wait until the first has finished.', [
		'select for update blocks the other transaction',
		'pessimistic locking of the row',
		'take a row lock before changing it'
	]);

export const versionNotices = (): WrittenPoint =>
	point('A version that is compared when saving notices that somebody else was faster.', [
		'optimistic locking with a version column',
		'the update fails if the version has changed in the meantime',
		'compare and set on a version number'
	]);

export const halfIsLeft = (): WrittenPoint =>
	point('If the second write fails, the first one stays and the data contradicts itself.', [
		'you end up with half of the change saved',
		'a crash between the two leaves inconsistent rows',
		'the first write is not undone when the second throws'
	]);

export const oneTransaction = (): WrittenPoint =>
	point('One transaction around all the writes makes them happen together or not at all.', [
		'wrap both writes in a transaction so that they roll back together',
		'all or nothing through a single commit',
		'make the operation atomic with a database transaction'
	]);

export const keepItShort = (): WrittenPoint =>
	point('Mail, HTTP calls and other slow work belong outside of the transaction.', [
		'do not call other services while the transaction is open',
		'keep transactions short because they hold locks and a connection',
		'a network call inside keeps the rows locked'
	]);

export const conflictIsRetried = (): WrittenPoint =>
	point(
		'What is rolled back because of a conflict or deadlock has to be tried again by the code.',
		[
			'serialization failures need a retry loop',
			'the loser of a deadlock must be repeated',
			'catch the conflict error and run the whole transaction again'
		]
	);

export const sameOrder = (): WrittenPoint =>
	point('Locks that are always taken in the same order cannot wait for one another for ever.', [
		'a fixed lock order avoids deadlocks',
		'two that lock in opposite order block each other',
		'sort the rows before locking them'
	]);

export const indexCostsWrites = (): WrittenPoint =>
	point('Each index has to be kept up with every write and takes room.', [
		'more indexes make inserts and updates slower',
		'an index is not free, writing becomes more expensive',
		'indexes need disk and memory'
	]);

export const planIsChecked = (): WrittenPoint =>
	point(
		'The query plan on data of real size shows whether it matters, before anything is changed.',
		[
			'run explain analyze on production-like data',
			'look at the slow query log first',
			'measure before adding anything'
		]
	);

export const wholeTableIsRead = (): WrittenPoint =>
	point('Without an index that fits, the database reads the whole table.', [
		'it becomes a full table scan',
		'a sequential scan over all rows',
		'the time grows with the size of the table'
	]);

export const queriesGrowWithRows = (): WrittenPoint =>
	point('The number of queries grows with the number of rows.', [
		'one query for the list and one more for every row',
		'this is an n+1 problem',
		'a hundred items mean a hundred round trips'
	]);

export const fetchTogether = (): WrittenPoint =>
	point('Fetching everything that belongs together in one or two queries removes the growth.', [
		'use a join or eager loading',
		'collect the ids and query once with in',
		'preload the relation',
		'a batch instead of a query for each'
	]);

export const queriesAreCounted = (): WrittenPoint =>
	point('A test or a log that counts the queries of a request keeps it from coming back.', [
		'assert the number of queries in a test',
		'log the query count per request',
		'tooling that warns about repeated queries'
	]);

export const oldProgramStillRuns = (): WrittenPoint =>
	point('While a new version rolls out the old program still runs on the changed schema.', [
		'old and new code use the database at the same time during the deployment',
		'the migration has to be backwards compatible',
		'a renamed column breaks the version that is still running'
	]);

export const expandThenContract = (): WrittenPoint =>
	point('Add first, move the data, switch the code, and drop the old column in a later release.', [
		'expand and contract in several steps',
		'split it into more than one deployment',
		'first add the new column, remove the old one later'
	]);

export const inBatches = (): WrittenPoint =>
	point('Large tables have to be changed in small batches, so that locks stay short.', [
		'backfill a few thousand rows at a time',
		'one huge update locks the table',
		'migrate the data in chunks in the background'
	]);

export const noWayBack = (): WrittenPoint =>
	point('What was dropped cannot be brought back by rolling back, only from a backup.', [
		'a down migration does not restore the data',
		'you need a backup before a destructive change',
		'rolling back the schema loses what was in the column'
	]);

export const testedOnRealDatabase = (): WrittenPoint =>
	point('Only tests against a real database of the same kind tell that a statement still works.', [
		'integration tests with a real database',
		'mocks would not find a wrong column name',
		'run the queries in tests on the same engine as production'
	]);

export const mistakeTakesAll = (): WrittenPoint =>
	point('One mistaken delete takes everything below it along, and nobody is asked.', [
		'deleting the wrong row wipes out all its children',
		'there is no undo once the cascade has run',
		'the cascade silently removes much more than was asked for'
	]);

export const longDeleteLocks = (): WrittenPoint =>
	point('Deleting a row with very many children is one long transaction that locks them all.', [
		'a cascade over millions of rows blocks the table',
		'the delete gets slow with the number of children',
		'large cascades hold locks for a long time'
	]);

export const idsCanBeGuessed = (): WrittenPoint =>
	point('Numbers that count up can be guessed, so every access needs a check of its own.', [
		'you can enumerate the ids by adding one',
		'sequential ids invite trying the neighbours',
		'somebody can walk through all records'
	]);

export const idsTellHowMany = (): WrittenPoint =>
	point('Numbers that count up tell outsiders how many rows there are and how fast they grow.', [
		'the id leaks the size of the business',
		'competitors can read the growth from the ids',
		'the highest number shows how many there are'
	]);

export const randomIdsScatter = (): WrittenPoint =>
	point('Random ids are larger and scatter inserts over the whole index.', [
		'uuid v4 keys are bad for locality',
		'they cost more space in every index and foreign key',
		'time-ordered ids such as uuid v7 avoid the random inserts'
	]);

export const idsWithoutAsking = (): WrittenPoint =>
	point(
		'Ids that the program makes itself need no round trip and are unique over several databases.',
		[
			'the client can generate the uuid before saving',
			'you can merge or shard data without collisions',
			'no need to ask the database for the next number'
		]
	);
