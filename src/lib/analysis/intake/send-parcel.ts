import { readError } from '../../realtime/requests';
import { Refusal } from '../../realtime/rest-client';
import { ANALYSES } from '../components/analysis-client';
import type { Parcel } from './picked';

interface SendOptions {
	/** Bytes that went out so far, of how many. */
	onProgress: (sent: number, total: number) => void;
	signal: AbortSignal;
}

/** Sends a parcel as it is; what tells how much of it went out is XMLHttpRequest, and not fetch. */
export type SendParcel = (parcel: Parcel, options: SendOptions) => Promise<{ analysisId: string }>;

/** @throws Refusal; the signal's reason */
export const sendParcel: SendParcel = ({ kind, name, body }, { onProgress, signal }) =>
	new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const request = new XMLHttpRequest();
		const abort = () => request.abort();
		signal.addEventListener('abort', abort);
		request.upload.onprogress = ({ loaded }) => onProgress(loaded, body.size);
		request.onload = () => {
			const answer = answerIn(request.responseText);
			if (request.status === 202 && typeof answer?.['analysisId'] === 'string') {
				resolve({ analysisId: answer['analysisId'] });
			} else reject(refusalIn(answer));
		};
		request.onerror = () => reject(brokenOff());
		request.onabort = () => reject(signal.reason as Error);
		request.onloadend = () => signal.removeEventListener('abort', abort);
		request.open('POST', `${ANALYSES}?${new URLSearchParams({ kind, name })}`);
		request.setRequestHeader('content-type', typeOf(kind, name));
		request.send(body);
	});

function typeOf(kind: Parcel['kind'], name: string): string {
	if (kind === 'folder') return 'application/x-tar';
	if (/\.zip$/i.test(name)) return 'application/zip';
	return /gz$/i.test(name) ? 'application/gzip' : 'application/x-tar';
}

function answerIn(text: string): Record<string, unknown> | undefined {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return undefined;
	}
}

function refusalIn(answer: Record<string, unknown> | undefined): Refusal {
	const { error } = answer ?? {};
	// A proxy answers in its own words.
	if (typeof error !== 'object' || error === null) return brokenOff();
	const { code, message, details } = readError(error as Record<string, unknown>);
	return new Refusal(code, message, details);
}

/** A browser does not tell why. */
const brokenOff = () =>
	new Refusal(
		'CONNECTION_TIMEOUT',
		navigator.onLine
			? 'The upload broke off: the server cannot be reached, or a file changed while it was sent. Choose it again.'
			: 'The upload broke off: this device is offline. Choose it again once it is back.'
	);
