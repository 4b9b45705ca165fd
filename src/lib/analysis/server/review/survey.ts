import { UnreadableFile, type Snapshot, type SourceFile } from '../../source';
import { isGenerated } from '../read/kinds-of-file';
import { LanguageNames, type LanguageKind } from './language-names';
import { countLines } from './line-count';
import { mainLine } from './main-function';
import { endingOf, isBuiltPath, roleOf, type Role } from './paths';
import { isWanted } from './wanted';

/** A file as one look at its bytes shows it. */
export interface SurveyedFile {
	path: string;
	bytes: number;
	role: Role;
	/** As Linguist names it; undefined where nobody knows. */
	language?: string | undefined;
	kind?: LanguageKind | undefined;
	color?: string | undefined;
	/** 0 where it was not read. */
	lines: number;
	blank: number;
	comments: number;
	/** Where a main function begins. */
	mainLine?: number | undefined;
	/** Tests stand beside the code in the file itself (Rust). */
	hasInlineTests: boolean;
}

export interface Survey {
	files: readonly SurveyedFile[];
	/** Content of those files that the report reads: manifests, workflows, licences. */
	texts: ReadonlyMap<string, string>;
	/** What was left out, in sentences. */
	left: string[];
}

export interface SurveyOptions {
	/** After each hundred files, and at the end. */
	onFile?: (done: number, total: number) => void;
	signal?: AbortSignal | undefined;
}

const READ_AT_ONCE = 16;
/** A report of a thousand damaged files is no better than one of fifty. */
const MOST_SENTENCES = 50;
/** Kept texts of one repository, together. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;

/** Goes once through all files of a repository; each is read once, a few at a time. */
export async function survey(snapshot: Snapshot, options: SurveyOptions = {}): Promise<Survey> {
	const { files } = snapshot;
	const languages = await LanguageNames.of(files.map(({ path }) => path));
	const header = headerLanguage(files);
	const surveyed: SurveyedFile[] = new Array(files.length);
	const texts = new Map<string, string>();
	const left: string[] = [];
	let keptBytes = 0;
	let done = 0;
	let next = 0;

	const say = (sentence: string) => {
		if (left.length < MOST_SENTENCES) left.push(sentence);
	};
	const look = async (file: SourceFile): Promise<SurveyedFile> => {
		const content = await contentOf(snapshot, file, say);
		if (content && isWanted(file.path)) {
			keptBytes += content.length;
			if (keptBytes <= MOST_KEPT_BYTES) texts.set(file.path, content.toString('utf8'));
			else say(`${file.path} was not looked into: there are too many files of its kind.`);
		}
		const named = languages.of(file.path, content && firstLine(content));
		const language = endingOf(file.path) === '.h' && named ? { ...named, ...header } : named;
		return describe(file, content, language);
	};
	const worker = async () => {
		for (let index = next++; index < files.length; index = next++) {
			options.signal?.throwIfAborted();
			surveyed[index] = await look(files[index]!);
			done++;
			if (done % 100 === 0 || done === files.length) {
				options.onFile?.(done, files.length);
				// Content from memory comes at once: without this nobody else would have a turn.
				await new Promise(setImmediate);
			}
		}
	};
	await Promise.all(Array.from({ length: READ_AT_ONCE }, worker));
	return { files: surveyed, texts, left };
}

/** undefined where it cannot be read, or there is no need to. */
async function contentOf(
	snapshot: Snapshot,
	{ path }: SourceFile,
	say: (sentence: string) => void
) {
	const role = roleOf(path);
	const isSkipped = role === 'binary' || role === 'vendored' || role === 'lock';
	if (isSkipped && !isWanted(path)) return undefined;
	try {
		return await snapshot.read(path);
	} catch (error) {
		if (!(error instanceof UnreadableFile)) throw error;
		// It still counts by name and size.
		say(error.message);
		return undefined;
	}
}

function describe(
	{ path, bytes }: SourceFile,
	content: Buffer | undefined,
	language: { name: string; kind: LanguageKind; color?: string | undefined } | undefined
): SurveyedFile {
	const byPath = roleOf(path);
	const isBinary = byPath === 'binary' || (content !== undefined && holdsZero(content));
	const count =
		content && !isBinary
			? countLines(content, language?.name)
			: { lines: 0, blank: 0, comments: 0 };
	const role = isBinary ? 'binary' : byContent(byPath, path, content, count.lines, language?.kind);
	const isCode = language?.kind === 'programming' && content !== undefined && !isBinary;
	return {
		path,
		bytes,
		role,
		language: isBinary ? undefined : language?.name,
		kind: isBinary ? undefined : language?.kind,
		color: language?.color,
		...count,
		mainLine: isCode && role === 'source' ? mainLine(path, language.name, content) : undefined,
		hasInlineTests: isCode && language.name === 'Rust' && content.includes('#[cfg(test)]')
	};
}

function byContent(
	role: Role,
	path: string,
	content: Buffer | undefined,
	lines: number,
	kind: LanguageKind | undefined
): Role {
	if (!content || (role !== 'source' && role !== 'test')) return role;
	// Words of tools stand in build files too, which people write.
	const isCode = (kind === 'programming' || kind === 'markup') && !isWanted(path);
	if (isCode && isGenerated(path, content.toString('latin1', 0, 1024))) return 'generated';
	const isWide = content.length > 5000 && content.length / Math.max(1, lines) > 500;
	if (isCode && isWide && /\.(?:[cm]?js|css)$/.test(path)) return 'minified';
	return isWide && isBuiltPath(path) ? 'generated' : role;
}

const holdsZero = (content: Buffer) => content.subarray(0, 8000).includes(0);

const firstLine = (content: Buffer) => content.toString('latin1', 0, 120).split('\n', 1)[0];

/** What `.h` is here: C++ where more files say C++ than C. */
function headerLanguage(files: readonly SourceFile[]) {
	const count = (pattern: RegExp) => files.filter(({ path }) => pattern.test(path)).length;
	return count(/\.(?:cc|cpp|cxx|hpp|hh)$/i) > count(/\.c$/)
		? { name: 'C++', color: '#f34b7d' }
		: undefined;
}
