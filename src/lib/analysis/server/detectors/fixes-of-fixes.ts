import { fixesOfFixes as pairsOf } from '../review/second-thoughts';
import { finding, type Detector } from './detector';
import { isOwnCode, namesToday, placeOfFile } from './places-of-files';
import { after } from './reverts';

const name = 'fixes-of-fixes';
const MOST = 4;

/** Files that were mended again within two weeks. */
export const fixesOfFixes: Detector = {
	name,
	topics: ['history'],
	detect(project) {
		const { history } = project;
		if (!history) return [];
		const today = namesToday(project);
		const isOwn = isOwnCode(project);
		const isTest = new Set(project.files.filter((file) => file.isTest).map(({ path }) => path));
		const isMended = (path: string) => isOwn(path) && !isTest.has(path) && !SETTINGS.test(path);
		const pairs = pairsOf(history, (path) => isMended(today(path)));
		const byFile = Map.groupBy(pairs, ({ path }) => today(path));
		return Array.from(byFile)
			.sort(([one, some], [other, more]) => more.length - some.length || (one < other ? -1 : 1))
			.slice(0, MOST)
			.flatMap(([path, found]) => {
				const place = placeOfFile(project, path);
				const pair = nearest(found);
				if (!place || !pair) return [];
				const times = found.length === 1 ? '' : `at least ${found.length} times, once `;
				return [
					finding(project, {
						detector: name,
						subject: path,
						topic: 'history',
						kind: 'fact',
						title: `A fix in ${path} was followed by another ${times}${after(pair.days)}: “${pair.firstSubject.slice(0, 70)}”, then “${pair.secondSubject.slice(0, 70)}”.`,
						detail:
							'Both changed this file; whether the second mended the first or another bug beside it, the place is one where mistakes gather. Worth a look is which test came with them.',
						confidence: 0.85,
						at: [place],
						facts: {
							path,
							times: found.length,
							days: pair.days,
							first: pair.first,
							second: pair.second,
							firstSubject: pair.firstSubject,
							secondSubject: pair.secondSubject
						}
					})
				];
			});
	}
};

/** Manifests and settings written as code: they change with what is mended elsewhere. */
const SETTINGS =
	/(^|\/)(Gemfile|Rakefile|[\w-]+\.gemspec|setup\.py|conftest\.py|build\.rs|\w+\.gradle\.kts|[\w.-]+\.config\.[cm]?[jt]s)$/;

type Pair = ReturnType<typeof pairsOf>[number];

/** The pair that most likely has to do with one another: by the words that both subjects say. */
const nearest = (pairs: readonly Pair[]): Pair | undefined =>
	pairs.toSorted((one, other) => inCommon(other) - inCommon(one))[0];

function inCommon({ firstSubject, secondSubject }: Pair): number {
	const words = (subject: string) => new Set(subject.toLowerCase().match(/[\p{L}\p{N}_]{4,}/gu));
	return words(firstSubject).intersection(words(secondSubject)).size;
}
