import type { Manifest } from '../../../manifests';
import { fromEach, manifestOf, MOST_DEPENDENCIES } from './reader';
import type { ManifestFile, ManifestReader } from './reader';

/** Gemfiles and gemspecs are programs: what is written plainly in them is read, nothing is run. */
export const gem: ManifestReader = {
	ecosystem: 'gem',
	owns: (name) => name === 'Gemfile' || name === 'gems.rb' || name.endsWith('.gemspec'),
	read: (files, say) =>
		fromEach(files, say, (file) =>
			file.path.endsWith('.gemspec') ? readGemspec(file) : readGemfile(file)
		)
};

const GEM = /^\s*gem[\s(]+(['"])([^'"]{1,256})\1(?:\s*,\s*(['"])([^'"]{0,256})\3)?/;
const ONE_GROUP = /\bgroups?(?::|\s*=>)\s*\[?([^\]]{0,256})/;
const OPENS = /^\s*(?:group|platforms?|source|path|git|install_if|if|unless|case|begin)\b|\bdo\b/;
const DEVELOPMENT = /:(?:development|test|lint|ci|debug|doc\w*)\b/;

function readGemfile({ path, text }: ManifestFile): Manifest {
	const manifest = manifestOf('gem', path);
	/** One for each block around the line: whether it is for development only. */
	const blocks: boolean[] = [];
	for (const [index, whole] of text.split('\n').entries()) {
		const line = whole.replace(/(^|\s)#.*$/, '');
		const match = GEM.exec(line);
		if (match && manifest.dependencies.length < MOST_DEPENDENCIES) {
			const group = ONE_GROUP.exec(line.slice(match[0].length))?.[1];
			manifest.dependencies.push({
				ecosystem: 'gem',
				name: match[2]!,
				version: match[4],
				isDevelopment: blocks.includes(true) || (group !== undefined && isDevelopment(group)),
				path,
				line: index + 1
			});
		} else if (/^\s*ruby\b/.test(line)) manifest.runtime = /['"]([^'"]+)['"]/.exec(line)?.[1];
		else if (/^\s*end\b/.test(line)) blocks.pop();
		else if (OPENS.test(line) && !/^\s*(?:source|path|git)\b(?!.*\bdo\b)/.test(line)) {
			blocks.push(/^\s*group\b/.test(line) && isDevelopment(line));
		}
	}
	return manifest;
}

/** All of its groups are for development: `group :development, :production` is not. */
function isDevelopment(groups: string): boolean {
	const names = groups.match(/:\w+/g) ?? [];
	return names.length > 0 && names.every((name) => DEVELOPMENT.test(name));
}

const ADDED =
	/\.add_(runtime_|development_)?dependency[\s(]+(['"])([^'"]{1,256})\2(?:\s*,\s*(['"])([^'"]{0,256})\4)?/;

function readGemspec({ path, text }: ManifestFile): Manifest {
	const manifest = manifestOf('gem', path);
	const said = (field: string) =>
		new RegExp(`\\.${field}\\s*=\\s*\\[?\\s*['"]([^'"\\n]{1,256})['"]`).exec(text)?.[1];
	for (const [index, line] of text.split('\n').entries()) {
		const match = /^\s*#/.test(line) ? null : ADDED.exec(line);
		if (!match || manifest.dependencies.length >= MOST_DEPENDENCIES) continue;
		manifest.dependencies.push({
			ecosystem: 'gem',
			name: match[3]!,
			version: match[5],
			isDevelopment: match[1] === 'development_',
			path,
			line: index + 1
		});
	}
	return {
		...manifest,
		name: said('name'),
		license: said('licenses?'),
		runtime: said('required_ruby_version')
	};
}
