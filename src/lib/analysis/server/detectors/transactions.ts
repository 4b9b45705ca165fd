import type { CallFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { dataLibraries } from './data-libraries';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { functionsOf, isSameBlock, type FunctionCalls } from './functions';

const name = 'transactions';

/** What opens one, in any language. */
const OPENS =
	/(^|\.)(\$transaction|transaction|startTransaction|withTransaction|inTransaction|runInTransaction|RunInTransaction|executeInTransaction|transactional|wrapInTransaction|beginTransaction|BeginTransaction|BeginTransactionAsync|BeginTx|BeginTxx|Beginx|RunInTx|atomic|begin_nested|newSuspendedTransaction)$|(^|\.)(db|conn|pool|session|engine|DB|tx|database)(\(\))?\.([Bb]egin|Transaction)$|(^|\.)transaction\.atomic$|^new TransactionScope$|(^|\.)transactionTemplate\.execute\w*$/;

const MARKS = /^(\w+\.)*(Transactional|transaction\.atomic|atomic|UnitOfWork)$/;

const ISOLATION =
	/IsolationLevel\.(\w+)|Isolation\.(\w+)|sql\.Level(\w+)|isolation[_ ]?level['"]?\s*[:=]\s*['"]?([\w ]+)|isolation\s*=\s*['"]?(?:Isolation\.)?(\w+)/i;

/** Transactions, and writes that belong together without one. */
export const transactions: Detector = {
	name,
	topics: ['transactions'],
	detect: (project) => [...opened(project), ...without(project)]
};

interface Opening {
	place: Place;
	how: string;
	isolation?: string;
}

/** As methods of a connection they only ask whether one is open: what opens one has something to run. */
const isQuestion = ({ callee, args }: CallFact) =>
	/(^|\.)inTransaction$/.test(callee) && args.length === 0;

function openings(project: Project): Opening[] {
	return project.sources.flatMap((file) => {
		const at = (line: number): Place => ({ path: file.path, startLine: line });
		return [
			...file.calls
				.filter((call) => OPENS.test(call.callee) && !isQuestion(call))
				.filter((call) => !isSchemaCall(file, call))
				.filter((call) => file.language !== 'ruby' || hasBlock(project, file, call))
				.filter((call) => !isUnusedWrapper(project, call))
				.map((call) => opening(placeOf({ file, fact: call }), call.callee, call.args)),
			...file.annotations
				.filter((one) => MARKS.test(one.name))
				.map((one) => opening(at(one.line), `@${one.name}`, one.args)),
			...file.texts
				.filter(
					({ kind, text }) =>
						// The body of a function in SQL begins so, too.
						file.language !== 'sql' &&
						kind === 'sql' &&
						/^\s*(begin|start\s+transaction)\b/i.test(text)
				)
				.map(({ line }) => opening(at(line), 'BEGIN', []))
		];
	});
}

/** Migrations are in one by themselves; their own word says nothing of the program. */
const isSchemaCall = ({ path }: FileFacts, { callee }: CallFact) =>
	/(^|\/)migrations?\//.test(path) || /^op\./.test(callee);

/** `BeginTransactionAsync` that only hands on, and that nobody calls. */
function isUnusedWrapper(project: Project, { within }: CallFact): boolean {
	const own = within?.slice(within.lastIndexOf('.') + 1);
	if (own === undefined || !OPENS.test(own)) return false;
	return !project.calls(new RegExp(`(^|\\.)${own}$`)).some(({ fact }) => fact.within !== within);
}

/** A model may have an association that is called `transaction`, too. */
const hasBlock = (project: Project, { path }: FileFacts, { startLine, endLine }: CallFact) =>
	endLine > startLine ||
	/transaction\b.{0,80}(\bdo\b|\{)/.test(project.lines(path)[startLine - 1] ?? '');

function opening(place: Place, callee: string, args: readonly string[]): Opening {
	const how = callee.slice(callee.lastIndexOf('.') + 1);
	const found = ISOLATION.exec(args.join(' '));
	const isolation = found?.slice(1).find((part) => part !== undefined);
	return isolation ? { place, how, isolation } : { place, how };
}

function opened(project: Project): Finding[] {
	const all = openings(project);
	if (all.length === 0) return [];
	const isolated = all.filter(({ isolation }) => isolation !== undefined);
	const levels = distinct(isolated.map(({ isolation }) => isolation!));
	const ways = distinct(all.map(({ how }) => how));
	const level = levels.length > 0 ? `, and the isolation level ${listed(levels)} is asked for` : '';
	return [
		finding(project, {
			detector: name,
			subject: 'opened',
			topic: 'transactions',
			kind: 'decision',
			title: `Transactions are opened (${listed(ways, 3)})${level}.`,
			detail:
				levels.length > 0
					? 'What is written in one is there wholly or not at all; the level decides what it may see of others meanwhile, and what has to be tried again.'
					: 'What is written in one is there wholly or not at all. The isolation level is the database’s default: whether two of them can read the same row and both write it depends on that.',
			confidence: 0.92,
			at: [...isolated, ...all].map(({ place }) => place),
			facts: { places: all.length, ways, isolation: levels }
		})
	];
}

/** Calls that write at once; with a unit of work only its end does. */
const WRITES =
	/\.(create|createMany|insert|insertMany|insertOne|update|updateMany|updateOne|upsert|delete|deleteMany|deleteOne|destroy|save|save!|create!|update!|destroy!|bulk_create|Create|Save|Updates?|Delete|bulkCreate|findByIdAndUpdate|findOneAndUpdate|findByIdAndDelete|findOneAndDelete|remove|attach|detach|sync|SaveChanges|SaveChangesAsync)$/;

/** Libraries whose writes happen when they are called. */
const IMMEDIATE = [
	'Prisma',
	'TypeORM',
	'Sequelize',
	'Mongoose',
	'Django models',
	'GORM',
	'Active Record',
	'Eloquent'
];

const HANDED_ON =
	/\b(tx|trx|transaction|session|manager|entityManager|queryRunner|conn|t)\b\s*(:|,|$|\*|\w)/i;

function without(project: Project): Finding[] {
	if (coversRequests(project)) return [];
	const covered = calledWithin(project);
	const found = project.sources.flatMap((file) =>
		writesAtOnce(file)
			? functionsOf(file).flatMap((one) => {
					const last = one.symbol.name.slice(one.symbol.name.lastIndexOf('.') + 1);
					if (covered.has(last) || isCovered(one)) return [];
					const pair = pairOfWrites(project, one);
					return pair ? [{ one, pair }] : [];
				})
			: []
	);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ one }) => one.symbol.name));
	return [
		finding(project, {
			detector: name,
			subject: 'writes-without',
			topic: 'transactions',
			kind: 'risk',
			title: `More than one write happens without a transaction around them in ${listed(names.slice(0, 3))}.`,
			detail:
				'When the second write fails or the process dies between the two, the first stays. Where that state is harmless or mended later, it is worth saying so.',
			confidence: 0.72,
			at: found.map(({ one, pair }) => ({
				path: one.file.path,
				startLine: pair[0].startLine,
				endLine: pair[1].endLine
			})),
			facts: {
				functions: names.slice(0, 10),
				count: found.length,
				first: found[0]!.pair.map(({ callee }) => callee)
			}
		})
	];
}

