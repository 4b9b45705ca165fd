/**
 * A .tar as a browser packs it, without a copy of what it holds: headers between the files
 * themselves. ustar (POSIX.1-1988), with pax records (POSIX.1-2001) before names that it has no room
 * for. Pure.
 */

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

/** A file to be packed. */
export interface TarFile {
	/** With slashes. */
	path: string;
	/** Less than 8 GiB, of which a header can tell. */
	content: Blob;
}

/** @returns the archive; files are read only as it is */
export function packTar(files: Iterable<TarFile>): Blob {
	const parts: BlobPart[] = [];
	for (const { path, content } of files) {
		parts.push(...headersOf(path, content.size), content, zeros(-content.size));
	}
	return new Blob([...parts, new Uint8Array(2 * BLOCK)], { type: 'application/x-tar' });
}

/** What stands before a file's content, in whole blocks. */
function headersOf(path: string, size: number): Uint8Array<ArrayBuffer>[] {
	const place = placeInUstar(path);
	if (place !== undefined) return [header(place, size, '0')];
	const record = bytesOf(paxRecord('path', path));
	const stub = { name: bytesOf('file'), prefix: new Uint8Array() };
	return [header(stub, record.length, 'x'), record, zeros(-record.length), header(stub, size, '0')];
}

interface Place {
	name: Uint8Array;
	prefix: Uint8Array;
}

/** A path split at a slash, so that both halves have room; undefined where they have none. */
function placeInUstar(path: string): Place | undefined {
	// Only of ASCII is it told what its bytes mean.
	if (!/^[ -~]*$/.test(path)) return undefined;
	if (path.length <= NAME_BYTES) return { name: bytesOf(path), prefix: new Uint8Array() };
	const slash = path.lastIndexOf('/', PREFIX_BYTES);
	const name = path.slice(slash + 1);
	if (slash <= 0 || name === '' || name.length > NAME_BYTES) return undefined;
	return { name: bytesOf(name), prefix: bytesOf(path.slice(0, slash)) };
}

function header({ name, prefix }: Place, size: number, type: '0' | 'x'): Uint8Array<ArrayBuffer> {
	const block = new Uint8Array(BLOCK);
	block.set(name, 0);
	const write = (text: string, at: number) => block.set(bytesOf(text), at);
	write('0000644\0', 100);
	write('0000000\0', 108);
	write('0000000\0', 116);
	write(`${octal(size, 11)}\0`, 124);
	write(`${octal(0, 11)}\0`, 136);
	// Counted as spaces while it is summed up.
	write('        ', 148);
	write(type, 156);
	write('ustar\x0000', 257);
	block.set(prefix, 345);
	const sum = block.reduce((total, byte) => total + byte, 0);
	write(`${octal(sum, 6)}\0 `, 148);
	return block;
}

/** `<length> <key>=<value>\n`, whose length counts its own digits. */
function paxRecord(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	const bytes = bytesOf(rest).length;
	let length = bytes + String(bytes).length;
	if (bytes + String(length).length > length) length += 1;
	return `${length}${rest}`;
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** As many as are missing to the end of a block. */
const zeros = (negativeSize: number) => new Uint8Array(((negativeSize % BLOCK) + BLOCK) % BLOCK);
