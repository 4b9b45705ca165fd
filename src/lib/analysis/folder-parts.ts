import type { FileWeight } from './reports';

/** The folders that files are drawn in: some large parts, none of them nearly everything. Pure. */

export interface FolderPart {
	/** With its slash: `src/lib/`; '' for the root; undefined for small ones gathered. */
	folder: string | undefined;
	/** All below it that no other part has. */
	files: FileWeight[];
}

const MOST_PARTS = 12;

/** A part this large is opened, where there are folders in it. */
const LARGE = 0.2;

/** A part this small has no room for its name. */
const SMALL = 0.025;

/**
 * Beginning with the whole, the largest part is opened again and again; what is too small to be seen
 * is gathered. The largest stands first.
 */
export function folderParts(files: readonly FileWeight[]): FolderPart[] {
	let parts: FolderPart[] = files.length > 0 ? [{ folder: '', files: [...files] }] : [];
	const whole = linesOf(parts[0]);
	const closed = new Set<FolderPart>();
	while (parts.length < MOST_PARTS) {
		const [largest] = parts
			.filter((part) => !closed.has(part))
			.toSorted((one, other) => linesOf(other) - linesOf(one));
		if (!largest || (linesOf(largest) < LARGE * whole && parts.length > 1)) break;
		const opened = open(largest);
		if (parts.length + opened.length - 1 > MOST_PARTS || opened.length === 0) {
			closed.add(largest);
			continue;
		}
		parts = [...parts.filter((part) => part !== largest), ...opened];
		for (const part of opened) if (part.folder === largest.folder) closed.add(part);
	}
	return gathered(parts, SMALL * whole).toSorted((one, other) => linesOf(other) - linesOf(one));
}

function gathered(parts: readonly FolderPart[], least: number): FolderPart[] {
	const small = parts.filter((part) => linesOf(part) < least);
	if (small.length < 2) return [...parts];
	const files = small.flatMap((part) => part.files);
	return [...parts.filter((part) => !small.includes(part)), { folder: undefined, files }];
}

/** Its folders one by one, and what lies in itself; none where it has no folders. */
function open({ folder = '', files }: FolderPart): FolderPart[] {
	const groups = Map.groupBy(files, ({ path }) => {
		const end = path.indexOf('/', folder.length);
		return end < 0 ? folder : path.slice(0, end + 1);
	});
	const parts = Array.from(groups, ([name, members]) => ({ folder: name, files: members }));
	return parts.some((part) => part.folder !== folder) ? parts : [];
}

const linesOf = (part: FolderPart | undefined) =>
	part?.files.reduce((sum, { codeLines }) => sum + codeLines, 0) ?? 0;
