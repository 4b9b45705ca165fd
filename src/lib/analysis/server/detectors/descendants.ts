import type { Language, SymbolFact } from '../../facts';
import type { Found, Project } from '../../project';

const lastName = (path: string) => path.slice(path.search(/[^.:\\]+$/));

/**
 * Classes that stand on one of these bases, themselves or through a class of the project.
 *
 * @param isSeed whether a base, as written, is one of those looked for, in this file
 */
export function descendants(
	project: Project,
	languages: readonly Language[],
	isSeed: (base: string, symbol: Found<SymbolFact>) => boolean
): Found<SymbolFact>[] {
	const classes = project.sources
		.filter(({ language }) => languages.includes(language))
		.flatMap((file) =>
			file.symbols.filter(({ bases }) => bases?.length).map((fact) => ({ file, fact }))
		);
	const found = new Set<Found<SymbolFact>>();
	const names = new Set<string>();
	let isGrowing = true;
	while (isGrowing) {
		isGrowing = false;
		for (const one of classes) {
			if (found.has(one)) continue;
			const stands = one.fact.bases!.some(
				(base) =>
					isSeed(base, one) ||
					// What Go embeds is a part, and no ancestor.
					(one.file.language !== 'go' && names.has(lastName(base.replace(/[<(].*$/s, '').trim())))
			);
			if (!stands) continue;
			found.add(one);
			names.add(lastName(one.fact.name));
			isGrowing = true;
		}
	}
	return classes.filter((one) => found.has(one));
}
