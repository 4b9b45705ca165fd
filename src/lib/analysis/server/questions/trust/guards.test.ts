import { expect, test } from 'vitest';
import { asked } from '../questions.fixtures';
import { guardQuestions } from './guards';
import { openRouteQuestions } from './open-routes';
import { ownershipQuestions } from './ownership';
import { about, express, falseIn, saidIn } from './trust.fixtures';

const guarded = express(`router.post('/posts', requireAuth, create);
router.put('/posts/:id', requireAuth, update);
router.delete('/posts/:id', remove);
router.get('/posts', list);`);

test('[Q3] a route left open is asked about beside its guarded neighbours', async () => {
	const question = about(await asked(openRouteQuestions, guarded), 'routes');
	expect(question.isRelated).toBe(true);
	expect(question.question).toContain('DELETE /posts/:id');
	expect(question.evidence.map(({ startLine }) => startLine)).toEqual([5, 3, 4]);
	expect(falseIn(question)).toEqual([
		'DELETE /posts/:id is protected by the same guard as its neighbours.'
	]);
});

test('[Q3] where every changing route is guarded nothing is called open', async () => {
	const all = express(`router.post('/posts', requireAuth, create);
router.delete('/posts/:id', requireAuth, remove);`);
	expect(await asked(openRouteQuestions, all)).toEqual([]);
});

test('[Q3] guards at each route mean that a new one is open', async () => {
	const question = about(await asked(guardQuestions, guarded), 'next-route');
	expect(saidIn(question)).toContain('A route that says nothing is open');
	expect(falseIn(question)).toContain('Everything is closed by default.');
});

test('[Q3] a guard for the whole application means that a new one is closed', async () => {
	const question = about(
		await asked(guardQuestions, {
			'src/app.module.ts': `import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
@Module({ providers: [{ provide: APP_GUARD, useClass: AuthGuard }] })
export class AppModule {}
`,
			'src/posts.controller.ts': `import { Controller, Get, Post, UseGuards } from '@nestjs/common';
@Controller('posts')
@UseGuards(AuthGuard)
export class PostsController {
	@Get() list() {}
	@Get('drafts') drafts() {}
	@Get(':id') one() {}
	@Post() create() {}
}
`
		}),
		'next-route'
	);
	expect(saidIn(question)).toContain('A route that says nothing is closed');
	expect(falseIn(question)).toEqual(['A new route is open unless somebody adds a guard to it.']);
});

const refusing = (name: string) => `export async function ${name}(id: number, user: User) {
	const post = await find(id);
	if (post.author !== user.id) throw new ForbiddenException('not yours');
}
`;

test('[Q3] functions that refuse by hand are compared with one another', async () => {
	const question = about(
		await asked(ownershipQuestions, {
			'src/posts.ts': refusing('updatePost') + refusing('deletePost'),
			'src/comments.ts': refusing('deleteComment')
		}),
		'by-hand'
	);
	expect(question.question).toMatch(/updatePost|deletePost/);
	expect(question.fileReferences).toEqual(
		expect.arrayContaining(['src/posts.ts', 'src/comments.ts'])
	);
	expect(falseIn(question)).toEqual(['The rule stands in one place only.']);
});

test('[Q3] a refusal because of a limit says nothing about rows', async () => {
	const limit = (name: string) =>
		`export async function ${name}(req, res) {\n\tif (left() < 1) return res.status(403).end();\n}\n`;
	expect(
		await asked(ownershipQuestions, { 'src/a.ts': limit('addNote') + limit('addPage') })
	).toEqual([]);
});

test('[Q3] a refusal of those who are not signed in says nothing about rows', async () => {
	const drafts = await asked(ownershipQuestions, {
		'src/auth.ts': refusing('login') + refusing('authenticate')
	});
	expect(drafts).toEqual([]);
});

test('[Q3] roles and policies are asked about with what they cannot say', async () => {
	const question = about(
		await asked(ownershipQuestions, {
			'src/A.java':
				'package a;\nclass A {\n\t@PreAuthorize("hasRole(\'ADMIN\')")\n\tvoid b() {}\n}\n'
		}),
		'roles'
	);
	expect(saidIn(question)).toContain('not whether this row is theirs');
});
