import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../server/database';
import { readRecord } from './source/content-store';
import { bytesBelow } from './source/disk';
import { analysisById, changeAnalysis, withOldSources } from './store';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What failed or was cancelled can be tried again without being brought again for so long. */
export const SOURCE_KEPT_DAYS = 7;

/** An upload under way, on whatever instance, writes more often than this. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Where the sources of analyses lie until they are read: a folder each, for nobody else's eyes. */
export class SourceFolders {
	readonly #root: string;

	constructor(dataDir: string) {
		this.#root = join(dataDir, 'analyses');
	}

	/** @param analysisId one of ours, never what somebody sent */
	of(analysisId: string): string {
		return join(this.#root, analysisId);
	}

	/** What was uploaded, as it came. */
	uploadOf(analysisId: string): string {
		return join(this.of(analysisId), 'upload');
	}

	async make(analysisId: string): Promise<void> {
		await mkdir(this.of(analysisId), { recursive: true, mode: 0o700 });
	}

	async remove(analysisId: string): Promise<void> {
		await rm(this.of(analysisId), { recursive: true, force: true });
	}

	async removeUpload(analysisId: string): Promise<void> {
		await rm(this.uploadOf(analysisId), { force: true });
	}

	/** What lies there. */
	bytesOf(analysisId: string): Promise<number> {
		return bytesBelow(this.of(analysisId));
	}

	/** Whether there is something to go on from: what was taken in, or the upload itself. */
	async hasSource(analysisId: string): Promise<boolean> {
		if ((await readRecord(this.of(analysisId))) !== undefined) return true;
		return (await stat(this.uploadOf(analysisId)).catch(() => undefined)) !== undefined;
	}

	/** Removes what nobody comes back to: of analyses that are done, deleted, or over for long. */
	async sweep(database: Database, now: number): Promise<void> {
		const before = new Date(now - SOURCE_KEPT_DAYS * DAY_MS);
		const old = new Set(withOldSources(database.read, before));
		for (const id of await readdir(this.#root).catch(() => [])) {
			const isLeft =
				analysisById(database.read, id) === undefined && (await this.#isAbandoned(id, now));
			if (!isLeft && !old.has(id)) continue;
			await this.remove(id);
			await database.write((tx) => changeAnalysis(tx, id, { bytes: 0 }, new Date(now)));
		}
	}

	/** Of an upload under way there is no analysis yet. */
	async #isAbandoned(id: string, now: number): Promise<boolean> {
		const paths = [this.uploadOf(id), this.of(id)];
		const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
		return found.every((known) => known === undefined || known.mtimeMs < now - ABANDONED_AFTER_MS);
	}
}
