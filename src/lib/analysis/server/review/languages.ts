import type { LanguageShare, LeftOut } from './report';
import type { SurveyedFile } from './survey';

const isCounted = ({ role }: SurveyedFile) => role === 'source' || role === 'test';

/** Programming languages by bytes, then the others; shares are of programming languages alone. */
export function languageShares(files: readonly SurveyedFile[]): LanguageShare[] {
	const shares = new Map<string, LanguageShare>();
	let programming = 0;
	for (const file of files) {
		const { language: name, kind, color } = file;
		if (!isCounted(file) || !name || !kind) continue;
		const known = shares.get(name);
		const share = known ?? { name, kind, color, files: 0, lines: 0, bytes: 0, share: 0 };
		if (!known) shares.set(name, share);
		share.files++;
		share.lines += file.lines;
		share.bytes += file.bytes;
		if (kind === 'programming') programming += file.bytes;
	}
	return Array.from(shares.values(), (share) => ({
		...share,
		share: share.kind === 'programming' && programming > 0 ? share.bytes / programming : 0
	})).sort(
		(one, other) => other.share - one.share || other.bytes - one.bytes || compare(one, other)
	);
}

const compare = (one: { name: string }, other: { name: string }) =>
	one.name < other.name ? -1 : 1;

/** What counts in no share, and why: said, not hidden. */
export function leftOutOf(files: readonly SurveyedFile[]): LeftOut[] {
	const groups = Map.groupBy(
		files.filter((file) => !isCounted(file)),
		({ role }) => role
	);
	return Array.from(groups, ([role, members]) => ({
		role,
		files: members.length,
		bytes: sum(members.map(({ bytes }) => bytes)),
		examples: members
			.toSorted((one, other) => other.bytes - one.bytes)
			.slice(0, 5)
			.map(({ path }) => path)
	}));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Files of programming languages that people wrote here, tests included. */
export const codeFiles = (files: readonly SurveyedFile[]) =>
	files.filter((file) => isCounted(file) && file.kind === 'programming');
