import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Box } from '../nearest';
import type { FileWeight } from '../reports';
import { folderParts, type FolderPart } from '../folder-parts';

/** Where each file and each folder of the treemap lies: pixels down, per cent across. */

export interface Tile extends Box {
	file: FileWeight;
}

export interface Part extends Box {
	/** As in FolderPart. */
	folder: string | undefined;
	codeLines: number;
}

export interface TreemapLayout {
	/** Pixels. */
	height: number;
	parts: Part[];
	/** In the files' order. */
	tiles: Tile[];
}

/** The strip that a folder's name stands in, in pixels. */
export const STRIP = 24;

/** Between two files, and between two folders. */
const GAP = 2;

type Node = { part?: FolderPart; file?: FileWeight; children?: Node[] };

/**
 * Squarified (Bruls, Huizing and van Wijk, 2000), by folder; area is lines of code.
 *
 * @param width which it is drawn for, in pixels: at another one the shapes stretch with it
 */
export function layOut(
	files: readonly FileWeight[],
	{ width, height }: { width: number; height: number }
): TreemapLayout {
	const root: Node = {
		children: folderParts(files).map((part) => ({
			part,
			children: part.files.map((file) => ({ file }))
		}))
	};
	const laid = treemap<Node>()
		.tile(treemapSquarify.ratio(1.2))
		.size([width, height])
		.round(true)
		.paddingInner(GAP)
		.paddingTop(({ depth }) => (depth === 1 ? STRIP : 0))(
		hierarchy(root).sum(({ file }) => (file ? Math.max(1, file.codeLines) : 0))
	);
	const boxOf = ({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): Box => ({
		x: (x0 / width) * 100,
		y: y0,
		width: ((x1 - x0) / width) * 100,
		height: y1 - y0
	});
	const tiles = new Map(
		laid.leaves().flatMap((leaf) => (leaf.data.file ? [[leaf.data.file, boxOf(leaf)]] : []))
	);
	return {
		height,
		parts: (laid.children ?? []).flatMap((node) =>
			node.data.part
				? [{ folder: node.data.part.folder, codeLines: node.value ?? 0, ...boxOf(node) }]
				: []
		),
		tiles: files.flatMap((file) => {
			const box = tiles.get(file);
			return box ? [{ file, ...box }] : [];
		})
	};
}
