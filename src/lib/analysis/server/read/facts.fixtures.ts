import type { FileFacts, Language } from '../../facts';
import { readFacts } from './read-facts';

/** Facts of nothing but what a test names. */
export const someFacts = (
	path: string,
	own: Partial<FileFacts> = {},
	language: Language = 'typescript'
): FileFacts => ({
	path,
	language,
	lines: 10,
	codeLines: 10,
	hasErrors: false,
	isTest: false,
	isGenerated: false,
	symbols: [],
	imports: [],
	calls: [],
	annotations: [],
	catches: [],
	texts: [],
	assignments: [],
	notes: [],
	windows: [],
	...own
});

export const importing = (...specifiers: string[]): Pick<FileFacts, 'imports'> => ({
	imports: specifiers.map((specifier, place) => ({ specifier, names: [], line: place + 1 }))
});

/** The facts of a text in short forms that a test can be read by. */
export async function told(path: string, language: Language, text: string) {
	const facts = await readFacts(path, language, text);
	return {
		facts,
		symbols: facts.symbols.map(({ kind, name, complexity, startLine, endLine }) =>
			[`${kind} ${name}`, `${startLine}-${endLine}`, complexity ?? ''].join(' ').trim()
		),
		imports: facts.imports.map(({ specifier, names }) => [specifier, ...names].join(' ')),
		calls: facts.calls.map(({ callee, args }) => `${callee}(${args.join(', ')})`),
		annotations: facts.annotations.map(
			({ name, args, on }) => `${name}(${args.join(', ')}) on ${on}`
		),
		catches: facts.catches.map(({ type, isEmpty, passesOn, logs, startLine }) =>
			[startLine, type ?? 'all', isEmpty && 'empty', passesOn && 'passes on', logs && 'logs']
				.filter(Boolean)
				.join(' ')
		),
		texts: facts.texts.map(
			({ kind, text, isBuilt }) => `${kind}${isBuilt ? ' built' : ''} ${text}`
		),
		assignments: facts.assignments.map(
			({ name, value, type }) => `${name}${type ? `: ${type}` : ''} = ${value}`
		)
	};
}
