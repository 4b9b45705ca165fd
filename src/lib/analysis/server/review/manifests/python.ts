import { parse } from 'smol-toml';
import type { Dependency, Manifest } from '../../../manifests';
import { tomlLines, tomlSections } from './lines';
import { nameOf } from '../paths';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';
import { normalised, requirementOf } from './requirement';
import { readSetupCfg, readSetupPy } from './setuptools';
import { textEntries, textOf, textsOf, valueAt, valuesOf } from './values';

export const python: ManifestReader = {
	ecosystem: 'pypi',
	owns: (name, path) =>
		/^(?:pyproject\.toml|Pipfile|setup\.(?:cfg|py))$/.test(name) || isRequirements(name, path),
	read: (files, say) =>
		fromEach(files, say, (file) => {
			switch (nameOf(file.path)) {
				case 'pyproject.toml':
					return readPyproject(file);
				case 'Pipfile':
					return readPipfile(file);
				case 'setup.cfg':
					return readSetupCfg(file);
				case 'setup.py':
					return readSetupPy(file);
				default:
					return readRequirements(file);
			}
		})
};

const isRequirements = (name: string, path: string) =>
	/requirements.*\.(?:txt|in)$/i.test(name) ||
	/(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path);

/** Groups and files that are there for work on the project itself. */
const DEVELOPMENT =
	/(?:^|[^a-z])(?:dev|develop(?:ment)?|tests?|testing|lint(?:ing)?|docs?|typing|ci|style|bench\w*)(?:[^a-z]|$)/i;

function readRequirements({ path, text }: ManifestFile): Manifest {
	const isDevelopment = DEVELOPMENT.test(path.replace(/^.*(?=requirements)/i, ''));
	const dependencies = text
		.split('\n')
		.flatMap((line, index) =>
			/^\s*(?:[#-]|\w+:\/\/|\.|git\+|$)/.test(line)
				? []
				: requirementOf(line, isDevelopment, path, index + 1)
		);
	return { ...manifestOf('pypi', path), dependencies: dependencies.slice(0, MOST_DEPENDENCIES) };
}

function readPyproject({ path, text }: ManifestFile): Manifest {
	const content: unknown = parse(text);
	const heads = tomlSections(text);
	const lines = tomlLines(text);
	const written = (list: unknown, head: string, isDevelopment: boolean) =>
		textsOf(list).flatMap((item) =>
			requirementOf(item, isDevelopment, path, lines.line(item, heads.line(head)))
		);
	const tabled = (table: unknown, head: string, isDevelopment: boolean): Dependency[] =>
		tableOf(table, isDevelopment, path, (name) => lines.line(name, heads.line(head)));
	const groups = (table: unknown, head: string, isAll: boolean) =>
		Object.entries(valuesOf(table)).flatMap(([group, list]) =>
			written(list, head, isAll || DEVELOPMENT.test(group))
		);
	const project = valueAt(content, 'project');
	const poetry = valueAt(content, 'tool', 'poetry');
	const dependencies = [
		...written(valueAt(project, 'dependencies'), 'project', false),
		...groups(valueAt(project, 'optional-dependencies'), 'project.optional-dependencies', false),
		...groups(valueAt(content, 'dependency-groups'), 'dependency-groups', true),
		...groups(
			valueAt(content, 'tool', 'pdm', 'dev-dependencies'),
			'tool.pdm.dev-dependencies',
			true
		),
		...written(valueAt(content, 'tool', 'uv', 'dev-dependencies'), 'tool.uv', true),
		...tabled(valueAt(poetry, 'dependencies'), 'tool.poetry.dependencies', false),
		...tabled(valueAt(poetry, 'dev-dependencies'), 'tool.poetry.dev-dependencies', true),
		...Object.entries(valuesOf(valueAt(poetry, 'group'))).flatMap(([group, table]) =>
			tabled(
				valueAt(table, 'dependencies'),
				`tool.poetry.group.${group}.dependencies`,
				DEVELOPMENT.test(group)
			)
		)
	];
	return {
		...manifestOf('pypi', path),
		name: textOf(valueAt(project, 'name')) ?? textOf(valueAt(poetry, 'name')),
		dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
		scripts: Object.fromEntries([
			...textEntries(valueAt(poetry, 'scripts')),
			...textEntries(valueAt(project, 'scripts'))
		]),
		license:
			textOf(valueAt(project, 'license')) ??
			textOf(valueAt(project, 'license', 'text')) ??
			textOf(valueAt(poetry, 'license')),
		runtime:
			textOf(valueAt(project, 'requires-python')) ??
			textOf(valueAt(poetry, 'dependencies', 'python'))
	};
}

function readPipfile({ path, text }: ManifestFile): Manifest {
	const content: unknown = parse(text);
	const heads = tomlSections(text);
	const lines = tomlLines(text);
	const read = (key: string, isDevelopment: boolean) =>
		tableOf(valueAt(content, key), isDevelopment, path, (name) =>
			lines.line(name, heads.line(key))
		);
	return {
		...manifestOf('pypi', path),
		dependencies: [...read('packages', false), ...read('dev-packages', true)].slice(
			0,
			MOST_DEPENDENCIES
		),
		scripts: Object.fromEntries(textEntries(valueAt(content, 'scripts'))),
		runtime:
			textOf(valueAt(content, 'requires', 'python_version')) ??
			textOf(valueAt(content, 'requires', 'python_full_version'))
	};
}

/** `name = "^1"` or `name = { version = "^1" }`, as Poetry and Pipenv have it. */
const tableOf = (
	table: unknown,
	isDevelopment: boolean,
	path: string,
	lineOf: (name: string) => number
): Dependency[] =>
	Object.entries(valuesOf(table))
		.filter(([name]) => name !== 'python')
		.map(([name, value]) => ({
			ecosystem: 'pypi',
			name: normalised(name),
			version: textOf(value) ?? textOf(valueAt(value, 'version')),
			isDevelopment,
			path,
			line: lineOf(name)
		}));
