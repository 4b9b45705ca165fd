import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../errors';
import { admit, connect, serve, until, type Visit } from '../realtime/scripted-line.fixtures';
import { AnalysisView } from './analysis-view.svelte';
import type { AnalysisAnswer, ShownQuestion } from './answers';
import type { AnalysisRest } from './components/analysis-client';
import type { ShownFinding } from './formats/shown-finding';
import type { AnalysisMessages } from './messages';

/** The browser's half against a server that says what a test tells it to, on a real socket. */

const analysisId = 'a1';

function finding(seq: number, more: Partial<ShownFinding> = {}): ShownFinding {
	return {
		...{ id: `f${seq}`, seq, stage: 'intelligence_report', key: `k:${seq}`, detector: 'k' },
		...{ topic: 'caching', kind: 'fact', title: `finding ${seq}`, detail: '', confidence: 1 },
		...{ manifestOnly: false, evidence: [], isDismissed: false },
		...more
	} as ShownFinding;
}

const findings = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => finding(from + index));

const begun: AnalysisAnswer = {
	...{ analysisId, name: 'acme/shop', sourceKind: 'git', status: 'processing' },
	...{ completedStages: [], progress: 0, createdAt: '2025-01-01T00:00:00.000Z' },
	...{ stage: 'project_review', stages: {}, lastSeq: 0, questions: 0 }
};

const question = (id: string) => ({ questionId: id }) as ShownQuestion;
const report = { name: 'acme/shop' } as AnalysisAnswer['stages']['project_review'];

/** What REST answers, to be changed by a test. */
const kept = { analysis: begun, findings: [] as ShownFinding[], questions: [] as ShownQuestion[] };

const rest = {
	show: vi.fn(async () => kept.analysis),
	findingsAfter: vi.fn(async (_: string, seq: number) => {
		const items = kept.findings.filter((one) => one.seq > seq);
		return { items: items.slice(0, 3), hasMore: items.length > 3 };
	}),
	questions: vi.fn(async () => ({ items: kept.questions })),
	dismiss: vi.fn<AnalysisRest['dismiss']>(async () => undefined),
	cancel: vi.fn(async () => undefined),
	retry: vi.fn(async () => undefined)
};

const closings: (() => void)[] = [];
afterEach(() => {
	for (const close of closings.splice(0)) close();
	vi.clearAllMocks();
	Object.assign(kept, { analysis: begun, findings: [], questions: [] });
});

/** Opens the page on what it was made with; `says` tells what the server says to a subscriber. */
async function follow(
	says: (visit: Visit, requestId: string, index: number) => void,
	first: Partial<{ analysis: AnalysisAnswer; findings: ShownFinding[] }> = {}
) {
	let opened = 0;
	const { port, visits } = await serve({
		open: (visit) => {
			opened += 1;
			admit(visit);
		},
		message: (visit, { type, requestId }) => {
			if (type === 'subscribe_analysis') says(visit, requestId!, opened - 1);
		}
	});
	const { client } = connect(port);
	const known = { analysis: begun, findings: [], questions: [], ...first };
	const view = new AnalysisView(known, client, rest);
	closings.push(view.open());
	return { view, visits, client };
}

const confirmed = (more: object = {}) => ({
	...{ analysisId, currentStatus: 'processing', completedStages: [], progress: 0, lastSeq: 0 },
	...more
});

const confirm = (visit: Visit, requestId: string) =>
	visit.say('subscription_confirmed', confirmed(), requestId);

const seqs = ({ findings }: AnalysisView) => findings.map(({ seq }) => seq);

