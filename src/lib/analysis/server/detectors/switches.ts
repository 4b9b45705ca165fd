import type { Place, Project } from '../../project';

const depthOf = (line: string) => line.search(/\S/);

/** Something that is set somewhere, or a name for it. */
const SETTING =
	/env|config|setting|option|feature|flag|enable|\b[A-Z][A-Z\d]*_[A-Z\d_]+\b|^!?[\w.$]+$/i;

/** Where a program runs is no choice of what it does. */
const KIND_OF_RUN = /NODE_ENV|RAILS_ENV|APP_ENV|prod(uction)?\b|dev(elopment)?\b|\btest/i;

/** A path of the request: it is asked of each anew. */
const OF_REQUEST = /\breq(uest)?\b|\bctx\b|\bpath\b/;

const MOST_CHARACTERS = 120;

/**
 * The switch that the code asks before it does something.
 *
 * @returns undefined where one of the places asks none, or a condition is no setting
 */
export function switchOf(project: Project, places: readonly Place[]): string | undefined {
	const asked = places.map((place) => conditionAbove(project, place));
	const [first] = asked;
	return asked.includes(undefined) || first === undefined ? undefined : project.shown(first);
}

/** The end of a title: nothing without a switch. */
export function onlyWhere(project: Project, places: readonly Place[]): string {
	const condition = switchOf(project, places);
	return condition === undefined ? '' : `, only under the condition ${condition}`;
}

/** By indentation, from inside to outside. */
function conditionAbove(project: Project, { path, startLine }: Place): string | undefined {
	const lines = project.lines(path);
	let depth = depthOf(lines[startLine - 1] ?? '');
	for (let at = startLine - 1; at > 0 && depth > 0; at--) {
		const line = lines[at - 1] ?? '';
		const own = depthOf(line);
		if (own === -1 || own >= depth) continue;
		depth = own;
		const condition = conditionIn(lines, at);
		if (condition !== undefined && isSwitch(condition)) return condition;
	}
	return undefined;
}

const isSwitch = (condition: string) =>
	condition.length <= MOST_CHARACTERS &&
	SETTING.test(condition) &&
	!KIND_OF_RUN.test(condition) &&
	!OF_REQUEST.test(condition);

/** What stands behind `if`, on one line or on several that end in this one. */
function conditionIn(lines: readonly string[], at: number): string | undefined {
	const line = (lines[at - 1] ?? '').trim();
	let text = line;
	if (/^\)\s*\{?$/.test(line)) {
		const depth = depthOf(lines[at - 1]!);
		for (let from = at - 1; from > 0; from--) {
			const above = lines[from - 1] ?? '';
			text = `${above.trim()} ${text}`;
			if (depthOf(above) === depth) break;
		}
	}
	const found = /^(?:\}\s*else\s+)?if\b\s*(.+?)\s*[:{]?$/.exec(text)?.[1];
	return found?.replace(/^\(\s*([^]*?)\s*\)$/, '$1');
}
