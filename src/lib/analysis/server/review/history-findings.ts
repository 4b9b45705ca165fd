import { codeFiles } from './languages';
import type { Draft, Finder, Material } from './draft';

/** What a history tells for sure. */
export const historyFindings: readonly Finder[] = [
	loneOwner,
	truckFactorOfOne,
	reverts,
	fixesOfFixes
];

const percent = (share: number) => `${Math.round(share * 100)} %`;

function loneOwner({ review: { activity } }: Material): Draft[] {
	const folder = activity?.folders.find(({ path }) => path !== '');
	if (!activity || !folder || activity.people < 2) return [];
	if (folder.commits < 10 || folder.mainShare < 0.8) return [];
	const inside = activity.topFiles.filter(({ path }) => path.startsWith(`${folder.path}/`));
	if (inside.length === 0) return [];
	return [
		{
			key: `review/lone-owner:${folder.path}`,
			detector: 'review/lone-owner',
			topic: 'history',
			kind: 'risk',
			title: `${percent(folder.mainShare)} of the ${folder.commits} commits to ${folder.path}/, the folder that changes most, are by one person.`,
			detail:
				'What that person knows is written down nowhere else: who reviews it, and who takes over?',
			confidence: 0.9,
			manifestOnly: false,
			places: inside.slice(0, 3).map(({ path }) => ({ path, startLine: 1 })),
			facts: {
				folder: folder.path,
				author: folder.mainAuthor,
				share: Math.round(folder.mainShare * 100) / 100,
				commits: folder.commits
			}
		}
	];
}

function truckFactorOfOne({ review: { activity }, files }: Material): Draft[] {
	if (!activity || activity.people < 3 || activity.truckFactor !== 1) return [];
	const code = new Set(codeFiles(files).map(({ path }) => path));
	const changed = activity.topFiles.filter(({ path }) => code.has(path));
	if (changed.length === 0) return [];
	return [
		{
			key: 'review/truck-factor:',
			detector: 'review/truck-factor',
			topic: 'history',
			kind: 'risk',
			title: `Of ${activity.people} people, one is the main author of more than half of the files of code.`,
			detail: 'By commits to each file. Pairing, reviews and notes spread what only one knows.',
			confidence: 0.85,
			manifestOnly: false,
			places: changed.slice(0, 3).map(({ path }) => ({ path, startLine: 1 })),
			facts: { people: activity.people, truckFactor: 1 }
		}
	];
}

function reverts({ review: { activity }, paths }: Material): Draft[] {
	return (activity?.reverts ?? [])
		.flatMap(({ commit, subject, reverted, days, paths: changed }): Draft[] => {
			const still = changed.filter((path) => paths.has(path));
			if (still.length === 0 || reverted === undefined || days === undefined) return [];
			const after = days < 1 ? 'on the same day' : `after ${Math.round(days)} days`;
			return [
				{
					key: `review/revert:${reverted.slice(0, 12)}`,
					detector: 'review/revert',
					topic: 'history',
					kind: 'fact',
					title: `Commit ${reverted.slice(0, 8)} was taken back ${after}: ${shortened(subject)}`,
					detail:
						'Something did not hold that was thought to. What was it, and what was done instead?',
					confidence: 0.95,
					manifestOnly: false,
					places: still.slice(0, 3).map((path) => ({ path, startLine: 1 })),
					facts: { commit, reverted, days, subject: shortened(subject), paths: still }
				}
			];
		})
		.slice(0, 8);
}

function fixesOfFixes({ review: { activity }, paths }: Material): Draft[] {
	const pairs = (activity?.fixesOfFixes ?? []).filter(({ path }) => paths.has(path));
	return Array.from(Map.groupBy(pairs, ({ path }) => path))
		.sort((one, other) => other[1].length - one[1].length)
		.slice(0, 5)
		.map(([path, members]): Draft => {
			const { first, second, days, firstSubject, secondSubject } = members[0]!;
			const again = members.length === 1 ? 'once' : `${members.length} times`;
			return {
				key: `review/fix-of-fix:${path}`,
				detector: 'review/fix-of-fix',
				topic: 'history',
				kind: 'fact',
				title: `${path} was mended again within two weeks of a fix, ${again}.`,
				detail: `Last by ${second.slice(0, 8)} ("${shortened(secondSubject)}"), ${days} days after ${first.slice(0, 8)} ("${shortened(firstSubject)}"): was the cause found, or only what it showed?`,
				confidence: 0.7,
				manifestOnly: false,
				places: [{ path, startLine: 1 }],
				facts: { path, first, second, days, times: members.length }
			};
		});
}

/** Subjects are a stranger's, and may be of any length. */
const shortened = (subject: string) => {
	const characters = Array.from(subject);
	return characters.length <= 80 ? subject : `${characters.slice(0, 79).join('')}…`;
};