const immediate = dataLibraries.filter((library) => IMMEDIATE.includes(library.name));

function writesAtOnce(file: FileFacts): boolean {
	if (/migrat[^/]*\/|(^|\/)(seeds?|seeders?|factories)\b/i.test(file.path)) return false;
	return immediate.some(
		({ languages, imports, asksModels, callsAnywhere, calls }) =>
			languages.includes(file.language) &&
			(asksModels && imports === undefined
				? true
				: file.imports.some(({ specifier }) => imports?.test(specifier)) ||
					(callsAnywhere === true && file.calls.some(({ callee }) => calls?.test(callee))))
	);
}

/** A transaction around each request, by the framework or by something in the middle. */
const coversRequests = (project: Project) =>
	project.sources.some(
		(file) =>
			file.assignments.some(
				({ name: key, value }) => key === 'ATOMIC_REQUESTS' && value === 'True'
			) ||
			(/middleware|behaviou?r|interceptor|filter/i.test(file.path) &&
				file.calls.some(({ callee }) => OPENS.test(callee)))
	);

/** Last names of what is called inside of a transaction somewhere. */
function calledWithin(project: Project): Set<string> {
	const called = new Set<string>();
	for (const file of project.sources) {
		const spans = [
			...file.calls.filter(({ callee }) => OPENS.test(callee)),
			...functionsOf(file)
				.filter((one) => isCovered(one))
				.map(({ symbol }) => symbol)
		];
		for (const { startLine, endLine } of spans) {
			for (const call of file.calls) {
				if (call.startLine < startLine || call.endLine > endLine) continue;
				called.add(call.callee.slice(call.callee.lastIndexOf('.') + 1));
			}
		}
	}
	return called;
}

const isCovered = ({ file, symbol, calls }: FunctionCalls) =>
	calls.some(({ callee }) => OPENS.test(callee)) ||
	symbol.parameters?.some((parameter) => HANDED_ON.test(parameter)) ||
	file.annotations.some(
		({ name: mark, on }) =>
			MARKS.test(mark) &&
			(on === symbol.name.slice(symbol.name.lastIndexOf('.') + 1) ||
				on === symbol.name.slice(0, symbol.name.lastIndexOf('.')))
	);

/** Receivers of writes: the same one twice is a loop or a second thought, not two places. */
const targetOf = ({ callee }: CallFact) => callee.slice(0, callee.lastIndexOf('.'));

function pairOfWrites(
	project: Project,
	{ file, calls }: FunctionCalls
): [CallFact, CallFact] | undefined {
	const writes = calls
		.filter((call) => WRITES.test(call.callee) && isData(call))
		.toSorted((one, other) => one.startLine - other.startLine);
	for (const [index, first] of writes.entries()) {
		const second = writes
			.slice(index + 1)
			.find(
				(other) =>
					other.startLine > first.endLine &&
					targetOf(other) !== targetOf(first) &&
					isSameBlock(project, file.path, first.startLine, other.startLine)
			);
		if (second) return [first, second];
	}
	return undefined;
}

/** Maps, sets, hashes and files are updated and deleted, too. */
const isData = ({ callee, args }: CallFact) =>
	// A hash or a string loses a key, or a part.
	!(/\.(delete|remove)$/.test(callee) && /^["'`:]/.test(args[0] ?? '')) &&
	!/^Stripe\.|params\b|^memory\.|^[^.]+$/.test(callee) &&
	!/(^|[._])(temp|tmp)?(file|image|blob|dir|directory|folder|path)s?(\(\))?\.(delete|remove)$/.test(
		callee
	) &&
	!/(^|\.)(createHash\(\)|createHmac\(\)|hash|hmac|cache|\w*[cC]ache|map|set|params|searchParams|headers|storage|localStorage|session|axios|http|client|api|cookies|fs|os|redis|Object|document|form|Math|hasher|mailer|logger)(\(\))?\.\w+!?$/.test(
		callee
	);
