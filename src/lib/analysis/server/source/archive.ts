import { open } from 'node:fs/promises';
import { AnalysisError } from '../../stages';
import type { FolderIntake } from './folder-intake';
import { takeTar } from './tar-archive';
import { takeZip } from './zip-archive';

/** How a .zip begins: with an entry, or with the end of a directory without any. */
const ZIP = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from('PK\x05\x06', 'latin1')];

/**
 * Takes the files of a .zip, .tar or .tar.gz, which it is by its first bytes, not by its name.
 *
 * @throws AnalysisError ARCHIVE_INVALID, or what the intake throws
 */
export async function takeArchive(path: string, intake: FolderIntake): Promise<void> {
	const file = await open(path, 'r');
	const { buffer, bytesRead } = await file
		.read(Buffer.alloc(4), 0, 4, 0)
		.finally(() => file.close());
	const isZip = ZIP.some((beginning) => beginning.equals(buffer.subarray(0, bytesRead)));
	await (isZip ? takeZip(path, intake) : takeTar(path, intake));
	if (!intake.isEmpty) return;
	throw new AnalysisError('ARCHIVE_INVALID', 'There is nothing in this archive.');
}
