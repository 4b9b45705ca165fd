import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listOf } from '../draft';

/** Whether two findings tell of the same side: tests of a front end say nothing of its server. */
export function haveLanguageInCommon(project: Project, one: Finding, other: Finding): boolean {
	const languages = languagesOf(project, other);
	return [...languagesOf(project, one)].some((language) => languages.has(language));
}

/** Doubles of one side only: told as one number, those of two sides say nothing of either. */
export const isOneSided = (doubles: Finding): boolean =>
	new Set(listOf(doubles, 'styles').map((style) => /jest|vi\.|sinon/i.test(style))).size <= 1;

const languagesOf = (project: Project, { evidence }: Finding) =>
	new Set(
		evidence.flatMap(({ path }) => {
			const language = project.files.find((file) => file.path === path)?.language;
			return language === undefined ? [] : [language.replace('javascript', 'typescript')];
		})
	);
