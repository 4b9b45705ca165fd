import { expect, test, vi } from 'vitest';
import { Intake } from './intake.svelte';
import { archiveParcel } from './picked';
import type { SendParcel } from './send-parcel';

const MOST = 1_000_000;
const parcel = archiveParcel(new File(['x'.repeat(1_000)], 'shop.zip'));

/** Sends nothing; the test says how it goes. */
function played() {
	let options!: Parameters<SendParcel>[1];
	let settle!: { resolve: (made: { analysisId: string }) => void; reject: (error: Error) => void };
	const send = vi.fn<SendParcel>((_, given) => {
		options = given;
		return new Promise((resolve, reject) => {
			settle = { resolve, reject };
			given.signal.addEventListener('abort', () => reject(given.signal.reason as Error));
		});
	});
	return {
		send,
		progress: (sent: number) => options.onProgress(sent, 1_000),
		resolve: () => settle.resolve({ analysisId: 'a1' }),
		reject: (message: string) => settle.reject(new Error(message))
	};
}

test('[N1] an upload tells how far it is, and then its analysis', async () => {
	const playing = played();
	const intake = new Intake(playing.send);
	const bringing = intake.bring(parcel, MOST);
	await vi.waitFor(() => expect(playing.send).toHaveBeenCalled());
	playing.progress(400);
	expect(intake).toMatchObject({ phase: 'sending', name: 'shop.zip', sent: 400, total: 1_000 });
	playing.progress(1_000);
	expect(intake.phase).toBe('sent');
	playing.resolve();
	await bringing;
	expect(intake.made).toBe('a1');
	expect(intake.isBusy).toBe(false);
});

test('[N1] cancelled, it is as if it had never begun', async () => {
	const { send } = played();
	const intake = new Intake(send);
	const bringing = intake.bring(parcel, MOST);
	await vi.waitFor(() => expect(send).toHaveBeenCalled());
	intake.cancel();
	await bringing;
	expect(intake).toMatchObject({ phase: 'idle', problem: undefined, made: undefined });
});

test('[L6] what is too large is not sent at all', async () => {
	const { send } = played();
	const intake = new Intake(send);
	await intake.bring(parcel, 999);
	expect(intake.problem).toContain('This is 1 kB, and uploads may be up to 999 B.');
	expect(send).not.toHaveBeenCalled();
});

test('[N1] refused, it says why, and the next one may be brought', async () => {
	const playing = played();
	const intake = new Intake(playing.send);
	const bringing = intake.bring(parcel, MOST);
	await vi.waitFor(() => expect(playing.send).toHaveBeenCalled());
	await intake.bring(parcel, MOST);
	expect(intake.problem).toContain('One upload at a time');
	playing.reject('The disk is full.');
	await bringing;
	expect(intake).toMatchObject({ phase: 'idle', problem: 'The disk is full.' });
});

test('[N1] a folder is looked through first, and says what stays behind', async () => {
	const playing = played();
	const intake = new Intake(playing.send);
	const content = new Blob(['x']);
	const bringing = intake.bringFolder(async ({ onFound }) => {
		onFound(2);
		expect(intake).toMatchObject({ phase: 'looking', found: 2 });
		const paths = ['shop/a.ts', 'shop/node_modules/b/index.js'];
		return { files: paths.map((path) => ({ path, content })), unreadable: 1 };
	}, MOST);
	await vi.waitFor(() => expect(playing.send).toHaveBeenCalled());
	expect(intake).toMatchObject({
		...{ phase: 'sending', name: 'shop', unreadable: 1, leftBehind: ['shop/node_modules'] }
	});
	playing.resolve();
	await bringing;
	expect(intake.made).toBe('a1');
});

test('[N1] an empty folder is said to be one', async () => {
	const intake = new Intake(played().send);
	expect(
		await intake.bringFolder(async () => ({ files: [], unreadable: 0 }), MOST)
	).toBeUndefined();
	expect(intake.problem).toBe('This folder is empty.');
});
