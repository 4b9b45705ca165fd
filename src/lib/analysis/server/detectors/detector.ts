import type { Evidence } from '../../evidence';
import type { Finding, FindingKind, Topic } from '../../findings';
import { listed as allListed } from '../../numbers';
import type { Found, Place, Project } from '../../project';

/** Finds one kind of decision: a file of its own, with its test beside it. */
export interface Detector {
	/** The first half of its findings' keys: never renamed, since dismissals go by it. */
	name: string;
	topics: readonly Topic[];
	/** Looks at facts and manifests only; what cannot be shown at a place is not said. */
	detect(project: Project): Finding[] | Promise<Finding[]>;
}

const MOST_EVIDENCE = 8;

export interface FindingParts {
	detector: string;
	/** The second half of the key: stable however the code moves, without paths of lines. */
	subject: string;
	topic: Topic;
	kind: FindingKind;
	/** One plain sentence with names and numbers that can be checked. */
	title: string;
	detail: string;
	/** 0–1. */
	confidence: number;
	manifestOnly?: boolean;
	/** Every place, the best first; at least one. */
	at: readonly Place[];
	facts?: Finding['facts'];
	/** Literals that are secrets, to be taken out of the snippets. */
	secrets?: readonly string[];
}

/** A finding with its key and its evidence: at most eight places, of different files first. */
export function finding(project: Project, parts: FindingParts): Finding {
	const { detector, subject, topic, kind, title, detail, confidence } = parts;
	return {
		key: `${detector}:${subject}`,
		detector,
		topic,
		kind,
		title,
		detail,
		confidence,
		manifestOnly: parts.manifestOnly ?? false,
		evidence: evidenceAt(project, parts.at, parts.secrets),
		facts: parts.facts ?? {}
	};
}

function evidenceAt(
	project: Project,
	places: readonly Place[],
	secrets: readonly string[] = []
): Evidence[] {
	const different = new Map(places.map((place) => [`${place.path}:${place.startLine}`, place]));
	const seen = new Map<string, number>();
	return Array.from(different.values(), (place, rank) => {
		const inFile = seen.get(place.path) ?? 0;
		seen.set(place.path, inFile + 1);
		return { place, rank, inFile };
	})
		.sort((one, other) => one.inFile - other.inFile || one.rank - other.rank)
		.slice(0, MOST_EVIDENCE)
		.map(({ place }) => project.evidence(place, secrets));
}

/** Where a fact stands. */
export function placeOf({
	file,
	fact
}: Found<{ startLine: number; endLine: number } | { line: number }>): Place {
	if ('line' in fact) return { path: file.path, startLine: fact.line };
	return { path: file.path, startLine: fact.startLine, endLine: fact.endLine };
}

/** @returns what stands between the quotes of an argument; undefined where it is no literal */
export function literal(argument: string | undefined): string | undefined {
	const found = /^(?:@|\$|[rbu]{1,2})?(["'`])([^]*)\1$/i.exec(argument ?? '');
	if (!found || found[2]!.includes(found[1]!) || /\$\{|#\{/.test(found[2]!)) return undefined;
	return found[2]!;
}

export { counted, grouped } from '../../numbers';

/** As anywhere, but no sentence names more than four. */
export const listed = (words: readonly string[], most = 4): string => allListed(words, most);

/** Each of them once, in the order they came. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