describe('what is told', () => {
	test('[N3] progress moves with what was counted', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			const counted = { step: 'parse', done: 12, total: 40, progress: 41, etaMs: 9_000 };
			visit.say('analysis_progress', { analysisId, stage: 'intelligence_report', ...counted });
		});
		await until(() => view.analysis.progress === 41);
		expect(view.analysis.stage).toBe('intelligence_report');
		expect(view.analysis.running).toMatchObject({
			step: 'parse',
			done: 12,
			total: 40,
			etaMs: 9_000
		});
	});

	test('[N3] of another analysis nothing is taken', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			visit.say('analysis_findings', {
				...{ analysisId: 'a2', stage: 'project_review', seq: 1, findings: findings(1, 2) }
			});
			visit.say('analysis_findings', {
				...{ analysisId, stage: 'project_review', seq: 1, findings: [finding(1)] }
			});
		});
		await until(() => view.findings.length > 0);
		expect(seqs(view)).toEqual([1]);
	});

	test('[N3] a stage that is done is fetched, and shown', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			kept.analysis = { ...begun, completedStages: ['project_review'], progress: 33 };
			kept.analysis.stages = { project_review: report };
			visit.say('stage_completed', {
				...{ analysisId, stage: 'project_review', completedStages: ['project_review'] },
				...{ progress: 33, dataAvailable: true }
			});
		});
		await until(() => view.analysis.stages.project_review !== undefined);
		expect(view.analysis.completedStages).toEqual(['project_review']);
	});

	test('[N2] stages that come again on subscription take nothing back', async () => {
		const done = ['project_review', 'intelligence_report', 'interview_simulation'] as const;
		const analysis: AnalysisAnswer = {
			...begun,
			...{ status: 'completed', progress: 100, completedStages: [...done] },
			stages: { project_review: report, intelligence_report: {} as never }
		};
		analysis.stages.interview_simulation = {} as never;
		kept.analysis = analysis;
		const { view } = await follow(
			(visit, id) => {
				const now = { currentStatus: 'completed', completedStages: done, progress: 100 };
				visit.say('subscription_confirmed', confirmed(now), id);
				for (const [index, stage] of done.entries()) {
					const completedStages = done.slice(0, index + 1);
					const progress = 33 * (index + 1);
					visit.say('stage_completed', {
						...{ analysisId, stage, completedStages, progress, dataAvailable: true }
					});
				}
				visit.say('analysis_findings', {
					...{ analysisId, stage: 'project_review', seq: 1, findings: [finding(1)] }
				});
			},
			{ analysis }
		);
		await until(() => view.findings.length === 1);
		expect(view.analysis).toMatchObject({ progress: 100, completedStages: [...done] });
		expect(rest.show).not.toHaveBeenCalled();
	});

	test('[N4] a failure is shown with what to do, and what was found stays', async () => {
		const failure = { errorCode: 'TIMEOUT', errorMessage: 'Try again.', retryable: true };
		const { view } = await follow(
			(visit, id) => {
				confirm(visit, id);
				kept.analysis = { ...begun, status: 'failed', failure: failure as never, lastSeq: 2 };
				visit.say('analysis_failed', { analysisId, stage: 'intelligence_report', ...failure });
				visit.say('analysis_status', { analysisId, status: 'failed' });
			},
			{ findings: findings(1, 2) }
		);
		await until(() => view.analysis.status === 'failed');
		expect(view.analysis.failure).toEqual(failure);
		expect(seqs(view)).toEqual([1, 2]);
	});

	test('[N3] how many questions there are is shown at once, and they follow', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			kept.analysis = { ...begun, questions: 2 };
			kept.questions = [question('q1'), question('q2')];
			visit.say('analysis_questions', { analysisId, count: 1 });
			visit.say('analysis_questions', { analysisId, count: 2 });
		});
		await until(() => view.analysis.questions === 2);
		await until(() => view.questions.length === 2);
		expect(rest.questions).toHaveBeenCalledTimes(1);
	});

	test('[R3] deleted on another page, it says so', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			visit.say('analysis_status', { analysisId, status: 'deleted' });
		});
		await until(() => view.isDeleted);
		expect(view.isLive).toBe(false);
	});

	test('[A6] where there is none, it says so', async () => {
		const { view } = await follow((visit, id) => {
			const error = { errorCode: 'ANALYSIS_NOT_FOUND', errorMessage: 'There is none.' };
			visit.say('error', { ...error, retryable: false }, id);
		});
		await until(() => view.isDeleted);
	});
});

