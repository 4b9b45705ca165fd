import { z } from 'zod/mini';
import { ecosystems } from '../../manifests';
import { purposes } from './framework-table';
import { roles } from './paths';

/** The report of the stage `project_review`: what the page shows and REST gives (rules N3, N5). */

const count = z.int().check(z.minimum(0));
const share = z.number().check(z.minimum(0), z.maximum(1));
const place = { path: z.string(), line: z.int().check(z.minimum(1)) };

const languageShare = z.object({
	/** As Linguist names it. */
	name: z.string(),
	kind: z.enum(['programming', 'markup', 'data', 'prose']),
	/** `#3178c6`, where the language has a colour of its own. */
	color: z.optional(z.string()),
	files: count,
	lines: count,
	bytes: count,
	/** Of the bytes of all programming languages; 0 for those that are none. */
	share
});

const leftOut = z.object({
	/** Why these files count nowhere else. */
	role: z.enum(roles),
	files: count,
	bytes: count,
	/** The largest, at most five. */
	examples: z.array(z.string())
});

const framework = z.object({
	name: z.string(),
	purpose: z.enum(purposes),
	ecosystem: z.enum(ecosystems),
	dependency: z.string(),
	version: z.optional(z.string()),
	isDevelopment: z.boolean(),
	...place,
	manifests: count
});

const manifestSummary = z.object({
	ecosystem: z.enum(ecosystems),
	path: z.string(),
	name: z.optional(z.string()),
	runtime: z.optional(z.string()),
	dependencies: count,
	developmentDependencies: count,
	/** The lock file that holds for it. */
	lockFile: z.optional(z.string()),
	members: z.array(z.string())
});

const entryPoint = z.object({
	...place,
	kind: z.enum(['main', 'name', 'manifest', 'script', 'container', 'procfile']),
	/** What runs, or why it is one: `npm start: node server.js`. */
	what: z.string()
});

const folder = z.object({
	/** Relative to the root; '' for files at the root. */
	path: z.string(),
	files: count,
	bytes: count,
	/** Of programming languages. */
	lines: count,
	language: z.optional(z.string()),
	/** What it is there for, by its name and by what it holds: `code`, `tests`, `documentation`. */
	purpose: z.string()
});

const tests = z.object({
	files: count,
	lines: count,
	/** Lines of tests among all lines of programming languages. */
	share,
	frameworks: z.array(z.string()),
	/** Folders with tests, the fullest first. */
	folders: z.array(z.object({ path: z.string(), files: count })),
	/** Source files that hold their own tests (Rust). */
	inlineFiles: count
});

const workflow = z.object({
	system: z.string(),
	path: z.string(),
	name: z.optional(z.string()),
	on: z.array(z.string()),
	jobs: z.array(z.string()),
	/** Commands as written, at most 30, without what looks like a secret. */
	commands: z.array(z.string()),
	/** What they are for: `test`, `lint`, `build`, `deploy`, `security`. */
	purposes: z.array(z.string())
});

const containers = z.object({
	images: z.array(z.object({ ...place, image: z.string(), stage: z.optional(z.string()) })),
	dockerfiles: z.array(
		z.object({
			path: z.string(),
			stages: count,
			user: z.optional(z.string()),
			hasHealthCheck: z.boolean(),
			ports: z.array(z.string())
		})
	),
	services: z.array(
		z.object({ ...place, name: z.string(), image: z.optional(z.string()), isBuilt: z.boolean() })
	)
});

const license = z.object({
	/** SPDX id, or as the manifest has it; undefined where the text is none of the known ones. */
	id: z.optional(z.string()),
	...place,
	from: z.enum(['text', 'manifest'])
});

const documentation = z.object({
	readme: z.optional(z.object({ path: z.string(), words: count, headings: z.array(z.string()) })),
	/** Files of prose below docs/ and doc/. */
	files: count,
	hasContributing: z.boolean(),
	hasChangelog: z.boolean(),
	hasSecurityPolicy: z.boolean(),
	decisions: z.array(z.string()),
	apiDescriptions: z.array(z.string()),
	/** Lines of comments among the lines of code that are not blank. */
	commentShare: share
});

