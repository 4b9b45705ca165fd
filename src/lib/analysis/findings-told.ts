import type { ShownFinding } from './formats/shown-finding';

/** Findings as they are told, gapless by seq (rules N3, D4). Pure: each change is a new value. */

export interface FindingsTold {
	/** From the first on, without a gap. */
	readonly known: readonly ShownFinding[];
	/** What was told before something that is still missing. */
	readonly ahead: readonly ShownFinding[];
}

export const noFindings: FindingsTold = { known: [], ahead: [] };

/** Of the newest before any gap; 0 where there is none. */
export const lastSeqOf = ({ known }: FindingsTold): number => known.at(-1)?.seq ?? 0;

export const hasGap = ({ ahead }: FindingsTold): boolean => ahead.length > 0;

/** @param findings in any order; what is known already is replaced, since it may have been dismissed */
export function withFindings(
	{ known, ahead }: FindingsTold,
	findings: readonly ShownFinding[]
): FindingsTold {
	const bySeq = new Map([...known, ...ahead, ...findings].map((one) => [one.seq, one]));
	const inOrder = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
	const gap = inOrder.findIndex(({ seq }, index) => seq !== index + 1);
	return gap < 0
		? { known: inOrder, ahead: [] }
		: { known: inOrder.slice(0, gap), ahead: inOrder.slice(gap) };
}
