import type { Dependency, Manifest } from '../../../manifests';
import { requirementOf } from './requirement';
import { manifestOf, MOST_DEPENDENCIES, type ManifestFile } from './reader';

const DEVELOPMENT = /^(?:dev|test|tests|testing|lint|docs?|typing)$/i;

/** Sections and indented lists of setup.cfg: its simple forms. */
export function readSetupCfg({ path, text }: ManifestFile): Manifest {
	const manifest = manifestOf('pypi', path);
	const dependencies: Dependency[] = [];
	let section = '';
	let key = '';
	for (const [index, line] of text.split('\n').entries()) {
		const head = /^\[([^\]]{1,256})\]/.exec(line)?.[1];
		if (head !== undefined) {
			section = head.trim();
			key = '';
			continue;
		}
		if (/^\s*[#;]/.test(line)) continue;
		const pair = /^([\w.-]{1,256})\s*=\s*(.*)$/.exec(line);
		if (pair) key = pair[1]!;
		const value = (pair?.[2] ?? line).trim();
		if (value === '') continue;
		if (section === 'options' && key === 'install_requires') {
			dependencies.push(...requirementOf(value, false, path, index + 1));
		} else if (section === 'options' && key === 'tests_require') {
			dependencies.push(...requirementOf(value, true, path, index + 1));
		} else if (section === 'options.extras_require') {
			dependencies.push(...requirementOf(value, DEVELOPMENT.test(key), path, index + 1));
		} else if (section === 'options.entry_points' && key === 'console_scripts') {
			const [name = '', target] = value.split('=').map((part) => part.trim());
			if (target) manifest.scripts[name] = target;
		} else if (section === 'metadata' && key === 'name') manifest.name = value;
		else if (section === 'metadata' && key === 'license') manifest.license = value;
		else if (section === 'options' && key === 'python_requires') manifest.runtime = value;
	}
	return { ...manifest, dependencies: dependencies.slice(0, MOST_DEPENDENCIES) };
}

/** setup.py is a program: lists of literals in its call are read, nothing is run. */
export function readSetupPy({ path, text }: ManifestFile): Manifest {
	const said = (key: string) =>
		new RegExp(`\\b${key}\\s*=\\s*(['"])([^'"\\n]{1,256})\\1`).exec(text)?.[2];
	const dependencies = [
		...listed(text, path, 'install_requires', false),
		...listed(text, path, 'tests_require', true)
	];
	return {
		...manifestOf('pypi', path),
		name: said('name'),
		dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
		license: said('license'),
		runtime: said('python_requires')
	};
}

function listed(text: string, path: string, key: string, isDevelopment: boolean): Dependency[] {
	const head = new RegExp(`\\b${key}\\s*=\\s*\\[`).exec(text);
	if (!head) return [];
	const start = head.index + head[0].length;
	const firstLine = text.slice(0, start).split('\n').length;
	const dependencies: Dependency[] = [];
	for (const [index, line] of text.slice(start).split('\n').entries()) {
		const code = line.replace(/(^|\s)#.*$/, '');
		for (const [, , requirement] of code.matchAll(/(['"])([^'"\n]{1,256})\1/g)) {
			dependencies.push(...requirementOf(requirement!, isDevelopment, path, firstLine + index));
		}
		// A closing bracket that is not an extra's: `"celery[redis]"` goes on.
		if (code.replaceAll(/(['"])[^'"\n]*\1/g, '').includes(']')) break;
	}
	return dependencies;
}
