import type { Project } from '../../../project';
import { literal } from '../detector';

const LEFT_OUT = /exclude\b.*(health|live|ready)/is;

/**
 * What one call puts before every path of a framework, by the framework's name; nothing where two
 * programs of a project disagree, or where what is left out may be the path of a health check.
 */
export function globalPrefixes(project: Project): Map<string, string> {
	const nest = project
		.calls(/\.setGlobalPrefix$/, 'javascript', 'typescript')
		.map(({ fact }) => (LEFT_OUT.test(fact.args[1] ?? '') ? '' : literal(fact.args[0])));
	const [first, ...others] = new Set(nest);
	return new Map(first !== undefined && others.length === 0 ? [['NestJS', first]] : []);
}