const person = z.object({
	/** A hash: the same for the same e-mail address. */
	author: z.string(),
	/** For the owner's eyes. */
	name: z.string(),
	commits: count,
	firstAt: z.string(),
	lastAt: z.string()
});

const activity = z.object({
	branch: z.string(),
	commits: count,
	/** The newest of them: all that follows is of these. */
	read: count,
	people: count,
	firstAt: z.string(),
	lastAt: z.string(),
	ageDays: count,
	/** Ascending; months without a commit are left out. */
	months: z.array(z.object({ month: z.string(), commits: count, people: count })),
	/** Those with the most commits, at most fifty. */
	authors: z.array(person),
	/**
	 * The fewest people without whom more than half of the files have lost their main author, by
	 * commits (after Avelino et al., "A novel approach for estimating truck factors", 2016).
	 */
	truckFactor: count,
	topFiles: z.array(
		z.object({ path: z.string(), commits: count, people: count, lastAt: z.string() })
	),
	folders: z.array(
		z.object({
			path: z.string(),
			commits: count,
			people: count,
			mainAuthor: z.string(),
			mainShare: share
		})
	),
	/** Files and folders with five commits or more, four fifths of them by one person. */
	loneOwners: z.array(
		z.object({ path: z.string(), author: z.string(), name: z.string(), commits: count, share })
	),
	/** Source files that nobody has changed for the longest time. */
	longLived: z.array(
		z.object({ path: z.string(), firstAt: z.string(), lastAt: z.string(), untouchedDays: count })
	),
	reverts: z.array(
		z.object({
			commit: z.string(),
			subject: z.string(),
			at: z.string(),
			author: z.string(),
			/** What it takes back, where that is known. */
			reverted: z.optional(z.string()),
			revertedAt: z.optional(z.string()),
			days: z.optional(z.number()),
			paths: z.array(z.string())
		})
	),
	/** The same file mended twice within two weeks. */
	fixesOfFixes: z.array(
		z.object({
			path: z.string(),
			first: z.string(),
			second: z.string(),
			days: z.number(),
			firstSubject: z.string(),
			secondSubject: z.string()
		})
	),
	releases: z.array(z.object({ name: z.string(), commit: z.string(), at: z.string() })),
	/** Commits of more than 300 files, which say nothing of a single one and were left out there. */
	sweepingCommits: count
});

export const projectReview = z.object({
	name: z.string(),
	commit: z.optional(z.string()),
	/** Of all files, left out or not. */
	files: count,
	bytes: count,
	/** Of programming languages, tests included. */
	lines: count,
	mainLanguage: z.optional(z.string()),
	languages: z.array(languageShare),
	leftOut: z.array(leftOut),
	manifests: z.array(manifestSummary),
	frameworks: z.array(framework),
	entryPoints: z.array(entryPoint),
	structure: z.array(folder),
	tests,
	workflows: z.array(workflow),
	containers,
	licenses: z.array(license),
	documentation,
	/** Absent where there is no history. */
	activity: z.optional(activity),
	/** What could not be read or was left out, in sentences. */
	notes: z.array(z.string())
});

export type ProjectReview = z.output<typeof projectReview>;
export type LanguageShare = z.output<typeof languageShare>;
export type LeftOut = z.output<typeof leftOut>;
export type ManifestSummary = z.output<typeof manifestSummary>;
export type EntryPoint = z.output<typeof entryPoint>;
export type Folder = z.output<typeof folder>;
export type Tests = z.output<typeof tests>;
export type Workflow = z.output<typeof workflow>;
export type Containers = z.output<typeof containers>;
export type License = z.output<typeof license>;
export type Documentation = z.output<typeof documentation>;
export type Activity = z.output<typeof activity>;
