/**
 * What an analysis looks at: files as they were handed over, and what is known of their history.
 * Types only; what makes them is on the server.
 */

export interface SourceFile {
	/** Relative to the root, with slashes; valid UTF-8, no `..`. */
	path: string;
	bytes: number;
	/** SHA-256 of the content, hex; unchanged files are not parsed again (rule N6). */
	hash: string;
}

/** Something that was left out, and is said so in the report. */
export interface Truncation {
	what: 'file' | 'files' | 'history' | 'bytes';
	/** A sentence: "data/dump.sql was left out: 31 MiB, and files up to 1 MiB are read." */
	sentence: string;
	path?: string;
	count?: number;
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
	/** Paths that it changed; `from` where one was renamed. */
	files: { path: string; from?: string; added?: number; removed?: number }[];
}

/** Newest first; undefined for sources without `.git`. */
export interface History {
	commits: Commit[];
	branch: string;
}

export interface Snapshot {
	/** A name for people: `owner/name`, the archive's or the folder's. */
	name: string;
	/** The newest commit, where there is a history. */
	commit?: string;
	files: readonly SourceFile[];
	truncations: readonly Truncation[];
	history?: History;
	/** Content of a file of at most 1 MiB. */
	read(path: string): Promise<Buffer>;
	/** Removes what lies on disk. */
	dispose(): Promise<void>;
}
