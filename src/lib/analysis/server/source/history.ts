import { hash } from 'node:crypto';
import type { Commit, History } from '../../source';
import { git, GitProcess } from './git-process';
import { nulTokens } from './nul-tokens';
import { joinPeople } from './people';
import { readTags } from './tags';
import type { RepositoryRead } from './tree';

const MOST_COMMITS = 20_000;
const MOST_BODY = 2000;
const MOST_SUBJECT = 500;
const MOST_NAME = 200;

/** Of one commit: one that changes more says nothing about what belongs together. */
const MOST_FILES = 20_000;

/** Of all of them: a tree of a few bytes can hold a thousand million files. */
const MOST_CHANGES = 2_000_000;

/** All that a commit changed is gathered before anything of it is told. */
const MOST_SILENCE_MS = 30_000;

/** What was read until then is a history too. */
const MOST_MS = 180_000;

const PROGRESS_EVERY = 200;

const FIELDS = ['%H', '%P', '%ae', '%an', '%aI', '%s', '%b'];

/**
 * The newest commits, with what each changed. Renames are those without a change of content: others
 * cost the reading of every blob, as counting lines would.
 *
 * @returns undefined where no commit can be read
 */
export async function readHistory(
	commit: string,
	read: RepositoryRead
): Promise<History | undefined> {
	const { repository, folder, signal, leftOut, onProgress } = read;
	let total = 0;
	const counting = countCommits(commit, read).then((count) => (total = count));
	const naming = branchOf(read);
	// A failure is found where it is waited for; until then it is nobody's.
	void Promise.allSettled([counting, naming]);
	const args = [
		'log',
		'-z',
		`--max-count=${MOST_COMMITS}`,
		'--name-status',
		'-M100%',
		'--no-color'
	];
	const format = `--format=${FIELDS.map((field) => `%x00${field}`).join('')}%x00`;
	const plain = ['--no-ext-diff', '--no-textconv', '--no-mailmap', '--end-of-options'];
	const log = new GitProcess([...args, format, ...plain, commit, '--'], {
		repository,
		folder,
		signal: AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]),
		mostSilenceMs: MOST_SILENCE_MS
	});
	log.stdin.end();
	const parser = new LogParser();
	let told = 0;
	for await (const tokens of nulTokens(log.stdout)) {
		for (const token of tokens) parser.take(token);
		if (parser.changes > MOST_CHANGES) break;
		if (parser.commits.length < told + PROGRESS_EVERY) continue;
		told = parser.commits.length;
		onProgress('history', told, total && Math.min(Math.max(total, told), MOST_COMMITS));
	}
	const isCut = parser.changes > MOST_CHANGES;
	if (isCut) log.stop();
	const { code } = await log.ended;
	await counting;
	signal.throwIfAborted();
	const { commits } = parser;
	const isDamaged = code !== 0 && !isCut;
	if (isDamaged) {
		const sentence = `A part of the history is missing, damaged or too large: ${commits.length.toLocaleString('en')} commits could be read.`;
		leftOut.say({ what: 'history', sentence, count: commits.length });
	} else if (total > commits.length) {
		const sentence = `Of ${total.toLocaleString('en')} commits the newest ${commits.length.toLocaleString('en')} were looked at.`;
		leftOut.say({ what: 'history', sentence, count: total - commits.length });
	}
	if (commits.length === 0) return undefined;
	joinPeople(commits);
	onProgress('history', commits.length, commits.length);
	const [branch, tags] = await Promise.all([naming, readTags(read)]);
	return { commits, total: Math.max(total, commits.length), branch, tags };
}

/** @returns 0 where they cannot be counted */
async function countCommits(
	commit: string,
	{ repository, folder, signal }: RepositoryRead
): Promise<number> {
	const args = ['rev-list', '--count', commit, '--'];
	const { code, output } = await git(args, { repository, folder, signal });
	return code === 0 ? Number(output) : 0;
}

/** @returns what HEAD names; `HEAD` where that is no branch */
async function branchOf({ repository, folder, signal }: RepositoryRead): Promise<string> {
	const args = ['symbolic-ref', '--short', '-q', 'HEAD'];
	const { code, output } = await git(args, { repository, folder, signal });
	return code === 0 ? output.trim() : 'HEAD';
}

/**
 * Each commit comes as an empty token, its fields, an empty token, and what it changed: a status, and
 * one path or two. No status and no path is empty, so that nothing in a message can pass for one.
 */
class LogParser {
	readonly commits: Commit[] = [];
	changes = 0;
	#fields: string[] | undefined;
	#state: 'between' | 'fields' | 'path' | 'from' = 'between';
	#from: string | undefined;
	/** The same path comes a thousand times; it is kept once. */
	readonly #paths = new Map<string, string>();
	/** Ids by e-mail address. */
	readonly #authors = new Map<string, string>();

	take(token: Buffer): void {
		switch (this.#state) {
			case 'fields':
				return this.#takeField(token);
			case 'from':
				this.#from = this.#path(token);
				this.#state = 'path';
				return;
			case 'path':
				this.#state = 'between';
				return this.#takeChange(this.#path(token));
			case 'between':
				this.#from = undefined;
				if (token.length === 0) {
					this.#fields = [];
					this.#state = 'fields';
				} else this.#state = /^\n?[RC]/.test(token.toString('latin1', 0, 2)) ? 'from' : 'path';
		}
	}

	#takeField(token: Buffer): void {
		const fields = this.#fields!;
		// Behind the last one stands an empty token, which belongs to no commit.
		if (fields.length < FIELDS.length) {
			fields.push(token.toString('utf8'));
			return;
		}
		this.commits.push(commitOf(fields, (email) => this.#author(email)));
		this.#state = 'between';
	}

	#takeChange(path: string): void {
		const { files } = this.commits.at(-1)!;
		this.changes += 1;
		if (files.length >= MOST_FILES) return;
		files.push(this.#from === undefined ? { path } : { path, from: this.#from });
	}

	#author(email: string): string {
		const known = this.#authors.get(email);
		if (known !== undefined) return known;
		const id = hash('sha256', email.trim().toLowerCase()).slice(0, 16);
		this.#authors.set(email, id);
		return id;
	}

	#path(token: Buffer): string {
		const path = token.toString('utf8');
		const known = this.#paths.get(path);
		if (known !== undefined) return known;
		this.#paths.set(path, path);
		return path;
	}
}

function commitOf(fields: readonly string[], authorOf: (email: string) => string): Commit {
	const [id = '', parents = '', email = '', name = '', at = '', subject = '', body = ''] = fields;
	return {
		id,
		parents: parents.split(' ').filter(Boolean),
		author: authorOf(email),
		authorName: name.slice(0, MOST_NAME),
		at: Number.isNaN(Date.parse(at)) ? new Date(0).toISOString() : at,
		subject: subject.slice(0, MOST_SUBJECT),
		body: body.trim().slice(0, MOST_BODY),
		files: []
	};
}
