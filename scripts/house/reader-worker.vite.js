import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { grammarFiles } from '../../src/lib/analysis/server/read/grammar-files.js';

/** Grammars are for the build: what is built brings them along. */
function grammars(folder = '') {
	return {
		name: 'greenroom:grammars',
		configResolved(/** @type {import('vite').ResolvedConfig} */ config) {
			folder = resolve(config.root, config.build.outDir, 'grammars');
		},
		closeBundle() {
			const require = createRequire(import.meta.url);
			mkdirSync(folder, { recursive: true });
			for (const [name, file] of Object.entries(grammarFiles)) {
				copyFileSync(require.resolve(file), resolve(folder, `${name}.wasm`));
			}
		}
	};
}

/** @type {{ dependencies: Record<string, string> }} */
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What runs in threads and processes of its own, and from the command line, beside the built server. */
export default defineConfig({
	publicDir: false,
	logLevel: 'warn',
	plugins: [grammars()],
	// Where it runs only these are installed; all else is brought along, as the server does.
	ssr: { noExternal: true, external: Object.keys(dependencies) },
	build: {
		ssr: true,
		target: 'node22',
		minify: false,
		outDir: 'build',
		emptyOutDir: false,
		rollupOptions: {
			input: {
				'reader-worker': 'src/lib/analysis/server/read/worker.ts',
				'analysis-process': 'src/lib/analysis/server/work/child.ts',
				analyse: 'src/lib/analysis/server/command-line.ts',
				grade: 'src/lib/interview/server/grader/command-line.ts'
			},
			output: { entryFileNames: '[name].js', chunkFileNames: 'analysis/[name]-[hash].js' }
		}
	}
});
