import type { AnalysisSummary } from './answers';

/** What is read again by its address alone; undefined for what was uploaded, which is not kept. Pure. */
export function namedSourceOf({
	sourceKind,
	sourceAddress
}: Pick<AnalysisSummary, 'sourceKind' | 'sourceAddress'>):
	{ url: string } | { path: string } | undefined {
	if (sourceAddress === undefined) return undefined;
	if (sourceKind === 'git') return { url: sourceAddress };
	return sourceKind === 'path' ? { path: sourceAddress } : undefined;
}
