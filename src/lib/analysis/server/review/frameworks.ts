import type { Dependency, Ecosystem, Manifest } from '../../manifests';
import { frameworkTable, purposes, type Purpose } from './framework-table';

export interface Framework {
	/** As people call it: `Spring MVC`. */
	name: string;
	purpose: Purpose;
	ecosystem: Ecosystem;
	/** As the registry calls it. */
	dependency: string;
	version?: string;
	isDevelopment: boolean;
	/** Where the manifest says so. */
	path: string;
	line: number;
	/** How many manifests ask for it. */
	manifests: number;
}

interface Known {
	name: string;
	purpose: Purpose;
}

const exact = new Map<string, Known>();
const prefixes: { key: string; known: Known }[] = [];

for (const [ecosystem, rows] of Object.entries(frameworkTable)) {
	for (const [purpose, names] of Object.entries(rows)) {
		for (const [pattern, name] of Object.entries(names)) {
			const known = { name, purpose: purposes.find((one) => one === purpose)! };
			const key = `${ecosystem} ${pattern.replace(/\*$/, '')}`;
			if (pattern.endsWith('*')) prefixes.push({ key, known });
			else exact.set(key, known);
		}
	}
}
// The longest first: what is said of `a.b.*` goes before what is said of `a.*`.
prefixes.sort((one, other) => other.key.length - one.key.length);

/** What a library is there for; undefined where the table does not know it. */
export function knownAs({ ecosystem, name }: Dependency): Known | undefined {
	const key = `${ecosystem} ${name}`;
	return exact.get(key) ?? prefixes.find((prefix) => key.startsWith(prefix.key))?.known;
}

/** One for each name and purpose, the most important purposes first. */
export function frameworksOf(manifests: readonly Manifest[]): Framework[] {
	const found = new Map<string, Framework & { paths: Set<string> }>();
	for (const dependency of manifests.flatMap(({ dependencies }) => dependencies)) {
		const known = knownAs(dependency);
		if (!known) continue;
		const { ecosystem, name, version, isDevelopment, path, line } = dependency;
		const key = `${ecosystem} ${known.purpose} ${known.name}`;
		const before = found.get(key);
		before?.paths.add(path);
		// What production needs says more than what a test does.
		if (before && (!before.isDevelopment || isDevelopment)) continue;
		const paths = before?.paths ?? new Set([path]);
		const place = { dependency: name, version, isDevelopment, path, line };
		found.set(key, { ...known, ecosystem, ...place, manifests: 0, paths });
	}
	return Array.from(found.values(), ({ paths, ...framework }) => ({
		...framework,
		manifests: paths.size
	})).sort((one, other) => purposes.indexOf(one.purpose) - purposes.indexOf(other.purpose));
}