describe('what was missed', () => {
	test('[N3] a gap between findings is filled, in order', async () => {
		kept.findings = findings(1, 8);
		const { view } = await follow(
			(visit, id) => {
				kept.analysis = { ...begun, lastSeq: 8 };
				visit.say('subscription_confirmed', confirmed({ lastSeq: 1 }), id);
				visit.say('analysis_findings', {
					...{ analysisId, stage: 'intelligence_report', seq: 8, findings: [finding(8)] }
				});
			},
			{ findings: [finding(1)] }
		);
		await until(() => view.findings.length === 8);
		expect(seqs(view)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
		expect(rest.findingsAfter.mock.calls[0]).toEqual([analysisId, 1]);
	});

	test('[N3] what is found between the page and the subscription is fetched', async () => {
		kept.findings = findings(1, 4);
		const { view } = await follow((visit, id) =>
			visit.say('subscription_confirmed', confirmed({ lastSeq: 4 }), id)
		);
		await until(() => view.findings.length === 4);
	});

	test('[N2] after a lost connection it subscribes again, and fetches what happened', async () => {
		const { view } = await follow((visit, id, index) => {
			if (index === 0) {
				confirm(visit, id);
				setTimeout(() => visit.socket.terminate(), 20);
				return;
			}
			kept.findings = findings(1, 5);
			kept.questions = [question('q1')];
			const status = 'completed';
			kept.analysis = { ...begun, status, progress: 100, lastSeq: 5, questions: 1 };
			const now = { currentStatus: status, progress: 100, lastSeq: 5 };
			visit.say('subscription_confirmed', confirmed(now), id);
		});
		await until(() => view.analysis.status === 'completed');
		await until(() => view.findings.length === 5 && view.questions.length === 1);
		expect(view.isLive).toBe(true);
	});

	test('[R3] what was called not so elsewhere while the connection was lost is hidden', async () => {
		kept.findings = findings(1, 4).map((one) => ({ ...one, isDismissed: one.seq === 4 }));
		rest.findingsAfter.mockRejectedValueOnce(new UserError('CONNECTION_TIMEOUT', 'Not now.'));
		const { view } = await follow(
			(visit, id, index) => {
				visit.say('subscription_confirmed', confirmed({ lastSeq: 4 }), id);
				if (index === 0) setTimeout(() => visit.socket.terminate(), 20);
			},
			{ findings: findings(1, 4) }
		);
		await until(() => view.findings[3]!.isDismissed);
		expect(seqs(view)).toEqual([1, 2, 3, 4]);
		expect(rest.findingsAfter.mock.calls.map(([, after]) => after)).toEqual([0, 0, 3]);
	});

	test('[X2] told anew on the same connection, it catches up', async () => {
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			kept.findings = findings(1, 2);
			setTimeout(() => visit.say('subscription_confirmed', confirmed({ lastSeq: 2 })), 20);
		});
		await until(() => view.findings.length === 2);
	});

	test('[N5] what cannot be fetched is said, and fetched later', async () => {
		kept.findings = findings(1, 2);
		rest.findingsAfter.mockRejectedValueOnce(new UserError('CONNECTION_TIMEOUT', 'Not now.'));
		const { view } = await follow((visit, id) =>
			visit.say('subscription_confirmed', confirmed({ lastSeq: 2 }), id)
		);
		await until(() => view.problem === 'Not now.');
		await until(() => view.findings.length === 2);
		await until(() => view.problem === undefined);
	});

	test('[N3] an answer that was outrun by the line does not turn progress back', async () => {
		let answer: (analysis: AnalysisAnswer) => void = () => undefined;
		rest.show.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			setTimeout(() => {
				const counted = { step: 'parse', done: 9, total: 9, progress: 60 };
				visit.say('analysis_progress', { analysisId, stage: 'intelligence_report', ...counted });
			}, 20);
		});
		await until(() => view.analysis.progress === 60);
		answer({ ...begun, progress: 20, lastSeq: 0, name: 'acme/shop, newer' });
		await until(() => view.analysis.name === 'acme/shop, newer');
		expect(view.analysis.progress).toBe(60);
	});

	test('[N4] an answer from before it failed does not make it run again', async () => {
		let answer: (analysis: AnalysisAnswer) => void = () => undefined;
		rest.show.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
		const failure = { errorCode: 'TIMEOUT', errorMessage: 'Too slow.', retryable: true } as const;
		const { view } = await follow((visit, id) => {
			confirm(visit, id);
			setTimeout(() => {
				kept.analysis = { ...begun, name: 'acme/shop, newer', status: 'failed', failure };
				visit.say('analysis_failed', { analysisId, stage: 'project_review', ...failure });
			}, 20);
		});
		await until(() => view.analysis.status === 'failed');
		answer(begun);
		await until(() => view.analysis.name === 'acme/shop, newer');
		expect(view.analysis).toMatchObject({ status: 'failed', failure });
	});

	test('[N2] once closed it hears no more', async () => {
		const { view, visits, client } = await follow(confirm);
		await until(() => view.isLive);
		for (const close of closings.splice(0)) close();
		await until(() => visits[0]!.heard.some(({ type }) => type === 'unsubscribe_analysis'));
		let heard = 0;
		client.channel<AnalysisMessages>().on('analysis_status', () => (heard += 1));
		visits[0]!.say('analysis_status', { analysisId, status: 'cancelled' });
		await until(() => heard === 1);
		expect(view.analysis.status).toBe('processing');
	});
});

