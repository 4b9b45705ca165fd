/** Names of branches and tags, as strangers wrote them. Pure. */

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** As `git check-ref-format` has it, and no longer than a path may be. */
export function isRefName(name: string): boolean {
	if (!/^refs\/(heads|tags|remotes)\/./.test(name) || name.length > 1024) return false;
	if (/[\x00-\x20\x7f~^:?*[\\\uFFFD]|\.\.|@\{|\/\/|[./]$/.test(name)) return false;
	return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}

/** Lines that are none are passed over. */
export function parsePackedRefs(text: string, most: number): Map<string, string> {
	const refs = new Map<string, string>();
	for (const line of text.split('\n')) {
		const space = line.indexOf(' ');
		const id = line.slice(0, Math.max(0, space));
		const name = line.slice(space + 1);
		if (refs.size < most && ID.test(id) && isRefName(name)) refs.set(name, id);
	}
	return refs;
}

export interface Head {
	/** What goes into our HEAD. */
	written: string;
	/** Of the commit. */
	id: string;
	/** What is to be said of it. */
	sentence?: string;
}

const usual = [
	'refs/heads/main',
	'refs/heads/master',
	'refs/remotes/origin/main',
	'refs/remotes/origin/master'
];

/**
 * Which commit is looked at: the one that HEAD names, or that of the most usual branch where it
 * names none.
 *
 * @param said HEAD's content
 */
export function refOfHead(said: string, refs: ReadonlyMap<string, string>): Head | undefined {
	if (ID.test(said)) {
		const sentence = 'HEAD is detached: the history is that of the commit it names, of no branch.';
		return { written: said, id: said, sentence };
	}
	const named = /^ref: *(\S+)$/.exec(said)?.[1];
	const id = named === undefined ? undefined : refs.get(named);
	if (named !== undefined && id !== undefined) return { written: `ref: ${named}`, id };
	const isBranch = (name: string) => !name.startsWith('refs/tags/');
	const other = [...usual, ...[...refs.keys()].filter(isBranch)].find((name) => refs.has(name));
	if (other === undefined) return undefined;
	const branch = other.replace(/^refs\/(heads|remotes)\//, '');
	return {
		written: `ref: ${other}`,
		id: refs.get(other)!,
		sentence: `HEAD names no commit: the branch ${branch} is looked at.`
	};
}
