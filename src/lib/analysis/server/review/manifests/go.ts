import type { Manifest } from '../../../manifests';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';

/** Modules; what go.mod marks `// indirect` nobody here asked for, and is left out. */
export const go: ManifestReader = {
	ecosystem: 'go',
	owns: (name) => name === 'go.mod',
	read: (files, say) => fromEach(files, say, readModule)
};

const REQUIREMENT = /^([^\s"]+|"[^"\s]+")\s+(v[^\s]+)/;

function readModule({ path, text }: ManifestFile): Manifest {
	const manifest = manifestOf('go', path);
	let block = '';
	for (const [index, whole] of text.split('\n').entries()) {
		const line = (whole.split('//', 1)[0] ?? '').trim();
		const [word = '', ...rest] = line.split(/\s+/);
		if (block === '' && rest[0] === '(') block = word;
		else if (line === ')') block = '';
		else if (block === 'require' || (block === '' && word === 'require')) {
			const match = REQUIREMENT.exec(block === '' ? rest.join(' ') : line);
			if (!match?.[1]?.includes('.') || /\/\/\s*indirect\b/.test(whole)) continue;
			if (manifest.dependencies.length >= MOST_DEPENDENCIES) break;
			manifest.dependencies.push({
				ecosystem: 'go',
				name: match[1]!.replaceAll('"', ''),
				version: match[2],
				isDevelopment: false,
				path,
				line: index + 1
			});
		} else if (block === '' && word === 'module') manifest.name = rest[0]?.replaceAll('"', '');
		else if (block === '' && word === 'go') manifest.runtime = rest[0];
	}
	if (manifest.name === undefined) throw new Error('it names no module');
	return manifest;
}
