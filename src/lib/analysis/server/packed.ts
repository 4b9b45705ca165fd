import { constants, deflateSync, inflateSync } from 'node:zlib';

/**
 * @returns JSON, deflated, as the ledger keeps it; quickly rather than small. At once: most of it is
 * a few KiB, and handing that to a thread takes five times as long as doing it
 */
export const packed = (value: unknown): Uint8Array => packedJson(JSON.stringify(value));

export const packedJson = (json: string): Uint8Array =>
	deflateSync(json, { level: constants.Z_BEST_SPEED });

/** What `packed` was given; of what it is made is for the caller to know. */
export const unpacked = <T>(bytes: Uint8Array): T =>
	JSON.parse(inflateSync(bytes).toString('utf8')) as T;
