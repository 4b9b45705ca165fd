import type { Finding } from '../../findings';
import { projectOf } from '../../analysis.fixtures';
import type { Detector } from './detector';

/** What a detector says of a project of these files. */
export async function findingsOf(
	detector: Detector,
	contents: Record<string, string>
): Promise<Finding[]> {
	return detector.detect(await projectOf(contents));
}

/** The one finding about this subject; undefined where there is none. */
export async function findingOf(
	detector: Detector,
	subject: string,
	contents: Record<string, string>
): Promise<Finding | undefined> {
	const found = await findingsOf(detector, contents);
	return found.find(({ key }) => key === `${detector.name}:${subject}`);
}

/** `path:line` of its evidence, the best first. */
export const placesIn = (finding: Finding | undefined): string[] =>
	(finding?.evidence ?? []).map(({ path, startLine }) => `${path}:${startLine}`);
