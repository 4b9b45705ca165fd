import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { churnOf, mainAuthor, truckFactor, type Churn } from '../review/churn';
import { counted, finding, grouped, type Detector } from './detector';
import { placeOfFile } from './places-of-files';

const name = 'lone-owner';

const LEAST_COMMITS = 10;
const LEAST_SHARE = 0.9;
/** Where two work, half of it is one’s by chance. */
const LEAST_PEOPLE = 3;
const MOST = 3;

const pause = () => new Promise<void>(setImmediate);

/** Parts that one person alone knows, where several work. */
export const loneOwner: Detector = {
	name,
	topics: ['history'],
	async detect(project) {
		const { history } = project;
		if (!history) return [];
		const names = new Map(history.commits.map(({ author, authorName }) => [author, authorName]));
		if (names.size < LEAST_PEOPLE) return [];
		const sources = new Set(project.sources.map(({ path }) => path));
		const churn = await churnOf(history, (path) => sources.has(path), pause);
		return [
			...wholeProject(project, churn.files, names),
			...folders(project, churn.folders, names)
		];
	}
};

function wholeProject(
	project: Project,
	files: ReadonlyMap<string, Churn>,
	names: ReadonlyMap<string, string>
): Finding[] {
	if (files.size < LEAST_COMMITS || truckFactor(files.values()) !== 1) return [];
	const led = Array.from(files.values()).filter(hasLeader);
	const owned = Map.groupBy(led, (file) => mainAuthor(file).author);
	const [most] = Array.from(owned).sort(([, some], [, more]) => more.length - some.length);
	if (!most) return [];
	const [author, own] = most;
	const at = own
		.toSorted((one, other) => other.commits - one.commits)
		.flatMap(({ path }) => placeOfFile(project, path) ?? [])
		.slice(0, 8);
	if (at.length === 0) return [];
	return [
		finding(project, {
			detector: name,
			subject: 'project',
			topic: 'history',
			kind: 'fact',
			title: `${names.get(author) ?? 'One person'} has made more commits than anybody else to ${own.length} of ${counted(files.size, 'source file')}, of ${names.size} people in all (sweeping commits left out).`,
			detail:
				'Without this one person more than half of the files have nobody who changed them most. Commits are not knowledge, but they are the best sign that a history has.',
			confidence: 0.9,
			at,
			facts: {
				name: names.get(author) ?? '',
				files: own.length,
				of: files.size,
				people: names.size
			}
		})
	];
}

/** Not where two have made as many. */
function hasLeader(file: Churn): boolean {
	const [most = 0, next = 0] = Array.from(file.people.values()).sort((one, other) => other - one);
	return most > next;
}

function folders(
	project: Project,
	all: ReadonlyMap<string, Churn>,
	names: ReadonlyMap<string, string>
): Finding[] {
	const whole = Math.max(...Array.from(all.values(), ({ commits }) => commits), 0);
	return Array.from(all.values())
		.filter(({ path, commits }) => path !== '' && commits >= LEAST_COMMITS && commits < whole * 0.7)
		.map((folder) => ({ folder, ...mainAuthor(folder) }))
		.filter(({ share }) => share >= LEAST_SHARE)
		.toSorted((one, other) => other.folder.commits - one.folder.commits)
		.slice(0, MOST)
		.flatMap(({ folder, author, share }) => {
			const { path, commits } = folder;
			const at = project.sources
				.filter((file) => file.path.startsWith(`${path}/`))
				.slice(0, 8)
				.flatMap((file) => placeOfFile(project, file.path) ?? []);
			if (at.length === 0) return [];
			return [
				finding(project, {
					detector: name,
					subject: path,
					topic: 'history',
					kind: 'fact',
					title: `${names.get(author) ?? 'One person'} made ${grouped(Math.round(share * commits))} of the ${counted(commits, 'commit')} that were seen to change the source files ${path} has today, under the names they have.`,
					detail:
						'Others have hardly worked here: reviews of it have one reader who knows it, and when that one is away nobody does.',
					confidence: 0.92,
					at,
					facts: {
						path,
						name: names.get(author) ?? '',
						commits,
						share: Math.round(share * 100) / 100
					}
				})
			];
		});
}
