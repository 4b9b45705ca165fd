import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { MOST_READ_BYTES } from '../../source';
import { AnalysisError } from '../../stages';
import type { FolderIntake } from './folder-intake';
import type { Reason } from './left-out';
import { utf8 } from './paths';

const UNIX = 3;
const KIND = 0o170000;
const FILE = 0o100000;
const LINK = 0o120000;

/**
 * Takes the files of a .zip, by its central directory.
 *
 * @throws AnalysisError ARCHIVE_INVALID where it is none, or its directory is damaged
 */
export async function takeZip(path: string, intake: FolderIntake): Promise<void> {
	// Names as bytes: those that are no UTF-8 are said to be so, not guessed.
	const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(() => {
		throw invalid();
	});
	try {
		const entries = zip.eachEntry();
		for (;;) {
			const { value: entry, done } = await entries.next().catch(() => {
				throw invalid();
			});
			if (done === true) return;
			await takeEntry(zip, entry, intake);
		}
	} finally {
		zip.close();
	}
}

const invalid = () =>
	new AnalysisError(
		'ARCHIVE_INVALID',
		'The .zip is damaged, or ends early: pack or send it again.'
	);

async function takeEntry(zip: ZipFile, entry: Entry, intake: FolderIntake): Promise<void> {
	const name = utf8(entry.fileNameRaw);
	const path = name ?? entry.fileNameRaw.toString('latin1');
	if (/[/\\]$/.test(path)) return intake.countEntry();
	const refused = name === undefined ? 'name' : refusalOf(entry, path);
	if (refused !== undefined) return intake.refuse(path, refused);
	try {
		const content = await zip.openReadStreamPromise(entry);
		try {
			await intake.add(path, content);
		} finally {
			content.destroy();
		}
	} catch (error) {
		if (!isOfZip(error)) throw error;
		intake.leftOut.add('damaged', path);
	}
}

function refusalOf(entry: Entry, path: string): Reason | undefined {
	const kind = (entry.externalFileAttributes >>> 16) & KIND;
	if (entry.versionMadeBy >>> 8 === UNIX && kind !== 0 && kind !== FILE) {
		return kind === LINK ? 'link' : 'special';
	}
	if (!entry.canDecodeFileData()) return entry.isEncrypted() ? 'encrypted' : 'damaged';
	// Not even unpacked: its size is checked by whoever unpacks it. Packs of git may be large.
	const isOfGit = path.split(/[/\\]/).includes('.git');
	return entry.uncompressedSize > MOST_READ_BYTES && !isOfGit ? 'large' : undefined;
}

/** Errors of unzipping one file, after which the next may be good. */
function isOfZip(error: unknown): boolean {
	if (!(error instanceof Error) || error instanceof AnalysisError) return false;
	const { code } = error as NodeJS.ErrnoException;
	return error.name !== 'AbortError' && (code === undefined || code.startsWith('Z_'));
}
