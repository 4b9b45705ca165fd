import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { instructionsOf, type Instruction } from '../review/containers';
import { finding, listed } from './detector';

/** What fetches packages, and whose list of packages would be enough for it. */
const INSTALLS =
	/\b(npm (ci|i|install)(?!\s+(-g|--global))|yarn( install)?( --\S+)*\s*(&&|$)|pnpm (i|install)|pip3? install (-\S+ )*-r|poetry install|uv sync|bundle install|composer install|dotnet restore|go mod download|mvn dependency:\S+)/;

const WHOLE = /^(--\S+\s+)*(\.\/?|\*|\.\/\*)\s+\S+$/;

/** Whole sources copied before packages are fetched: each change fetches them anew. */
export function copiedBeforeInstall(
	project: Project,
	texts: ReadonlyMap<string, string>,
	dockerfiles: readonly string[]
): Finding[] {
	const found = dockerfiles.flatMap((path) => {
		const copy = firstCopy(instructionsOf(texts.get(path) ?? ''));
		return copy ? [{ path, ...copy }] : [];
	});
	if (found.length === 0) return [];
	const [{ command }] = found as [(typeof found)[number]];
	return [
		finding(project, {
			detector: 'build-and-deployment',
			subject: 'copied-before-install',
			topic: 'build_and_deployment',
			kind: 'risk',
			title: `${listed(found.map(({ path }) => path))} ${found.length === 1 ? 'copies' : 'copy'} the whole source before ${command}: any change fetches all packages anew.`,
			detail:
				'A layer is kept only while what stands above it stays the same. Copying the list of packages first, then fetching, then the source, keeps the fetched packages from build to build.',
			confidence: 0.9,
			at: found.map(({ path, line, to }) => ({ path, startLine: line, endLine: to })),
			facts: { files: found.map(({ path }) => path), command }
		})
	];
}

function firstCopy(instructions: readonly Instruction[]) {
	let copy: Instruction | undefined;
	let hasInstalled = false;
	for (const one of instructions) {
		if (one.word === 'FROM') {
			copy = undefined;
			hasInstalled = false;
		} else if (/^(COPY|ADD)$/.test(one.word) && WHOLE.test(one.rest)) {
			if (!/--from=/.test(one.rest)) copy ??= one;
		} else if (one.word === 'RUN') {
			const command = INSTALLS.exec(one.rest)?.[1]?.replace(/\s*&&$/, '');
			if (!command || /--mount=type=cache/.test(one.rest)) continue;
			if (copy && !hasInstalled) return { line: copy.line, to: one.line, command };
			hasInstalled = true;
		}
	}
	return undefined;
}
