import { formatEnvelope } from '../envelope';
import { compressedTextFrame, textFrame } from './frame';

/**
 * One message for many connections: formatted, framed and compressed once, whoever gets it. The frames are
 * shared, so nobody may change them.
 */
export class Prepared {
	readonly text: string;
	#frame: Buffer | undefined;
	#compressedFrame: Buffer | undefined;

	constructor(
		readonly type: string,
		readonly payload: object
	) {
		this.text = formatEnvelope(type, payload);
	}

	get frame(): Buffer {
		return (this.#frame ??= textFrame(this.text));
	}

	/** For connections that negotiated compression. */
	get compressedFrame(): Buffer {
		return (this.#compressedFrame ??= compressedTextFrame(this.text));
	}
}
