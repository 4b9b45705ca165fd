import { expect } from 'vitest';
import type { QuestionDraft } from '../maker';
import { faultsOf } from '../questions.fixtures';

/** The one about this subject, which must be asked, and whole. */
export function about(drafts: readonly QuestionDraft[], subject: string): QuestionDraft {
	const found = drafts.find((draft) => draft.subject === subject);
	if (!found) throw new Error(`Nothing is asked about ${subject}.`);
	expect(faultsOf(found)).toEqual([]);
	return found;
}

/** Claims and wordings of the rubric, one point a line. */
export const saidIn = ({ rubric }: QuestionDraft): string =>
	rubric.map(({ claim, wordings }) => [claim, ...wordings].join(' ')).join('\n');

/** What would be false to say. */
export const falseIn = ({ rubric }: QuestionDraft): string[] =>
	rubric.flatMap(({ contradictions = [] }) => contradictions);

/** Routes of Express in one file, with what they need. */
export const express = (routes: string, path = 'src/routes/posts.ts') => ({
	[path]: `import { Router } from 'express';\nconst router = Router();\n${routes}\n`
});
