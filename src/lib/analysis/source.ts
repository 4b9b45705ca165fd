/**
 * What an analysis looks at: files as they were handed over, and what is known of their history.
 * What makes them is on the server.
 */

/** What is longer is counted and said, and not read. */
export const MOST_READ_BYTES = 1024 * 1024;

export interface SourceFile {
	/** Relative to the root, with slashes; valid UTF-8, no `..`. */
	path: string;
	/** At most MOST_READ_BYTES. */
	bytes: number;
	/**
	 * Names the content, hex: what git calls the blob's id, computed the same way for files that came
	 * without git. Unchanged files are not parsed again (rule N6).
	 */
	hash: string;
}

/** Something that was left out, and is said so in the report. */
export interface Truncation {
	what: 'file' | 'files' | 'history' | 'bytes';
	/** A sentence: "data/dump.sql was left out: 31 MiB, and files up to 1 MiB are read." */
	sentence: string;
	path?: string;
	count?: number;
	/** Of files that are there though nobody reads them: the first hundred. */
	unread?: string[];
}

export interface Commit {
	id: string;
	parents: string[];
	/** One id a person: a hash of the e-mail address; the address itself is not kept. */
	author: string;
	authorName: string;
	/** ISO 8601. */
	at: string;
	subject: string;
	/** The first 2,000 characters below the subject. */
	body: string;
	/** Paths that it changed, none of a merge; `from` where one was renamed. */
	files: { path: string; from?: string }[];
}

export interface Tag {
	name: string;
	/** Id of the commit. */
	commit: string;
	/** ISO 8601. */
	at: string;
}

export interface History {
	/** Newest first. */
	commits: Commit[];
	/** Of all, where `commits` are the newest of them. */
	total: number;
	/** What HEAD names; `HEAD` where that is no branch. */
	branch: string;
	/** Newest first. */
	tags: Tag[];
}

export interface Snapshot {
	/** A name for people: `owner/name`, the archive's or the folder's. */
	name: string;
	/** The newest commit, where there is a history. */
	commit?: string;
	/** Those that can be read; what was left out is told in `truncations`, all of it once `history` is. */
	files: readonly SourceFile[];
	readonly truncations: readonly Truncation[];
	/**
	 * It is read from the moment on at which the source is open, beside whatever else is looked at;
	 * undefined for sources without `.git`.
	 *
	 * @throws AnalysisError TIMEOUT where that takes too long
	 */
	history(): Promise<History | undefined>;
	/**
	 * Content of one of `files`.
	 *
	 * @throws UnreadableFile where it is damaged: the rest of the source may still be good
	 */
	read(path: string): Promise<Buffer>;
	/** Lets go of what is open; what lies on disk stays, and can be opened again. */
	close(): Promise<void>;
	/** Closes it, and removes what lies on disk. */
	dispose(): Promise<void>;
}

/** A file that was listed and cannot be read. */
export class UnreadableFile extends Error {
	override readonly name = 'UnreadableFile';

	readonly path: string;

	constructor(path: string) {
		super(`${path} cannot be read: its content is missing or damaged.`);
		this.path = path;
	}
}
