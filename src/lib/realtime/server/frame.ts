import { constants, deflateRawSync } from 'node:zlib';

/** FIN and the opcode for text (RFC 6455, section 5.2). */
const FINAL_TEXT = 0x81;

/** RSV1 says that the message is compressed (RFC 7692, section 6). */
const COMPRESSED = 0x40;

/** What a flushed block of deflate ends with, and a compressed message leaves out (RFC 7692, 7.2.1). */
const TAIL_BYTES = 4;

/**
 * One unmasked, uncompressed text frame (RFC 6455, section 5.2) in one buffer, so that it costs the
 * system one plain write.
 */
export function textFrame(text: string): Buffer {
	const length = Buffer.byteLength(text);
	const frame = Buffer.allocUnsafe(headerLength(length) + length);
	writeHeader(frame, FINAL_TEXT, length);
	// As many bytes as characters: plain ASCII, which is copied without a look at each.
	frame.write(text, headerLength(length), length === text.length ? 'latin1' : 'utf8');
	return frame;
}

/**
 * One unmasked text frame compressed by itself (RFC 7692): good for every connection that takes a
 * window of 32 KiB and no context from the message before, as all of ours do.
 */
export function compressedTextFrame(text: string): Buffer {
	const deflated = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
	const length = deflated.length - TAIL_BYTES;
	const frame = Buffer.allocUnsafe(headerLength(length) + length);
	writeHeader(frame, FINAL_TEXT | COMPRESSED, length);
	deflated.copy(frame, headerLength(length), 0, length);
	return frame;
}

const headerLength = (length: number) => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHeader(frame: Buffer, firstByte: number, length: number): void {
	frame[0] = firstByte;
	if (length < 126) {
		frame[1] = length;
	} else if (length < 65_536) {
		frame[1] = 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
}
