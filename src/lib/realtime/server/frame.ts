/** FIN and the opcode for text (RFC 6455, section 5.2). */
const FINAL_TEXT = 0x81;

/**
 * One unmasked, uncompressed text frame (RFC 6455, section 5.2) in one buffer, so that it costs the
 * system one plain write.
 */
export function textFrame(text: string): Buffer {
	const length = Buffer.byteLength(text);
	const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(headerLength + length);
	frame[0] = FINAL_TEXT;
	if (headerLength === 2) {
		frame[1] = length;
	} else if (headerLength === 4) {
		frame[1] = 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	// As many bytes as characters: plain ASCII, which is copied without a look at each.
	frame.write(text, headerLength, length === text.length ? 'latin1' : 'utf8');
	return frame;
}
