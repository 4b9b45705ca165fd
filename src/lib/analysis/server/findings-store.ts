import { and, asc, eq, gt, max } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../server/database';
import type { Finding } from '../findings';
import type { ShownFinding } from '../formats/shown-finding';
import type { Stage } from '../stages';
import { analysisFinding, dismissedFinding } from './schema';
import type { AnalysisRow, From } from './store';

/** What was found, and what its owner said is not so. */

type FindingRow = typeof analysisFinding.$inferSelect;

/** Where dismissals hold: in every analysis of this person's of this repository. */
type Place = Pick<AnalysisRow, 'userId' | 'repository'>;

/**
 * Adds those whose key is not known yet, each with the next seq (rule N3).
 * @returns the added ones, as they are shown
 */
export function addFindings(
	tx: Transaction,
	{ id: analysisId, ...place }: Place & { id: string },
	stage: Stage,
	findings: readonly Finding[]
): ShownFinding[] {
	const known = new Set(keysOf(tx, analysisId));
	const dismissed = dismissedKeys(tx, place);
	let seq = lastSeqOf(tx, analysisId);
	const added: ShownFinding[] = [];
	for (const finding of findings) {
		const { key, topic, kind } = finding;
		if (known.has(key)) continue;
		known.add(key);
		seq += 1;
		const row = { id: randomUUID(), analysisId, seq, stage, key, topic, kind };
		const whole = { ...row, finding: JSON.stringify(finding) };
		tx.insert(analysisFinding).values(whole).run();
		added.push(shown(whole, dismissed));
	}
	return added;
}

/** By seq, ascending. */
export function findingsAfter(
	from: From,
	{ id, ...place }: Place & { id: string },
	after: number,
	limit: number
): ShownFinding[] {
	const dismissed = dismissedKeys(from, place);
	return from
		.select()
		.from(analysisFinding)
		.where(and(eq(analysisFinding.analysisId, id), gt(analysisFinding.seq, after)))
		.orderBy(asc(analysisFinding.seq))
		.limit(limit)
		.all()
		.map((row) => shown(row, dismissed));
}

/** 0 where nothing was found yet. */
export function lastSeqOf(from: From, analysisId: string): number {
	return (
		from
			.select({ seq: max(analysisFinding.seq) })
			.from(analysisFinding)
			.where(eq(analysisFinding.analysisId, analysisId))
			.get()?.seq ?? 0
	);
}

export function findingById(
	from: From,
	{ id, ...place }: Place & { id: string },
	findingId: string
): ShownFinding | undefined {
	const row = from
		.select()
		.from(analysisFinding)
		.where(and(eq(analysisFinding.id, findingId), eq(analysisFinding.analysisId, id)))
		.get();
	return row && shown(row, dismissedKeys(from, place));
}

/** Said twice is said once. */
export function setDismissed(
	tx: Transaction,
	{ userId, repository }: Place,
	key: string,
	at: Date | undefined
): void {
	if (at) {
		tx.insert(dismissedFinding)
			.values({ userId, repository, key, dismissedAt: at })
			.onConflictDoNothing()
			.run();
	} else {
		const { userId: user, repository: of, key: named } = dismissedFinding;
		tx.delete(dismissedFinding)
			.where(and(eq(user, userId), eq(of, repository), eq(named, key)))
			.run();
	}
}

export function dismissedKeys(from: From, { userId, repository }: Place): ReadonlySet<string> {
	const rows = from
		.select({ key: dismissedFinding.key })
		.from(dismissedFinding)
		.where(and(eq(dismissedFinding.userId, userId), eq(dismissedFinding.repository, repository)))
		.all();
	return new Set(rows.map(({ key }) => key));
}

const keysOf = (from: From, analysisId: string): string[] =>
	from
		.select({ key: analysisFinding.key })
		.from(analysisFinding)
		.where(eq(analysisFinding.analysisId, analysisId))
		.all()
		.map(({ key }) => key);

function shown(row: FindingRow, dismissed: ReadonlySet<string>): ShownFinding {
	const { id, seq, stage, key, topic, kind } = row;
	const { detector, title, detail, confidence, manifestOnly, evidence } = JSON.parse(
		row.finding
	) as Finding;
	return {
		...{ id, seq, stage, key, detector, topic, kind, title, detail },
		...{ confidence, manifestOnly, evidence, isDismissed: dismissed.has(key) }
	};
}
