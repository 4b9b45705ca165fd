import type { Finding, FindingKind, Topic } from '../../findings';
import type { Project } from '../../project';
import { finding, listed } from './detector';
import { sureness, usesOf, type Mark, type Use } from './marks';

export interface LibraryFinding<M extends Mark> {
	/** The second half of the key. */
	subject: string;
	topic: Topic;
	kind?: FindingKind;
	/** @param names joined by commas; @param uses which of them, the most used first */
	title(names: string, uses: readonly Use<M>[]): string;
	detail: string;
	/** Which of the marks it is about. */
	of?(mark: M): boolean;
}

/** Findings that say which of several libraries does a thing, one finding for each kind of thing. */
export function libraryFindings<M extends Mark>(
	project: Project,
	detector: string,
	marks: readonly M[],
	wanted: readonly LibraryFinding<M>[]
): Finding[] {
	const all = usesOf(project, marks);
	return wanted.flatMap(({ subject, topic, kind = 'decision', title, detail, of = () => true }) => {
		const own = all.filter(({ mark }) => of(mark));
		const seen = own.filter(({ manifestOnly }) => !manifestOnly);
		const uses = seen.length > 0 ? seen : own;
		const [first] = uses;
		if (!first) return [];
		const names = [...new Set(uses.map(({ mark }) => mark.name))];
		return [
			finding(project, {
				detector,
				subject,
				topic,
				kind,
				title: first.manifestOnly ? declared(first, names) : title(listed(names), uses),
				detail,
				confidence: sureness(first),
				manifestOnly: first.manifestOnly,
				at: uses.flatMap(({ places }) => places),
				facts: {
					libraries: names,
					uses: uses.reduce((sum, use) => sum + use.uses, 0),
					files: uses.reduce((sum, use) => sum + use.files, 0)
				}
			})
		];
	});
}

/** All that a manifest alone shows, which is not what the library is used for. */
const declared = ({ places }: Use, names: readonly string[]) =>
	`${places[0]!.path} declares ${listed(names)} among the dependencies.`;
