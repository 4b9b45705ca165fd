import { beforeAll, describe, expect, test } from 'vitest';
import type { QuestionDraft, QuestionMaterial } from './maker';
import { masked } from './masked';
import { Phrasing } from './phrasing';
import { faultsOf, materialOf } from './questions.fixtures';
import { trustMakers } from './trust-makers';

/** A small service in which nearly everything is found that these makers ask about. */
const shop = {
	'package.json': JSON.stringify({ name: 'shop', dependencies: { express: '^5.0.0' } }),
	'src/token.ts': `import jwt from 'jsonwebtoken';
export const sign = (id: number) => jwt.sign({ id }, process.env.JWT_SECRET || 'hushNow17', { expiresIn: '7d' });
`,
	'src/check.ts': `import jwt from 'jsonwebtoken';
export const check = (token: string) => jwt.verify(token, process.env.JWT_SECRET || 'hushNow17');
`,
	'src/sessions.ts': `import session from 'express-session';
export const sessions = session({ secret: process.env.SESSION_SECRET });
`,
	'src/people.ts': `import bcrypt from 'bcrypt';
export const hash = (password: string) => bcrypt.hash(password, 8);
export const fits = (password: string, kept: string) => bcrypt.compare(password, kept);
`,
	'src/routes.ts': `import { Router } from 'express';
const router = Router();
router.post('/login', signIn);
router.get('/health', (req, res) => res.end());
router.get('/orders', requireAuth, list);
router.post('/orders', requireAuth, add);
router.post('/orders/cancel', requireAuth, cancel);
router.put('/orders/:id', requireAuth, change);
router.delete('/orders/:id', remove);
router.get('/goods', goods);
router.post('/goods', requireAuth, addGood);
router.patch('/goods/:id', requireAuth, changeGood);
router.get('/tags', tags);
`,
	'src/orders.schema.ts':
		"import { z } from 'zod';\nexport const order = z.object({ good: z.number() });\n",
	'src/orders.ts': `import { Repository } from 'typeorm';
export const list = (page: number) => orders.createQueryBuilder().skip(page * 20).take(20);
export const write = (req: Request) => prisma.order.create({ data: req.body });
export async function updateOrder(id: number, user: User) {
	if ((await find(id)).owner !== user.id) throw new ForbiddenException('not yours');
}
export async function deleteOrder(id: number, user: User) {
	if ((await find(id)).owner !== user.id) throw new ForbiddenException('not yours');
}
`,
	'src/app.ts': `import cors from 'cors';
import express from 'express';
app.use(cors());
app.use((err, req, res, next) => {
	res.status(500).end();
});
`,
	'src/errors.ts':
		'export class NotFoundError extends Error {}\nexport class ConflictError extends Error {}\n',
	'src/mail.ts': `import winston from 'winston';
export const logger = winston.createLogger({ level: process.env.LOG_LEVEL, host: process.env.MAIL_HOST });
export async function send() {
	try {
		await work();
	} catch {}
}
`
};

let material: QuestionMaterial;
beforeAll(async () => {
	material = await materialOf(shop);
});

const draftsFor = (name: string): QuestionDraft[] =>
	trustMakers.flatMap((maker) => maker.make(material, new Phrasing(name)));

/** Enough repositories for every way of saying a thing to turn up. */
const names = Array.from({ length: 60 }, (_, place) => `people/project-${place}`);

describe('[Q3] questions about trust, in whatever words they come', () => {
	test('are whole, and read as sentences', () => {
		for (const draft of names.flatMap(draftsFor)) {
			expect(faultsOf(draft)).toEqual([]);
			expect(draft.question).toMatch(/\?$/);
			expect(`${draft.question} ${draft.modelAnswer}`).not.toMatch(
				/undefined|NaN|\[object| {2}|,,|\.\.|\b1 (places|files|routes|handlers)\b|\b(the the|a a)\b/
			);
		}
	});

	test('lead to the points without naming them', () => {
		for (const { question, hints, rubric, followUps } of names.flatMap(draftsFor)) {
			const told = `${question} ${hints[0]}`.toLowerCase();
			for (const { claim } of rubric) expect(told).not.toContain(claim.toLowerCase());
			const types = new Set(followUps.map(({ type }) => type));
			expect(types).toEqual(new Set(['clarifying', 'deeper_technical']));
		}
	});

	test('are rarely asked of two repositories in the same words', () => {
		const counts = new Map<string, number>();
		for (const { question } of names.flatMap(draftsFor)) {
			const words = masked(question);
			counts.set(words, (counts.get(words) ?? 0) + 1);
		}
		expect(Math.max(...counts.values())).toBeLessThan(names.length / 4);
	});

	test('are of several categories and difficulties, and mostly about two places', () => {
		const drafts = draftsFor('ann/shop');
		expect(drafts.length).toBeGreaterThanOrEqual(18);
		expect(new Set(drafts.map(({ category }) => category)).size).toBe(4);
		expect(new Set(drafts.map(({ difficulty }) => difficulty)).size).toBe(3);
		const related = drafts.filter(({ isRelated }) => isRelated).length;
		expect(related / drafts.length).toBeGreaterThan(0.75);
	});

	test('tell no secret', () => {
		expect(JSON.stringify(draftsFor('ann/shop')).includes('hushNow17')).toBe(false);
	});
});

test('[Q3] of a repository in which nothing was found nothing is asked', async () => {
	const empty = await materialOf({ 'README.md': 'Words.' });
	expect(trustMakers.flatMap((maker) => maker.make(empty, new Phrasing('ann/words')))).toEqual([]);
});
