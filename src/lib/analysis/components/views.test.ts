import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { commitOf, historyOf, snapshotOf } from '../analysis.fixtures';
import type { AnalysisAnswer, ShownQuestion } from '../answers';
import type { ShownFinding } from '../formats/shown-finding';
import type { IntelligenceReport } from '../reports';
import { reviewProject } from '../server/review/review-project';
import CodeBlock from './CodeBlock.svelte';
import InterviewTab from './InterviewTab.svelte';
import Overview from './Overview.svelte';
import Report from './Report.svelte';

const MARKUP = '<script>alert(1)</script>';

const analysis = (stages: AnalysisAnswer['stages'] = {}): AnalysisAnswer => ({
	analysisId: 'a',
	name: 'owner/name',
	sourceKind: 'git',
	status: 'processing',
	completedStages: [],
	progress: 10,
	createdAt: '2026-01-01T00:00:00Z',
	stages,
	lastSeq: 0,
	questions: 0
});

const finding = (seq: number, parts: Partial<ShownFinding> = {}): ShownFinding => ({
	id: `f${seq}`,
	seq,
	stage: 'intelligence_report',
	key: `k:${seq}`,
	detector: 'k',
	topic: 'caching',
	kind: 'decision',
	title: `Title ${seq}`,
	detail: 'Detail.',
	confidence: 0.7,
	manifestOnly: false,
	evidence: [{ path: 'a.ts', startLine: 3, endLine: 4, snippet: 'const a = 1;\nconst b = 2;' }],
	isDismissed: false,
	...parts
});

const report: IntelligenceReport = {
	files: { typescript: 2 },
	unread: { too_large: 1 },
	functions: 2,
	modules: { count: 2, imports: 1, cycles: [[MARKUP, 'b.ts']], layers: 2, central: [] },
	map: {
		nodes: [
			{ id: `src/${MARKUP}`, files: 1, codeLines: 5, layer: 1, isInCycle: true },
			{ id: 'b', files: 1, codeLines: 5, layer: 0, isInCycle: false }
		],
		edges: [{ from: `src/${MARKUP}`, to: 'b', imports: 1 }]
	},
	weights: [
		{
			path: `src/${MARKUP}`,
			language: 'typescript',
			codeLines: 9,
			complexity: 2,
			commits: 0,
			heat: 0
		}
	],
	complex: [{ path: 'a.ts', name: MARKUP, complexity: 12, startLine: 1, endLine: 9 }],
	hotSpots: [],
	coChanges: [],
	duplicates: []
};

const ondismiss = () => undefined;

const reviewOf = async (contents: Record<string, string>, history = true) => {
	const commit = commitOf({ id: 'c1', at: '2026-01-02T00:00:00Z', authorName: MARKUP }, 'src/a.js');
	const snapshot = snapshotOf(contents, history ? { history: historyOf([commit]) } : {});
	return (await reviewProject(snapshot)).review;
};

describe('the overview', () => {
	it('[F7] shows what a repository says as text', async () => {
		const review = await reviewOf({
			'src/a.js': 'let a;\n',
			[`${MARKUP.replace('/', '')}/b.js`]: 'let b;\n',
			'package.json': JSON.stringify({
				name: MARKUP,
				dependencies: { express: MARKUP },
				scripts: { start: MARKUP }
			})
		});
		const { body } = render(Overview, {
			props: { analysis: analysis({ project_review: review }) }
		});
		expect(body).toContain('A JavaScript web service with Express');
		expect(body).toContain('&lt;script');
		expect(body).not.toContain('<script');
	});

	it('[N1] says what is missing where no history came', async () => {
		const review = await reviewOf({ 'a.js': 'let a;\n' }, false);
		const { body } = render(Overview, {
			props: { analysis: analysis({ project_review: review }) }
		});
		expect(body).toContain('No history came with it');
		expect(body).not.toContain('Commits a month');
	});

	it('[N5] has something to say before the first stage is done', () => {
		expect(render(Overview, { props: { analysis: analysis() } }).body).toContain('first stage');
	});
});

