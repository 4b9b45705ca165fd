import { expect, test } from 'vitest';
import { asked, placesIn } from '../questions.fixtures';
import { errorKindQuestions } from './error-kinds';
import { failureQuestions } from './failures';
import { about, express, falseIn } from './trust.fixtures';

const passing = (name: string) => `export async function ${name}() {
	try {
		await work();
	} catch (error) {
		throw new Error('${name}', { cause: error });
	}
}
`;

const silent = `export async function leave() {
	try {
		await work();
	} catch {}
}
`;

test('[Q3] an error that nobody hears of is the exception to those that are passed on', async () => {
	const question = about(
		await asked(failureQuestions, {
			'src/leave.ts': silent,
			'src/work.ts': ['a', 'b', 'c', 'd'].map(passing).join('')
		}),
		'unheard'
	);
	expect(question.question).toContain('leave.ts');
	expect(question.isRelated).toBe(true);
	expect(placesIn(question)[0]).toBe('src/leave.ts:4');
	expect(falseIn(question)).toContain('The error is logged there.');
});

test('[Q3] handlers that pass errors on are asked about by nobody', async () => {
	const drafts = await asked(failureQuestions, {
		'src/a.ts': ['a', 'b', 'c', 'd', 'e'].map(passing).join('')
	});
	expect(drafts).toEqual([]);
});

test('[Q3] types of errors are asked about with the place that answers for them', async () => {
	const question = about(
		await asked(errorKindQuestions, {
			...express("router.get('/posts', a);\nrouter.get('/tags', b);\nrouter.get('/people', c);"),
			'src/errors.ts':
				'export class NotFoundError extends Error {}\nexport class ConflictError extends Error {}\n',
			'src/app.ts':
				"import express from 'express';\napp.use((err, req, res, next) => {\n\tres.status(500).end();\n});\n"
		}),
		'to-the-outside'
	);
	expect(question.fileReferences).toEqual(['src/app.ts', 'src/errors.ts']);
	expect(falseIn(question)).toEqual(['Every route builds its own error response.']);
});

test('[Q3] an error put into a text is held against those that keep their cause', async () => {
	const question = about(
		await asked(errorKindQuestions, {
			'store/a.go': `package store

import "fmt"

func A() error {
	if err := work(); err != nil {
		return fmt.Errorf("a: %v", err)
	}
	return nil
}
`,
			'store/b.go': `package store

import "fmt"

func B() error {
	if err := work(); err != nil {
		return fmt.Errorf("b: %w", err)
	}
	return nil
}
`
		}),
		'cause-lost'
	);
	expect(placesIn(question)).toEqual(['store/a.go:7', 'store/b.go:7']);
	expect(question.isRelated).toBe(true);
});
