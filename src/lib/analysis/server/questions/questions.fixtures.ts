import { projectOf, snapshotOf } from '../../analysis.fixtures';
import { questionSchema } from '../../formats/question-schema';
import type { History } from '../../source';
import { reportOn } from '../report/intelligence';
import { resolutionOf } from '../report/resolution';
import { reviewProject } from '../review/review-project';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from './maker';
import { Phrasing } from './phrasing';

/** What makers of questions are given of a repository of these files, by the real detectors. */
export async function materialOf(
	contents: Record<string, string>,
	history?: History,
	name = 'acme/fixture'
): Promise<QuestionMaterial> {
	const project = await projectOf(contents, history);
	const signal = new AbortController().signal;
	const reviewed = await reviewProject(
		snapshotOf(contents, { name, ...(history && { history }) }),
		{
			signal
		}
	);
	const { report, findings } = await reportOn(project, {
		signal,
		resolution: resolutionOf(new Map(Object.entries(contents))),
		onFindings: async () => undefined,
		onDetected: () => undefined,
		onConnected: () => undefined
	});
	return {
		name,
		project,
		findings: [...reviewed.findings, ...findings],
		review: reviewed.review,
		report
	};
}

/** What one maker asks of such a repository. */
export async function asked(
	maker: QuestionMaker,
	contents: Record<string, string>,
	history?: History
): Promise<QuestionDraft[]> {
	const material = await materialOf(contents, history);
	return maker.make(material, new Phrasing(material.name));
}

/** What keeps a draft from being a whole question, in the schema's words; none where it is one. */
export const faultsOf = (draft: QuestionDraft): string[] =>
	questionSchema
		.safeParse({ ...draft, questionId: 'q' })
		.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

/** `path:line`, or `path@commit`, of its evidence. */
export const placesIn = ({ evidence }: QuestionDraft): string[] =>
	evidence.map(({ path, startLine, commit }) =>
		commit === undefined ? `${path}:${startLine}` : `${path}@${commit}`
	);