describe('the report', () => {
	it('[F7] shows titles, names and code as text, and what is unseen by its number', () => {
		const findings = [
			finding(1, {
				title: `${MARKUP}\u202e`,
				detail: MARKUP,
				evidence: [{ path: MARKUP, startLine: 1, endLine: 1, snippet: MARKUP }]
			})
		];
		const { body } = render(Report, {
			props: { analysis: analysis({ intelligence_report: report }), findings, ondismiss }
		});
		expect(body).not.toContain('<script');
		expect(body).toContain('[U+202E]');
		expect(body).not.toContain('\u202e');
	});

	it('[R4] numbers the lines as the file does, and says how sure it is', () => {
		const { body } = render(Report, {
			props: { analysis: analysis(), findings: [finding(1)], ondismiss }
		});
		expect(body).toMatch(/>3<\/span>.*>4<\/span>/s);
		expect(body).toContain('Likely, 70 %');
		expect(body).toContain('a.ts, lines 3 to 4');
	});

	it('[R4] marks the lines that are meant among those around them', () => {
		const place = { path: 'a.ts', startLine: 4, endLine: 4, snippet: '\tmeant();' };
		const around = { startLine: 3, snippet: 'function a() {\n\tmeant();\n}' };
		const { body } = render(CodeBlock, { props: { ...place, around } });
		expect(body).toContain('a.ts, lines 3 to 5, of which line 4 is meant');
		const lines = Array.from(
			body.matchAll(/class="line( meant)?[^>]*>\s*<span class="at[^>]*>(\d+)/g)
		);
		expect(lines.map(([, meant, line]) => [line, meant !== undefined])).toEqual([
			['3', false],
			['4', true],
			['5', false]
		]);
		expect(body).not.toContain('more line');
	});

	it('[N3] keeps what its owner hid at the end, out of the counts', () => {
		const findings = [finding(1), finding(2, { isDismissed: true })];
		const { body } = render(Report, { props: { analysis: analysis(), findings, ondismiss } });
		expect(body).toContain('Hidden by you (1)');
		expect(body).toContain('Decisions 1');
		expect(body.indexOf('Title 2')).toBeGreaterThan(body.indexOf('Hidden by you'));
	});

	it('[N5] tells what is still to come while it runs, and what could not be read', () => {
		const early = render(Report, { props: { analysis: analysis(), findings: [], ondismiss } }).body;
		expect(early).toContain('while the rest still runs');
		expect(early).toContain('when the second stage is done');
		const late = analysis({ intelligence_report: report });
		const { body } = render(Report, { props: { analysis: late, findings: [], ondismiss } });
		expect(body).toContain('1 file: larger than 1 MiB');
	});
});

describe('the questions', () => {
	const question = {
		questionId: 'q1',
		question: `Why ${MARKUP}?`,
		category: 'tradeoffs',
		difficulty: 'senior',
		topic: 'api_style',
		fileReferences: ['a.ts', 'b.ts'],
		evidence: [{ path: 'a.ts', startLine: 1, endLine: 1, snippet: 'a' }]
	} satisfies ShownQuestion;

	it('[I11] show what may be seen, as text, and nothing else that came along', () => {
		const leaked = { ...question, modelAnswer: 'Secret answer', hints: ['Secret hint'] };
		const { body } = render(InterviewTab, {
			props: { analysis: analysis(), questions: [leaked] }
		});
		expect(body).toContain('Trade-offs 1');
		expect(body).toContain('API style');
		expect(body).toContain('b.ts');
		expect(body).not.toContain('Secret');
		expect(body).not.toContain('<script');
	});

	it('[I1] are announced before there is one', () => {
		const { body } = render(InterviewTab, { props: { analysis: analysis(), questions: [] } });
		expect(body).toContain('third stage');
	});
});
