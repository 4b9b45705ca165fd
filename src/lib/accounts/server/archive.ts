import { setImmediate as nextTurn } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Reader } from '../../server/database';
import type { OwnedTable } from '../../server/owned';
import { CSV_START, csvLine } from './csv';

/** A file of the archive: its text, a piece at a time. */
interface ArchiveFile {
	name: string;
	pieces: Iterable<string>;
}

/** What is compressed at once; small, so that nobody's typing waits for it. */
const CHUNK_CHARACTERS = 64 * 1024;

interface ArchiveOptions {
	read: Reader;
	userId: string;
	tables: readonly OwnedTable[];
	/** ISO 8601. */
	madeAt: string;
	/** Called once nothing is read any more: it is whole, or nobody wants it, or it failed. */
	onEnd: () => void;
}

/**
 * Everything of one person as a zip archive: of each table with rows a JSON and a CSV file, and a
 * README that says what they are. It is made while it is read, with a turn of the event loop after
 * each row, since one that was typed for long takes milliseconds; what changes meanwhile may be in it
 * or not.
 */
export function archiveOf(options: ArchiveOptions): ReadableStream<Uint8Array> {
	const { onEnd } = options;
	const steps = zipSteps(filesOf(options));
	let isCancelled = false;
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				for (;;) {
					await nextTurn();
					if (isCancelled) return;
					const step = steps.next();
					if (step.done) {
						onEnd();
						return controller.close();
					}
					for (const chunk of step.value) controller.enqueue(chunk);
					if (step.value.length > 0) return;
				}
			} catch (error) {
				onEnd();
				throw error;
			}
		},
		cancel() {
			isCancelled = true;
			steps.return(undefined);
			onEnd();
		}
	});
}

function* filesOf({ read, userId, tables, madeAt }: ArchiveOptions): Generator<ArchiveFile> {
	const held = tables.filter((table) => isHeld(table, read, userId));
	yield { name: 'README.txt', pieces: [readme(held, madeAt)] };
	for (const table of held) {
		yield { name: `${table.name}.json`, pieces: jsonPieces(table.export(read, userId)) };
		yield { name: `${table.name}.csv`, pieces: csvPieces(table.export(read, userId)) };
	}
}

function isHeld(table: OwnedTable, read: Reader, userId: string): boolean {
	for (const _row of table.export(read, userId)) return true;
	return false;
}

function* jsonPieces(rows: Iterable<Record<string, unknown>>): Generator<string> {
	let before = '[\n';
	for (const row of rows) {
		yield before + JSON.stringify(row);
		before = ',\n';
	}
	yield '\n]\n';
}

function* csvPieces(rows: Iterable<Record<string, unknown>>): Generator<string> {
	let columns: string[] | undefined;
	for (const row of rows) {
		if (!columns) {
			columns = Object.keys(row);
			yield CSV_START + csvLine(columns);
		}
		yield csvLine(columns.map((column) => row[column]));
	}
}

/** @returns after each piece what of the archive is ready, often nothing */
function* zipSteps(files: Iterable<ArchiveFile>): Generator<Uint8Array[]> {
	let ready: Uint8Array[] = [];
	const take = () => {
		const taken = ready;
		ready = [];
		return taken;
	};
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		ready.push(chunk);
	});
	for (const { name, pieces } of files) {
		const file = new ZipDeflate(name);
		zip.add(file);
		let text = '';
		for (const piece of pieces) {
			text += piece;
			if (text.length >= CHUNK_CHARACTERS) {
				file.push(strToU8(text));
				text = '';
			}
			yield take();
		}
		file.push(strToU8(text), true);
		yield take();
	}
	zip.end();
	yield take();
}

function readme(tables: readonly OwnedTable[], madeAt: string): string {
	const lines = tables.map(
		({ name, label = name, about = '' }) => `${name}.json, ${name}.csv: ${label}\n  ${about}\n`
	);
	return [
		`All that Greenroom keeps of you, as of ${madeAt}.\n`,
		'Each kind of thing comes twice, with the same rows: as JSON for programs, and as CSV for',
		'spreadsheets, where a text that a spreadsheet would run begins with an apostrophe. Times are',
		'UTC, durations milliseconds. Passwords, codes and keys are kept as hashes only, and the hashes',
		'are not part of this.\n',
		...lines
	].join('\n');
}
