import { XMLParser } from 'fast-xml-parser';
import { isValues } from './values';

export interface XmlNode {
	name: string;
	attributes: Record<string, string>;
	children: XmlNode[];
	/** Its own text, trimmed. */
	text: string;
	/** From 1. */
	line: number;
}

// Entities are neither declared nor resolved: `&x;` stays what is written.
const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: '',
	parseTagValue: false,
	parseAttributeValue: false,
	processEntities: false,
	removeNSPrefix: true,
	captureMetaData: true,
	trimValues: true
});

const META: unknown = XMLParser.getMetaDataSymbol();

/**
 * The root element of a document.
 *
 * @throws Error where there is none, where it is not XML, or nested deeper than a hundred
 */
export function parseXml(text: string): XmlNode {
	if (/<!ENTITY/i.test(text)) throw new Error('it declares XML entities, which are not resolved');
	const parsed: unknown = parser.parse(text.replace(/^\uFEFF/, ''));
	const starts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	const root = nodesOf(parsed, starts).find(({ name }) => !name.startsWith('?'));
	if (!root) throw new Error('it has no element');
	return root;
}

/** The parser nests at most a hundred deep, so that this does too. */
function nodesOf(parsed: unknown, starts: readonly number[]): XmlNode[] {
	if (!Array.isArray(parsed)) return [];
	return parsed.filter(isValues).flatMap((item) => {
		const name = Object.keys(item).find((key) => key !== ':@');
		if (name === undefined || name === '#text') return [];
		const inner = item[name];
		const attributes = isValues(item[':@']) ? item[':@'] : {};
		return [
			{
				name,
				attributes: Object.fromEntries(
					Object.entries(attributes).filter(
						(entry): entry is [string, string] => typeof entry[1] === 'string'
					)
				),
				children: nodesOf(inner, starts),
				text: ownText(inner),
				line: lineAt(startOf(item), starts)
			}
		];
	});
}

function ownText(inner: unknown): string {
	if (!Array.isArray(inner)) return '';
	return inner
		.flatMap((item) => (isValues(item) && typeof item['#text'] === 'string' ? [item['#text']] : []))
		.join('')
		.trim();
}

function startOf(item: object): number {
	const meta: unknown = typeof META === 'symbol' ? Reflect.get(item, META) : undefined;
	return isValues(meta) && typeof meta['startIndex'] === 'number' ? meta['startIndex'] : 0;
}

/** @param starts where each line begins, ascending */
function lineAt(index: number, starts: readonly number[]): number {
	let low = 0;
	let high = starts.length;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (starts[middle]! <= index) low = middle;
		else high = middle;
	}
	return low + 1;
}

/** Its children of these names, or its children's children, along the path. */
export const along = (node: XmlNode | undefined, ...path: string[]): XmlNode[] =>
	path.reduce<XmlNode[]>(
		(nodes, name) =>
			nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
		node ? [node] : []
	);

/** The text of the first along the path; undefined where it is empty. */
export const textAlong = (node: XmlNode | undefined, ...path: string[]): string | undefined =>
	along(node, ...path)[0]?.text || undefined;

/** All below a node with one of these names, in order. */
export function below(node: XmlNode, ...names: string[]): XmlNode[] {
	return node.children.flatMap((child) =>
		(names.includes(child.name) ? [child] : []).concat(below(child, ...names))
	);
}
