import type { Project } from '../../../project';
import { surroundingsOf } from '../surroundings';

/** One file uses another, and the line that says so first. */
export interface FileEdge {
	from: string;
	to: string;
	line: number;
}

/** Two folders beside each other of which the upper one uses the lower. */
export interface FolderPair {
	upper: string;
	lower: string;
	edges: FileEdge[];
}

/**
 * Which folders use which, each edge told of the two folders that lie side by side above its ends.
 * Without Ruby, which finds constants by their names wherever they are: no direction is chosen.
 *
 * @returns those with the most edges first
 */
export function folderPairs(project: Project): FolderPair[] {
	const isCode = new Set(
		project.sources.flatMap(({ path, language }) => (language === 'ruby' ? [] : [path]))
	);
	const pairs = new Map<string, FolderPair>();
	for (const edge of surroundingsOf(project).edges()) {
		if (!isCode.has(edge.from) || !isCode.has(edge.to)) continue;
		const { upper, lower } = siblings(edge);
		if (upper === '' || lower === '') continue;
		const key = `${upper}\0${lower}`;
		const before = pairs.get(key);
		if (before) before.edges.push(edge);
		else pairs.set(key, { upper, lower, edges: [edge] });
	}
	return [...pairs.values()].toSorted((one, other) => other.edges.length - one.edges.length);
}

/** The folders below what two paths have in common; empty for a file that lies in it. */
function siblings({ from, to }: FileEdge): { upper: string; lower: string } {
	const [one, other] = [from.split('/'), to.split('/')];
	let depth = 0;
	while (depth < one.length - 1 && depth < other.length - 1 && one[depth] === other[depth]) depth++;
	const folder = (parts: string[]) =>
		depth < parts.length - 1 ? parts.slice(0, depth + 1).join('/') : '';
	return { upper: folder(one), lower: folder(other) };
}
