import { beforeAll, describe, expect, it } from 'vitest';
import { commitOf, historyOf } from '../../analysis.fixtures';
import { questionSchema } from '../../formats/question-schema';
import { categories, difficulties, type Question } from '../../questions';
import { makers, questionsFrom } from '.';
import { masked } from './masked';
import type { QuestionMaterial } from './maker';
import { materialOf } from './questions.fixtures';

const day = (date: number) => `2026-03-${String(date).padStart(2, '0')}T09:00:00Z`;

const parts = [
	'article',
	'author',
	'comment',
	'feed',
	'follow',
	'media',
	'mention',
	'page',
	'search',
	'tag'
];

const branches = (count: number) =>
	Array.from({ length: count }, (_, place) => `	if (input.kind === ${place}) return ${place};`);

/** A service of more than fifty files, with routes, data, tests, delivery and a history. */
const contents: Record<string, string> = {
	...Object.fromEntries(
		parts.flatMap((name, place): [string, string][] => [
			[
				`src/routes/${name}.ts`,
				[
					"import { Router } from 'express';",
					`import { load, save } from '../services/${name}';`,
					"import { requireUser } from '../session';",
					'export const router = Router();',
					`router.get('/${name}', async (req, res) => res.json(await load(req.query.id)));`,
					`router.post('/${name}', ${name === 'media' ? '' : 'requireUser, '}async (req, res) => res.json(await save(req.body)));`,
					''
				].join('\n')
			],
			[
				`src/services/${name}.ts`,
				[
					"import { pool } from '../database';",
					`export async function load(id: string) {`,
					`	return pool.query('select * from ${name}s where id = $1', [id]);`,
					'}',
					'export async function save(input: { kind: number }) {',
					...branches(place + 3),
					`	return pool.query('insert into ${name}s (kind) values ($1)', [input.kind]);`,
					'}',
					''
				].join('\n')
			],
			[`src/views/${name}.tsx`, `export const ${name} = () => <p>${name}</p>;\n`],
			...(place < 6
				? ([
						[
							`src/services/${name}.test.ts`,
							`import { it, vi } from 'vitest';\nimport request from 'supertest';\nimport { load } from './${name}';\nconst send = vi.fn();\nit('loads', () => load('1'));\nit('answers', () => request(send).get('/${name}'));\n`
						]
					] as [string, string][])
				: [])
		])
	),
	...Object.fromEntries(
		Array.from({ length: 12 }, (_, place): [string, string] => [
			`src/format/format${place}.ts`,
			`export const format${place} = (value: number) => value + ${place};\n`
		])
	),
	'src/database.ts':
		"import { Pool } from 'pg';\nexport const pool = new Pool({ connectionString: process.env.DATABASE_URL });\n",
	'src/session.ts':
		"import jwt from 'jsonwebtoken';\nimport { route } from './routes/feed';\nexport const requireUser = (req, res, next) => {\n\treq.user = jwt.verify(req.headers.authorization, process.env.SECRET);\n\tnext();\n};\nexport const sign = (id) => jwt.sign({ id, route }, process.env.SECRET);\n",
	'package.json': JSON.stringify({
		name: 'app',
		dependencies: { express: '5', pg: '8', jsonwebtoken: '9', request: '2' },
		devDependencies: { vitest: '4', supertest: '7' }
	}),
	Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n',
	'docker-compose.yml': 'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n',
	'.github/workflows/test.yml': 'on:\n  push:\njobs:\n  test:\n    steps:\n      - run: npm test\n',
	'.github/workflows/release.yml':
		'on:\n  push:\njobs:\n  publish:\n    steps:\n      - run: npm publish\n',
	'migrations/1.sql': parts
		.map((name) => `create table ${name}s (id serial primary key, kind int, author_id int);`)
		.join('\n')
};