describe('what its owner says', () => {
	const shown = (view: AnalysisView) => view.findings.map(({ isDismissed }) => isDismissed);

	test('[R3] a finding that is not so is hidden at once, and stays so', async () => {
		let done: () => void = () => undefined;
		rest.dismiss.mockImplementationOnce(
			() => new Promise((resolve) => (done = () => resolve(undefined)))
		);
		const { view } = await follow(confirm, { findings: findings(1, 2) });
		const saying = view.dismiss('f1', true);
		expect(shown(view)).toEqual([true, false]);
		done();
		await saying;
		expect(shown(view)).toEqual([true, false]);
		expect(rest.dismiss).toHaveBeenCalledWith(analysisId, 'f1', true);
		await until(() => rest.questions.mock.calls.length === 1);
	});

	test('[R3] refused, it is shown again, with why', async () => {
		rest.dismiss.mockRejectedValueOnce(new UserError('CONNECTION_TIMEOUT', 'Not now.'));
		const { view } = await follow(confirm, { findings: findings(1, 1) });
		await view.dismiss('f1', true);
		expect(shown(view)).toEqual([false]);
		expect(view.dismissProblem).toBe('Not now.');
	});

	test('[R3] of two wishes in a row the last one counts', async () => {
		const { view } = await follow(confirm, { findings: findings(1, 1) });
		const first = view.dismiss('f1', true);
		await view.dismiss('f1', false);
		expect(shown(view)).toEqual([false]);
		await first;
		expect(rest.dismiss.mock.calls.map(([, , is]) => is)).toEqual([true, false]);
		expect(shown(view)).toEqual([false]);
	});

	test('[R3] dismissed on another page, it is hidden here', async () => {
		const { view } = await follow(
			(visit, id) => {
				visit.say('subscription_confirmed', confirmed({ lastSeq: 2 }), id);
				visit.say('analysis_findings', {
					...{ analysisId, stage: 'intelligence_report', seq: 1 },
					findings: [finding(1, { isDismissed: true })]
				});
			},
			{ findings: findings(1, 2) }
		);
		await until(() => shown(view)[0] === true);
		expect(seqs(view)).toEqual([1, 2]);
	});

	test('[N6] cancelled and tried again, it shows what the server says of it', async () => {
		const { view } = await follow(confirm);
		kept.analysis = { ...begun, status: 'cancelled' };
		await view.cancel();
		await until(() => view.analysis.status === 'cancelled');
		kept.analysis = { ...begun, status: 'queued' };
		await view.retry();
		await until(() => view.analysis.status === 'queued');
	});
});

test('[C8] as long as it is open the line has something subscribed', async () => {
	const { port } = await serve({ open: admit });
	const opened: string[] = [];
	const line = Object.assign(connect(port).client, {
		open: (kind: string, id: string) => {
			opened.push(`${kind} ${id}`);
			return () => void opened.pop();
		}
	});
	const close = new AnalysisView(
		{ analysis: begun, findings: [], questions: [] },
		line,
		rest
	).open();
	expect(opened).toEqual(['subscribed a1']);
	close();
	expect(opened).toEqual([]);
});
