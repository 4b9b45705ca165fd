import type { Commit } from '../../source';
import { GitProcess } from './git-process';
import { nulTokens } from './nul-tokens';
import type { RepositoryRead } from './tree';

/** Counting lines costs ten times what naming files does. */
const MOST_COMMITS = 2000;
const MOST_MS = 20_000;

/** A commit with a missing blob ends the counting, which then goes on behind it. */
const MOST_RESTARTS = 20;

/**
 * Adds to the newest commits how many lines each added and removed, as far as their files are here
 * and a short time allows; of the others it is said.
 */
export async function addLineCounts(
	commits: readonly Commit[],
	newest: string,
	read: RepositoryRead
): Promise<void> {
	const limited = AbortSignal.any([read.signal, AbortSignal.timeout(MOST_MS)]);
	const wanted = Math.min(commits.length, MOST_COMMITS);
	let skipped = 0;
	let failed = 0;
	for (let run = 0; run <= MOST_RESTARTS && skipped < wanted; run += 1) {
		if (limited.aborted) break;
		const parser = new CountParser(commits, skipped);
		const isWhole = await countFrom(newest, parser, { ...read, signal: limited });
		// It broke off in the last one that came, or before the next one did.
		if (!isWhole) failed += 1;
		skipped = isWhole ? wanted : Math.max(parser.reached, skipped + 1);
	}
	read.signal.throwIfAborted();
	const counted = Math.min(skipped, wanted) - failed;
	if (counted >= commits.length) return;
	read.leftOut.say({
		what: 'history',
		sentence: `Lines added and removed were counted in ${counted.toLocaleString('en')} of ${commits.length.toLocaleString('en')} commits; of the others it is known which files they changed.`
	});
}

async function countFrom(
	newest: string,
	parser: CountParser,
	{ repository, folder, signal }: RepositoryRead
): Promise<boolean> {
	const args = ['log', '-z', '--numstat', '-M100%', '--no-color', '--no-ext-diff', '--no-textconv'];
	const which = [`--skip=${parser.reached}`, `--max-count=${MOST_COMMITS - parser.reached}`];
	const format = ['--format=%x00%H%x00', '--end-of-options', newest, '--'];
	const log = new GitProcess([...args, ...which, ...format], { repository, folder, signal });
	log.stdin.end();
	for await (const tokens of nulTokens(log.stdout)) {
		for (const token of tokens) parser.take(token);
	}
	return (await log.ended).code === 0;
}

/** Each commit: an empty token, its id, an empty token, then its counts, and of renames two paths. */
class CountParser {
	/** How many commits have come, with those that were skipped. */
	reached: number;
	readonly #commits: readonly Commit[];
	#files = new Map<string, Commit['files'][number]>();
	#state: 'between' | 'id' | 'gap' | 'from' | 'to' = 'between';
	#counts: readonly [number, number] = [NaN, NaN];

	/** @param commits in the order in which they will come, from that at `first` */
	constructor(commits: readonly Commit[], first: number) {
		this.#commits = commits;
		this.reached = first;
	}

	take(token: Buffer): void {
		switch (this.#state) {
			case 'id':
				this.#files = new Map(this.#commits[this.reached]?.files.map((file) => [file.path, file]));
				this.reached += 1;
				this.#state = 'gap';
				return;
			case 'gap':
				this.#state = 'between';
				return;
			case 'from':
				this.#state = 'to';
				return;
			case 'to':
				this.#state = 'between';
				return this.#count(token.toString('utf8'));
			case 'between':
				if (token.length === 0) this.#state = 'id';
				else this.#takeCounts(token.toString('utf8'));
		}
	}

	/** "3\t1\tsrc/a.ts"; of binary files "-\t-\tlogo.png"; of renames without the path. */
	#takeCounts(text: string): void {
		const [, added, removed, path = ''] = /^\n?(\d+|-)\t(\d+|-)\t(.*)$/s.exec(text) ?? [];
		this.#counts = [Number(added), Number(removed)];
		if (path === '') this.#state = 'from';
		else this.#count(path);
	}

	#count(path: string): void {
		const file = this.#files.get(path);
		const [added, removed] = this.#counts;
		if (file === undefined || !Number.isInteger(added) || !Number.isInteger(removed)) return;
		file.added = added;
		file.removed = removed;
	}
}
