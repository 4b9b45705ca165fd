import { isGenerated, isTest } from '../read/kinds-of-file';

/** What a path alone says of a file. Pure. */

/** Why a file does not count as written here by hand; `source` where nothing speaks against it. */
export const roles = [
	'source',
	'test',
	'vendored',
	'generated',
	'minified',
	'lock',
	'binary'
] as const;

export type Role = (typeof roles)[number];

const VENDORED =
	/(?:^|\/)(?:node_modules|bower_components|vendor|vendors|third[-_]?party|3rd[-_]?party|external|externals|deps|Godeps|Pods|Carthage|\.yarn|\.venv|venv|site-packages|__pypackages__|jspm_packages)\//i;
const BUILT =
	/(?:^|\/)(?:dist|build|out|target|bin|obj|\.next|\.nuxt|\.svelte-kit|\.output|coverage|__pycache__|\.gradle|htmlcov)\//;
const MINIFIED = /[.-]min\.(?:js|mjs|cjs|css)$/i;
const LOCK =
	/(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|Pipfile\.lock|uv\.lock|pdm\.lock|Cargo\.lock|go\.sum|go\.work\.sum|Gemfile\.lock|gems\.locked|composer\.lock|packages\.lock\.json|gradle\.lockfile|mix\.lock|pubspec\.lock|Podfile\.lock|flake\.lock)$/;
const BINARY =
	/\.(?:png|jpe?g|gif|webp|avif|ico|icns|bmp|tiff?|psd|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|class|exe|dll|so|dylib|a|o|lib|wasm|woff2?|ttf|otf|eot|mp[34]|m4a|mov|avi|webm|wav|ogg|flac|db|sqlite3?|pyc|bin|dat|parquet|onnx|pt|keystore|jks|p12|docx?|xlsx?|pptx?)$/i;

const isLockFile = (path: string) => LOCK.test(path);

/** The role that a path gives; content may still say that it is binary, minified or generated. */
export function roleOf(path: string): Role {
	if (isLockFile(path)) return 'lock';
	if (VENDORED.test(path)) return 'vendored';
	if (MINIFIED.test(path)) return 'minified';
	if (BINARY.test(path)) return 'binary';
	if (isGenerated(path, '')) return 'generated';
	return isTest(path) ? 'test' : 'source';
}

/** What a build leaves behind, where it was checked in beside what it was built from. */
export const isBuiltPath = (path: string) => BUILT.test(path);

export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** `.ts` of `a/b.d.ts`; '' where there is none. */
export function endingOf(path: string): string {
	const name = nameOf(path);
	const dot = name.lastIndexOf('.');
	return dot <= 0 ? '' : name.slice(dot).toLowerCase();
}
