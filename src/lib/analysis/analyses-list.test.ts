import { afterEach, expect, test, vi } from 'vitest';
import { UserError } from '../errors';
import { admit, connect, serve, until, type Visit } from '../realtime/scripted-line.fixtures';
import { AnalysesList } from './analyses-list.svelte';
import type { AnalysisSummary } from './answers';

/** The list against a server that says what a test tells it to, on a real socket. */

function summary(analysisId: string, more: Partial<AnalysisSummary> = {}): AnalysisSummary {
	return {
		...{ analysisId, name: `acme/${analysisId}`, sourceKind: 'git', status: 'completed' },
		...{ completedStages: [], progress: 100, findings: 3, questions: 2 },
		createdAt: `2025-01-0${analysisId.slice(1)}T00:00:00.000Z`,
		...more
	} as AnalysisSummary;
}

let newest: AnalysisSummary[] = [];
const list = vi.fn(
	async (cursor?: string): Promise<{ items: AnalysisSummary[]; nextCursor?: string }> => ({
		items: cursor === undefined ? newest : [summary('a1')]
	})
);

const closings: (() => void)[] = [];
afterEach(() => {
	for (const close of closings.splice(0)) close();
	vi.clearAllMocks();
	newest = [];
});

async function follow(
	items: AnalysisSummary[],
	says: (visit: Visit, analysisId: string) => void = () => undefined,
	nextCursor?: string
) {
	const { port, visits } = await serve({
		open: admit,
		message: (visit, { type, payload }) => {
			if (type === 'subscribe_analysis') says(visit, payload['analysisId'] as string);
		}
	});
	const { client } = connect(port);
	const first = nextCursor === undefined ? { items } : { items, nextCursor };
	const analyses = new AnalysesList(first, client, { list });
	closings.push(analyses.open());
	return { analyses, visits };
}

const running = (id: string) => summary(id, { status: 'processing', progress: 0, findings: 0 });
const ids = ({ items }: AnalysesList) => items.map(({ analysisId }) => analysisId);

test('[N3] only those that run are followed, each by its own counts', async () => {
	const { analyses, visits } = await follow(
		[running('a3'), summary('a2'), running('a1')],
		({ say }, analysisId) => {
			const progress = analysisId === 'a3' ? 40 : 10;
			const counted = { stage: 'project_review', step: 'files', done: 1, total: 9, progress };
			say('analysis_progress', { analysisId, ...counted, etaMs: 5_000 });
			say('analysis_findings', { analysisId, stage: 'project_review', seq: 5, findings: [{}, {}] });
			say('analysis_findings', { analysisId, stage: 'project_review', seq: 2, findings: [{}] });
			say('analysis_questions', { analysisId, count: 4 });
		}
	);
	await until(() => analyses.items[2]?.questions === 4);
	expect(analyses.items[0]).toMatchObject({ progress: 40, findings: 6, etaMs: 5_000 });
	expect(analyses.items[2]).toMatchObject({ progress: 10, findings: 6 });
	const asked = visits[0]!.heard.filter(({ type }) => type === 'subscribe_analysis');
	expect(asked.map(({ payload }) => payload['analysisId'])).toEqual(['a3', 'a1']);
});

test('[N2] one that ends is shown as it ended', async () => {
	newest = [summary('a1', { mainLanguage: 'Go', findings: 12 })];
	const { analyses } = await follow([running('a1')], ({ say }, analysisId) =>
		say('analysis_status', { analysisId, status: 'completed' })
	);
	await until(() => analyses.items[0]?.mainLanguage === 'Go');
	expect(analyses.items[0]).toMatchObject({ status: 'completed', findings: 12 });
});

test('[R3] one that is deleted elsewhere is gone', async () => {
	const { analyses } = await follow([running('a2'), summary('a1')], ({ say }, analysisId) =>
		say('analysis_status', { analysisId, status: 'deleted' })
	);
	await until(() => analyses.items.length === 1);
	analyses.forget('a1');
	expect(analyses.items).toEqual([]);
});

test('[N2] after a lost connection it is up to date, and follows what began meanwhile', async () => {
	newest = [running('a2'), summary('a1')];
	const { analyses, visits } = await follow([running('a1')]);
	await until(() => visits[0]?.heard.length === 1);
	visits[0]!.socket.terminate();
	await until(() => ids(analyses).length === 2);
	expect(analyses.items[1]!.status).toBe('completed');
	const heard = () => visits[1]?.heard.map(({ payload }) => payload['analysisId']) ?? [];
	await until(() => heard().includes('a2'));
});

test('[R3] one that was deleted elsewhere while the connection was lost is gone', async () => {
	newest = [summary('a3'), summary('a2')];
	const { analyses, visits } = await follow([summary('a4'), summary('a3'), summary('a2')]);
	await until(() => visits.length === 1);
	// Older than what is fetched again: nobody said anything of it.
	list.mockResolvedValueOnce({ items: [summary('a1')] });
	await analyses.loadOlder();
	list.mockResolvedValueOnce({ items: newest, nextCursor: 'next' });
	visits[0]!.socket.terminate();
	await until(() => ids(analyses).length === 3);
	expect(ids(analyses)).toEqual(['a3', 'a2', 'a1']);
});

test('[N2] one that ended before it was followed is shown with what it found', async () => {
	newest = [summary('a1', { mainLanguage: 'Go', findings: 12 })];
	const { analyses } = await follow([running('a1')], ({ say }, analysisId) => {
		const now = { currentStatus: 'completed', completedStages: [], progress: 100, lastSeq: 12 };
		say('subscription_confirmed', { analysisId, ...now });
	});
	await until(() => analyses.items[0]?.findings === 12);
	expect(analyses.items[0]).toMatchObject({ status: 'completed', mainLanguage: 'Go' });
});

test('[R2] older ones come by the page, and a failure says so', async () => {
	const { analyses } = await follow([summary('a2')], undefined, 'next');
	list.mockRejectedValueOnce(new UserError('CONNECTION_TIMEOUT', 'Not now.'));
	await analyses.loadOlder();
	expect(analyses.olderProblem).toBe('Not now.');
	await analyses.loadOlder();
	expect(ids(analyses)).toEqual(['a2', 'a1']);
	expect(analyses.hasOlder).toBe(false);
	expect(list).toHaveBeenLastCalledWith('next');
});
