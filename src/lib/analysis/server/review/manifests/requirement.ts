import type { Dependency } from '../../../manifests';

const REQUIREMENT = /^([A-Za-z\d][\w.-]{0,200})\s*(?:\[[^\]]{0,256}\])?\s*([^;#@]{0,200})/;

/** A requirement as PEP 508 writes it; names as PEP 503 normalises them. */
export function requirementOf(
	text: string,
	isDevelopment: boolean,
	path: string,
	line: number
): Dependency[] {
	const match = REQUIREMENT.exec(text.trim());
	if (!match) return [];
	const version = match[2]!.trim().replace(/^\((.*)\)$/, '$1') || undefined;
	const name = normalised(match[1]!);
	return [{ ecosystem: 'pypi', name, version, isDevelopment, path, line }];
}

export const normalised = (name: string) => name.replaceAll(/[-_.]+/g, '-').toLowerCase();
