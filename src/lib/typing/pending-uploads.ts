import type { FeatureLine } from '../realtime/channel';
import { keepEndedBeforeReload } from './log-keeper';
import { logStore, unfinishedUploads, type KeptTest } from './log-store';
import { whileHolding } from './test-lock';
import { LogUploader, type SavedTest } from './uploader';

/**
 * Uploads the finished tests of earlier pages whose result the server has not confirmed, now and
 * whenever the line is back (rule T6). In the browser only.
 * @param onSaved called for each result that came to be kept
 * @returns what ends it
 */
export function uploadPending(
	line: FeatureLine,
	onSaved: (saved: SavedTest) => void = () => undefined
): () => void {
	return line.onReady(async () => {
		await keepEndedBeforeReload();
		for (const { sessionId } of await unfinishedUploads()) {
			await whileHolding(sessionId, async () => {
				// Read again: whoever held it before may have brought it home.
				const kept = await logStore.find(sessionId);
				const saved = kept && (await upload(line, kept));
				if (saved) onSaved(saved);
			});
		}
	});
}

/** @returns undefined where the server refuses it now; it stays until it expires */
function upload(line: FeatureLine, kept: KeptTest): Promise<SavedTest | undefined> {
	const { sessionId, events, endedAtMs } = kept;
	return new Promise((resolve) => {
		const uploader = new LogUploader(line, sessionId, events, {
			onSaved: (saved) => {
				void logStore.drop(sessionId);
				resolve(saved);
			},
			onTakenOver: () => {
				uploader.stop();
				resolve(undefined);
			},
			onRefused: () => resolve(undefined)
		});
		uploader.end(endedAtMs ?? 0);
	});
}
