import type { Manifest } from '../../../manifests';
import { jsonLines } from './lines';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';
import { isValues, textOf, textsOf, valueAt, valuesOf } from './values';

export const composer: ManifestReader = {
	ecosystem: 'composer',
	owns: (name) => name === 'composer.json',
	read: (files, say) => fromEach(files, say, readComposer)
};

function readComposer({ path, text }: ManifestFile): Manifest {
	const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
	if (!isValues(content)) throw new Error('it is no JSON object');
	const lines = jsonLines(text);
	const required = (key: string, isDevelopment: boolean) =>
		Object.entries(valuesOf(valueAt(content, key)))
			// The language and its extensions come with no registry.
			.filter(([name]) => name.includes('/'))
			.map(([name, version]) => ({
				ecosystem: 'composer' as const,
				name,
				version: textOf(version),
				isDevelopment,
				path,
				line: lines.line(name, lines.line(key))
			}));
	return {
		...manifestOf('composer', path),
		name: textOf(valueAt(content, 'name')),
		dependencies: [...required('require', false), ...required('require-dev', true)].slice(
			0,
			MOST_DEPENDENCIES
		),
		scripts: Object.fromEntries(
			Object.entries(valuesOf(valueAt(content, 'scripts'))).map(([name, commands]) => [
				name,
				textsOf(commands).join(' && ')
			])
		),
		entryPoints: textsOf(valueAt(content, 'bin')),
		license: textsOf(valueAt(content, 'license')).join(' OR ') || undefined,
		runtime: textOf(valueAt(content, 'require', 'php'))
	};
}
