/** What a project says of itself in the files of its package managers. Types only. */

export const ecosystems = [
	'npm',
	'pypi',
	'maven',
	'go',
	'cargo',
	'nuget',
	'gem',
	'composer'
] as const;

export type Ecosystem = (typeof ecosystems)[number];

export interface Dependency {
	ecosystem: Ecosystem;
	/** As its registry calls it: `express`, `org.springframework.boot:spring-boot-starter-web`. */
	name: string;
	/** As written; absent where nothing is. */
	version?: string;
	/** For developing and testing only. */
	isDevelopment: boolean;
	path: string;
	line: number;
}

export interface Manifest {
	ecosystem: Ecosystem;
	path: string;
	/** What it calls the package. */
	name?: string;
	dependencies: Dependency[];
	/** Commands that it names: scripts, entry points. */
	scripts: Record<string, string>;
	/** Files that it calls its entry points. */
	entryPoints: string[];
	license?: string;
	/** The runtime or language version it asks for. */
	runtime?: string;
	/** Where it holds others together, which: folders or patterns as written (`packages/*`). */
	members?: string[];
}