const commits = [
	commitOf(
		{
			id: 'b'.repeat(40),
			at: day(20),
			subject: 'Revert "Cache feeds in memory"',
			body: `This reverts commit ${'a'.repeat(40)}.`
		},
		'src/services/feed.ts'
	),
	...Array.from({ length: 12 }, (_, place) =>
		commitOf(
			{ id: String(place).padStart(40, '0'), at: day(19 - place), subject: `Fix search ${place}` },
			'src/services/search.ts'
		)
	),
	commitOf(
		{ id: 'a'.repeat(40), at: day(2), subject: 'Cache feeds in memory' },
		'src/services/feed.ts'
	)
];

let material: QuestionMaterial;
let questions: Question[];

beforeAll(async () => {
	material = await materialOf(contents, historyOf(commits));
	questions = questionsFrom(material);
}, 30_000);

/** What somebody reads who is asked. */
const textsOf = ({ question, hints, followUps }: Question) => [
	question,
	...hints,
	...followUps.map((followUp) => followUp.question)
];

describe('questionsFrom', () => {
	it('[Q3] asks at least twelve questions of a repository of fifty files, forty at most', () => {
		expect(Object.keys(contents).length).toBeGreaterThanOrEqual(50);
		expect(questions.length).toBeGreaterThanOrEqual(12);
		expect(questions.length).toBeLessThanOrEqual(40);
	});

	it('[Q3] asks in all four categories and at all three difficulties', () => {
		expect(new Set(questions.map(({ category }) => category))).toEqual(new Set(categories));
		expect(new Set(questions.map(({ difficulty }) => difficulty))).toEqual(new Set(difficulties));
	});

	it('[Q3] asks no two alike', () => {
		const texts = questions.map(({ question }) => masked(question));
		expect(new Set(texts).size).toBe(texts.length);
		expect(new Set(questions.map(({ questionId }) => questionId)).size).toBe(questions.length);
	});

	it('[Q3] rests at least half of them on two places', () => {
		const two = questions.filter(
			({ evidence }) => new Set(evidence.map((one) => JSON.stringify(one))).size > 1
		);
		expect(two.length * 2).toBeGreaterThanOrEqual(questions.length);
	});

	it('[Q3] asks in other words where another repository is in the same situation', () => {
		const names = Array.from({ length: 40 }, (_, place) => `acme/app${place}`);
		const repositories = new Map<string, number>();
		for (const name of names) {
			const texts = questionsFrom({ ...material, name }).map(({ question }) => masked(question));
			for (const text of new Set(texts)) repositories.set(text, (repositories.get(text) ?? 0) + 1);
		}
		const tooOften = [...repositories].filter(([, count]) => count > names.length / 4);
		expect(tooOften).toEqual([]);
	});

	it('[Q3] gives each what the format asks for', () => {
		const faults = questions.flatMap(
			(question) => questionSchema.safeParse(question).error?.issues ?? []
		);
		expect(faults).toEqual([]);
	});

	it('[Q3] gives each follow-ups of both kinds', () => {
		for (const { followUps, question } of questions) {
			const kinds = new Set(followUps.map(({ type }) => type));
			expect(kinds, question).toEqual(new Set(['clarifying', 'deeper_technical']));
		}
	});

	it('[Q3] names no point of the rubric in the question or in the first hint', () => {
		for (const { question, hints, rubric } of questions) {
			const told = `${question} ${hints[0]}`.toLowerCase();
			const given = rubric.filter(({ claim }) => told.includes(claim.toLowerCase()));
			expect(given, question).toEqual([]);
		}
	});

	it('[Q3] writes plain sentences: nothing missing, nothing counted wrong', () => {
		const wrong = questions
			.flatMap(textsOf)
			.filter((text) =>
				/\bundefined\b|\bNaN\b|\[object|\$\{| {2}|\s[,;?]|\s\.\s|,,|\b1 \w+s (?:are|have|use)\b/.test(
					text
				)
			);
		expect(wrong).toEqual([]);
	});

	it('[Q3] asks the same in the same words as long as the repository stays as it is', () => {
		expect(questionsFrom(material)).toEqual(questions);
		expect(questions[0]?.questionId).toMatch(/^[\da-f]{24}$/);
	});

	it('[Q3] knows every maker by another name, since ids come from it', () => {
		expect(new Set(makers.map(({ name }) => name)).size).toBe(makers.length);
	});
});
