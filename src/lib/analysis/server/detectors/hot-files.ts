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
const YEAR = 365 * 86_400_000;

/** Files that have been changed often and long, and are complex (churn × complexity). */
export const hotFiles: Detector = {
	name,
	topics: ['history'],
	detect(project) {
		const { history } = project;
		if (!history) return [];
		const lives = livesOf(project);
		return hotSpots(project.sources, history)
			.filter(
				({ score, commits, complexity }) =>
					score >= LEAST_SCORE && commits >= LEAST_COMMITS && complexity >= LEAST_COMPLEXITY
			)
			.slice(0, MOST)
			.flatMap((spot): Finding[] => {
				const { path, commits, complexity, worst } = spot;
				const life = lives.get(path);
				if (!life) return [];
				const years = (life.last - life.first) / YEAR;
				const time =
					years >= 1
						? `${years.toFixed(1)} years`
						: counted(Math.max(1, Math.round(years * 12)), 'month');
				const at = worst
					? {
							path,
							startLine: worst.startLine,
							endLine: Math.min(worst.endLine, worst.startLine + 11)
						}
					: { path, startLine: 1 };
				return [
					finding(project, {
						detector: name,
						subject: path,
						topic: 'history',
						kind: 'fact',
						title: `${path} was changed by ${commits} of ${counted(history.commits.length, 'commit')} over ${time}, by ${counted(life.people.size, 'person', 'people')}${worst && worst.complexity > 1 ? `; its most complex function is ${worst.name} (${worst.complexity})` : ''}.`,
						detail:
							'It is complex and is changed often: what is made simpler here pays sooner than anywhere else, and a mistake is more likely here than elsewhere.',
						confidence: 0.92,
						at: [at],
						facts: {
							path,
							commits,
							complexity,
							people: life.people.size,
							...(worst && { worst: worst.name, worstComplexity: worst.complexity })
						}
					})
				];
			});
	}
};

interface Life {
	first: number;
	last: number;
	people: Set<string>;
}

function livesOf(project: Project): Map<string, Life> {
	const today = namesToday(project);
	const lives = new Map<string, Life>();
	for (const { files, at, author } of project.history?.commits ?? []) {
		const time = Date.parse(at);
		for (const { path } of files) {
			const now = today(path);
			const life = lives.get(now) ?? { first: time, last: time, people: new Set() };
			life.first = Math.min(life.first, time);
			life.last = Math.max(life.last, time);
			life.people.add(author);
			lives.set(now, life);
		}
	}
	return lives;
}
