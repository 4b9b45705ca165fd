import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { hotSpots } from '../read/hot-spots';
import { counted, finding, type Detector } from './detector';
import { namesToday } from './places-of-files';

const name = 'hot-files';

const MOST = 4;
const LEAST_SCORE = 0.8;
const LEAST_COMMITS = 10;
const LEAST_COMPLEXITY = 15;

/** Files that have been changed often and long, and are complex (churn × complexity). */
export const hotFiles: Detector = {
	name,
	topics: ['history'],
	detect(project) {
		const { history } = project;
		if (!history) return [];
		const whose = peopleOf(project);
		return hotSpots(project.sources, history)
			.filter(
				({ score, commits, complexity }) =>
					score >= LEAST_SCORE && commits >= LEAST_COMMITS && complexity >= LEAST_COMPLEXITY
			)
			.slice(0, MOST)
			.flatMap((spot): Finding[] => {
				const { path, commits, complexity, worst } = spot;
				const people = whose.get(path);
				// A long list that everybody adds to is no complex file.
				if (!people || !worst) return [];
				const at = {
					path,
					startLine: worst.startLine,
					endLine: Math.min(worst.endLine, worst.startLine + 11)
				};
				return [
					finding(project, {
						detector: name,
						subject: path,
						topic: 'history',
						kind: 'fact',
						title: `${path} was changed in at least ${counted(commits, 'commit')} by at least ${counted(people.size, 'person', 'people')}${worst.complexity > 1 && !hides(project, path) ? `; its most complex function is ${worst.name} (${worst.complexity})` : ''}.`,
						detail:
							'It is complex and is changed often: what is made simpler here pays sooner than anywhere else, and a mistake is more likely here than elsewhere.',
						confidence: 0.92,
						at: [at],
						facts: {
							path,
							commits,
							complexity,
							people: people.size,
							worst: worst.name,
							worstComplexity: worst.complexity
						}
					})
				];
			});
	}
};

/** Longer ones may hold a whole page, or a match of many arms. */
const LONG_MACRO = 12;

/** Branches within macros are not seen, and what is simple by count may be the longest of all. */
const hides = ({ files }: Project, path: string) =>
	files.some(
		(file) =>
			file.path === path &&
			file.calls.some(
				({ callee, startLine, endLine }) => callee.endsWith('!') && endLine - startLine > LONG_MACRO
			)
	);

/** Who changed each file, under whatever name it had. */
function peopleOf(project: Project): Map<string, Set<string>> {
	const today = namesToday(project);
	const people = new Map<string, Set<string>>();
	for (const { files, author } of project.history?.commits ?? []) {
		for (const { path } of files) {
			const now = today(path);
			const known = people.get(now) ?? new Set();
			people.set(now, known.add(author));
		}
	}
	return people;
}
