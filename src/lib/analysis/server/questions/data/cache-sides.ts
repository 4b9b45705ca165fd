import type { Evidence } from '../../../evidence';
import type { CallFact } from '../../../facts';
import type { Finding } from '../../../findings';
import type { Found, Project } from '../../../project';
import { caches } from '../../detectors/cache-libraries';
import { foundBy, textOf } from '../draft';
import type { QuestionMaterial } from '../maker';
import { functionAt, isElsewhere } from './places';

/** Where a value is written, and where it is dropped or read. */
export function sidesOf({ project }: QuestionMaterial, finding: Finding) {
	const name = textOf(finding, 'cache');
	const cache = caches.find((one) => one.name === name);
	const calls = cache
		? project
				.calls(/./, ...cache.languages)
				.filter(
					({ file }) =>
						!cache.imports || file.imports.some(({ specifier }) => cache.imports!.test(specifier))
				)
		: [];
	const all = (pattern: RegExp | undefined) =>
		pattern ? calls.filter(({ fact }) => pattern.test(fact.callee)) : [];
	const at = ({ file, fact }: Found<CallFact>): Evidence =>
		project.evidence({ path: file.path, startLine: fact.startLine, endLine: fact.endLine });
	const [writes, drops, reads] = [all(cache?.writes), all(cache?.forgets), all(cache?.reads)];
	const filled = writes.map((write) => ({
		write,
		drop:
			drops.find((one) => one.fact.args[0] === write.fact.args[0]) ??
			drops.find((one) => isSameKey(one.fact, write.fact)) ??
			drops.find((one) => one.file === write.file),
		read: COMPUTES.test(write.fact.callee)
			? write
			: reads.find((one) => isSameFunction(project, write, one))
	}));
	const own = filled.filter(({ write }) => !/health|status/i.test(write.file.path));
	const best = own.find(({ drop }) => drop) ?? own[0] ?? filled[0];
	const loaded = own.find(({ read }) => read);
	const written = best ? at(best.write) : finding.evidence[0]!;
	const elsewhere = (found: Found<CallFact> | undefined) =>
		found && isElsewhere(at(found), written) ? at(found) : undefined;
	return {
		written,
		dropped: elsewhere(best?.drop),
		read: elsewhere(best?.read ?? reads[0]),
		/** Where a value is computed because there was none. */
		loaded: loaded && at(loaded.write)
	};
}

/** Keys are mostly put together: `user:${id}` and `user:${other}` begin alike. */
const isSameKey = (one: CallFact, other: CallFact): boolean =>
	(one.args[0] ?? '').length > 14 && one.args[0]!.slice(0, 14) === other.args[0]?.slice(0, 14);

/** Takes what is there, or computes it. */
const COMPUTES = /remember|GetOrCreate|getOrSet|get_or_set|fetch|wrap|computeIfAbsent/i;

function isSameFunction(project: Project, one: Found<CallFact>, other: Found<CallFact>): boolean {
	if (one.file !== other.file) return false;
	const at = ({ file, fact }: Found<CallFact>) =>
		functionAt(project, { path: file.path, startLine: fact.startLine });
	return at(one) !== undefined && at(one) === at(other);
}

/** Findings about stores of values, and not about results that an annotation keeps. */
export const storesOf = ({ findings }: QuestionMaterial): Finding[] =>
	foundBy(findings, 'caching').filter(({ facts }) => facts['cache'] !== undefined);
