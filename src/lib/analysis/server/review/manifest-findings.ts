import type { Manifest } from '../../manifests';
import { abandoned } from './abandoned';
import type { Draft, Finder, Material } from './draft';
import { lockAt, lockOf } from './lock-files';
import { folderOf, nameOf } from './paths';

/** What the files of package managers alone say. */
export const manifestFindings: readonly Finder[] = [
	notLocked,
	twoPackageManagers,
	abandonedDependencies,
	packages
];

/** Of those whose programs write a lock file without being asked, and who are no library. */
function isLockable({ path, ecosystem, dependencies }: Manifest): boolean {
	if (dependencies.length === 0) return false;
	const name = nameOf(path);
	return (
		ecosystem === 'npm' || ecosystem === 'composer' || name === 'Gemfile' || name === 'Pipfile'
	);
}

function notLocked({ manifests, listed }: Material): Draft[] {
	const open = manifests.filter((one) => isLockable(one) && lockOf(one, listed) === undefined);
	return Array.from(
		Map.groupBy(open, ({ ecosystem }) => ecosystem),
		([ecosystem, members]): Draft => {
			const [first] = members;
			return {
				key: `review/not-locked:${ecosystem}`,
				detector: 'review/not-locked',
				topic: 'build_and_deployment',
				kind: 'risk',
				title:
					members.length === 1
						? `No lock file stands beside ${first!.path}.`
						: `No lock file stands beside ${members.length} manifests, ${first!.path} among them.`,
				detail:
					'Two installations a day apart may differ. A library may mean it so; what is deployed should not.',
				confidence: 0.8,
				manifestOnly: true,
				places: members.slice(0, 8).map(({ path, dependencies }) => ({
					path,
					startLine: dependencies[0]?.line ?? 1
				})),
				facts: { ecosystem, manifests: members.slice(0, 20).map(({ path }) => path) }
			};
		}
	);
}

function twoPackageManagers({ paths }: Material): Draft[] {
	const locks = [...paths].flatMap((path) => {
		const lock = lockAt(path);
		return lock ? [{ path, ...lock }] : [];
	});
	const groups = Map.groupBy(locks, ({ path, ecosystem }) => `${folderOf(path)} ${ecosystem}`);
	return [...groups.values()].flatMap((members): Draft[] => {
		const managers = [...new Set(members.map(({ manager }) => manager))];
		if (managers.length < 2) return [];
		const folder = folderOf(members[0]!.path) || 'the root';
		return [
			{
				key: `review/two-package-managers:${folderOf(members[0]!.path)}`,
				detector: 'review/two-package-managers',
				topic: 'build_and_deployment',
				kind: 'risk',
				title: `Lock files of ${managers.join(' and ')} stand side by side in ${folder}.`,
				detail: 'Each tells of other versions: which one is installed depends on who installs.',
				confidence: 0.95,
				manifestOnly: true,
				places: members.slice(0, 8).map(({ path }) => ({ path, startLine: 1 })),
				facts: { managers }
			}
		];
	});
}

function abandonedDependencies({ manifests }: Material): Draft[] {
	const all = manifests.flatMap(({ dependencies }) => dependencies);
	const known = all.flatMap((dependency) => {
		const reason = abandoned(dependency);
		return reason ? [{ dependency, reason }] : [];
	});
	const groups = Map.groupBy(
		known,
		({ dependency }) => `${dependency.ecosystem}:${dependency.name}`
	);
	return Array.from(groups, ([subject, members]): Draft => {
		const { dependency, reason } = members[0]!;
		return {
			key: `review/abandoned-dependency:${subject}`,
			detector: 'review/abandoned-dependency',
			topic: 'build_and_deployment',
			kind: 'risk',
			title: `${dependency.path} asks for ${dependency.name}, which is no longer cared for.`,
			detail: reason,
			confidence: 0.95,
			manifestOnly: true,
			places: members
				.slice(0, 8)
				.map(({ dependency: { path, line } }) => ({ path, startLine: line })),
			facts: { dependency: dependency.name, ecosystem: dependency.ecosystem }
		};
	});
}

function packages({ manifests }: Material): Draft[] {
	const root = manifests.find(({ members = [] }) => members.length > 0);
	if (!root) return [];
	const count = manifests.filter(
		({ ecosystem, path }) => ecosystem === root.ecosystem && path !== root.path
	).length;
	if (count < 2) return [];
	return [
		{
			key: `review/workspace:${root.path}`,
			detector: 'review/workspace',
			topic: 'structure',
			kind: 'decision',
			title: `${root.path} holds ${count} packages together in one repository.`,
			detail:
				'A change may cross packages in one commit; building, testing and releasing have to know what depends on what.',
			confidence: 0.95,
			manifestOnly: true,
			places: [{ path: root.path, startLine: 1 }],
			facts: { packages: count, members: (root.members ?? []).slice(0, 20) }
		}
	];
}
