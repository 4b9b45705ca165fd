import { open } from 'node:fs/promises';
import { UserError } from '../../errors';
import { steadily } from '../../realtime/server/steady';
import type { Env } from '../../server/env';
import type { Quota, Upload } from './quota';
import { mebibytes } from './source/limits';
import type { SourceFolders } from './source-folders';

/** An archive, or a folder packed by the page, as it comes over the network. */
export interface IncomingUpload {
	/** As HTTP said it. */
	declaredBytes: number | undefined;
	content: ReadableStream<Uint8Array>;
}

/** Takes uploads to the disk, however large they are, and leaves nothing of those that fail. */
export class Uploads {
	readonly #folders: SourceFolders;
	readonly #quota: Quota;
	readonly #mostBytes: number;
	/** A client that sends nothing for so long is gone. */
	readonly #idleMs: number;

	constructor(
		folders: SourceFolders,
		quota: Quota,
		env: Pick<Env, 'ANALYSIS_MOST_BYTES' | 'LIMIT_UPLOAD_IDLE_MS'>
	) {
		this.#folders = folders;
		this.#quota = quota;
		this.#mostBytes = env.ANALYSIS_MOST_BYTES;
		this.#idleMs = env.LIMIT_UPLOAD_IDLE_MS;
	}

	/**
	 * @param keep called once it is all on the disk, with its length; where it fails nothing stays
	 * @throws UserError INVALID_MESSAGE_FORMAT, PAYLOAD_TOO_LARGE, CONNECTION_TIMEOUT, RATE_LIMIT_EXCEEDED,
	 * CAPACITY_EXCEEDED, and what `keep` throws
	 */
	async receive(
		userId: string,
		analysisId: string,
		{ declaredBytes, content }: IncomingUpload,
		keep: (bytes: number) => Promise<void>
	): Promise<void> {
		if ((declaredBytes ?? 0) > this.#mostBytes) throw this.#tooLarge();
		const upload = this.#quota.begin(userId, declaredBytes ?? 0);
		try {
			await this.#folders.make(analysisId);
			await this.#write(analysisId, content, upload);
			const { receivedBytes } = upload;
			if (receivedBytes === 0) throw incomplete('The upload is empty. Choose a file with content.');
			if (declaredBytes !== undefined && receivedBytes !== declaredBytes) {
				throw incomplete('The upload was cut off. Send it again.');
			}
			// From here on its row counts it.
			upload.end();
			await keep(receivedBytes);
		} catch (error) {
			await this.#folders.remove(analysisId);
			throw error;
		} finally {
			upload.end();
		}
	}

	async #write(
		analysisId: string,
		content: ReadableStream<Uint8Array>,
		upload: Upload
	): Promise<void> {
		const file = await open(this.#folders.uploadOf(analysisId), 'wx', 0o600);
		try {
			for await (const chunk of steadily(content, this.#idleMs)) {
				upload.receive(chunk.byteLength);
				if (upload.receivedBytes > this.#mostBytes) throw this.#tooLarge();
				await file.writeFile(chunk);
			}
			// What is answered with an id is not lost with the power (rule D2).
			await file.sync();
		} finally {
			await file.close();
		}
	}

	#tooLarge(): UserError {
		return new UserError(
			'PAYLOAD_TOO_LARGE',
			`This is more than the ${mebibytes(this.#mostBytes)} that are taken. Bring the part of it that matters.`
		);
	}
}

const incomplete = (sentence: string) =>
	new UserError('INVALID_MESSAGE_FORMAT', sentence, { path: '' });
