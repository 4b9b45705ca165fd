import { codeFiles } from './languages';
import { nameOf } from './paths';
import type { Documentation } from './report';
import type { SurveyedFile } from './survey';
import { isReadme } from './wanted';

export function documentationOf(
	files: readonly SurveyedFile[],
	texts: ReadonlyMap<string, string>
): Documentation {
	const paths = files.filter(({ role }) => role !== 'vendored').map(({ path }) => path);
	const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
	const readme = paths.filter(isReadme).sort((one, other) => one.length - other.length)[0];
	const code = codeFiles(files);
	const written = code.reduce((total, { lines, blank }) => total + lines - blank, 0);
	const comments = code.reduce((total, file) => total + file.comments, 0);
	return {
		readme: readme === undefined ? undefined : readmeOf(readme, texts.get(readme) ?? ''),
		files: files.filter(
			({ path, kind, role }) =>
				kind === 'prose' && role === 'source' && /(?:^|\/)docs?\//i.test(path)
		).length,
		hasContributing: has(/(?:^|\/)CONTRIBUTING(?:\.\w+)?$/i),
		hasChangelog: has(/^(?:CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?)(?:\.\w+)?$/i),
		hasSecurityPolicy: has(/(?:^|\/)SECURITY(?:\.\w+)?$/i),
		decisions: paths.filter(isDecision).sort().slice(0, 100),
		apiDescriptions: paths.filter((path) => API.test(nameOf(path))).slice(0, 20),
		commentShare: written === 0 ? 0 : comments / written
	};
}

const API =
	/^(?:(?:openapi|swagger|asyncapi)[\w.-]*\.(?:ya?ml|json)|.*\.postman_collection\.json)$/i;

/** Records of decisions: numbered pages in a folder of theirs. */
const isDecision = (path: string) =>
	/(?:^|\/)(?:adrs?|decisions|decision-records|architecture-decisions)\/(?:adr-?)?\d{1,5}[^/]*\.(?:md|adoc|rst|txt)$/i.test(
		path
	);

function readmeOf(path: string, text: string): Documentation['readme'] {
	const headings = Array.from(text.matchAll(/^#{1,3}[ \t]+([^\n]{1,120})/gm), (match) =>
		match[1]!.replace(/[\s#]+$/, '')
	);
	return { path, words: text.match(/\S+/g)?.length ?? 0, headings: headings.slice(0, 40) };
}
