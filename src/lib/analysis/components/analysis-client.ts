import { ask, tell } from '../../realtime/rest-client';
import type { AnalysisAnswer, AnalysisSummary, ShownQuestion } from '../answers';
import type { ShownFinding } from '../formats/shown-finding';

/** Analyses over REST, as the browser calls it (rules N1, N5, R3). */

export const ANALYSES = '/api/analyses';
const PAGE = 50;

/** What is read without an upload. */
export type NamedSource = { url: string } | { path: string };

/** Each rejects with a `Refusal`. */
export const analysisClient = {
	list: (cursor?: string) =>
		ask<{ items: AnalysisSummary[]; nextCursor?: string }>(
			'GET',
			`${ANALYSES}?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${cursor}`}`
		),
	read: (source: NamedSource) => ask<{ analysisId: string }>('POST', ANALYSES, { body: source }),
	show: (analysisId: string) => ask<AnalysisAnswer>('GET', `${ANALYSES}/${analysisId}`),
	/** Those behind a `seq`, ascending. */
	findingsAfter: (analysisId: string, seq: number) =>
		ask<{ items: ShownFinding[]; hasMore: boolean }>(
			'GET',
			`${ANALYSES}/${analysisId}/findings?after=${seq}&limit=200`
		),
	questions: (analysisId: string) =>
		ask<{ items: ShownQuestion[] }>('GET', `${ANALYSES}/${analysisId}/questions`),
	dismiss: (analysisId: string, findingId: string, dismissed: boolean) =>
		tell('PATCH', `${ANALYSES}/${analysisId}/findings/${findingId}`, { body: { dismissed } }),
	cancel: (analysisId: string) => tell('POST', `${ANALYSES}/${analysisId}/cancel`),
	retry: (analysisId: string) => tell('POST', `${ANALYSES}/${analysisId}/retry`),
	remove: (analysisId: string, withQuotes: boolean) =>
		tell('DELETE', `${ANALYSES}/${analysisId}${withQuotes ? '?quotes=delete' : ''}`)
};

/** What a page needs to follow one analysis. */
export type AnalysisRest = Omit<typeof analysisClient, 'list' | 'read' | 'remove'>;
