import type { Truncation } from '../../source';
import { readUpTo } from './limits';

/** Why something of a source is not looked at: one thing, several, and what is to be known of it. */
const reasons = {
	large: ['file', 'files', `too large: ${readUpTo}`],
	link: ['link', 'links', 'links are not followed'],
	submodule: ['submodule', 'submodules', 'submodules are repositories of their own'],
	special: ['entry', 'entries', 'neither file nor folder'],
	name: ['file', 'files', 'named by bytes that are no UTF-8, or by control characters'],
	outside: ['file', 'files', 'with an absolute path, or one that leads out of the source'],
	deep: ['file', 'files', 'too deep in folders, or with too long a path'],
	duplicate: ['file', 'files', 'there twice: the later one counts'],
	installed: ['file', 'files', 'of installed packages and caches'],
	encrypted: ['file', 'files', 'encrypted'],
	unreadable: ['entry', 'entries', 'which this server may not read'],
	damaged: ['file', 'files', 'damaged'],
	missing: ['file', 'files', 'whose content is missing from the repository'],
	nestedGit: ['file', 'files', 'of another repository within this one']
} as const satisfies Record<string, readonly [string, string, string]>;

export type Reason = keyof typeof reasons;

const MOST_EXAMPLES = 3;
const MOST_CHARACTERS = 120;
const MOST_UNREAD = 100;

/** Gathers what is left out of a source, so that a report says it in a sentence a reason. */
export class LeftOut {
	readonly #counts = new Map<Reason, { count: number; examples: Set<string> }>();
	readonly #sentences: Truncation[] = [];
	readonly #unread: string[] = [];

	/** @param example what stands for it in the sentence, where the path is not the best */
	add(reason: Reason, path: string, example: string = path): void {
		const known = this.#counts.get(reason) ?? { count: 0, examples: new Set<string>() };
		known.count += 1;
		if (known.examples.size < MOST_EXAMPLES) known.examples.add(printable(example));
		this.#counts.set(reason, known);
		if (reason === 'large' && this.#unread.length < MOST_UNREAD) this.#unread.push(path);
	}

	/** Something that is no file: a history cut short, a file format nobody reads. Once is enough. */
	say(truncation: Truncation): void {
		if (this.#sentences.some(({ sentence }) => sentence === truncation.sentence)) return;
		this.#sentences.push(truncation);
	}

	get truncations(): Truncation[] {
		const counted = Array.from(this.#counts, ([reason, one]) => {
			const truncation = told(reason, one);
			return reason === 'large' ? { ...truncation, unread: [...this.#unread] } : truncation;
		});
		return [...this.#sentences, ...counted];
	}
}

function told(
	reason: Reason,
	{ count, examples }: { count: number; examples: Set<string> }
): Truncation {
	const [one, several, why] = reasons[reason];
	const names = [...examples];
	const more = names.length === MOST_EXAMPLES && count > MOST_EXAMPLES ? ', …' : '';
	const what = `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
	return {
		what: count === 1 ? 'file' : 'files',
		sentence: `${what} left out, ${why} (${names.join(', ')}${more}).`,
		count,
		...(count === 1 && { path: names[0] })
	};
}

/** Names are a stranger's: shortened, and without what would move a terminal's cursor. */
function printable(name: string): string {
	const characters = Array.from(name.replace(/\p{Cc}/gu, '\uFFFD'));
	if (characters.length <= MOST_CHARACTERS) return characters.join('');
	return `${characters.slice(0, MOST_CHARACTERS).join('')}…`;
}
