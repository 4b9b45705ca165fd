// A yardstick: SvelteKit with one empty page, built by the same versions.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = 'node_modules/.cache/greenroom-bench/empty';

/** @returns {string} the folder of the built yardstick, in which `build/index.js` starts it */
export function buildEmptyApp() {
	const files = {
		'package.json': '{ "name": "empty", "private": true, "type": "module" }',
		'svelte.config.js':
			"import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter({ precompress: true }) } };",
		'vite.config.js':
			"import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };",
		'src/app.html':
			'<!doctype html><html lang="en"><head><title>empty</title>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>',
		'src/routes/+page.svelte': '<h1>Empty</h1>'
	};
	for (const [name, text] of Object.entries(files)) {
		const file = join(FOLDER, name);
		mkdirSync(join(file, '..'), { recursive: true });
		writeFileSync(file, text);
	}
	execFileSync(process.execPath, [resolve('node_modules/vite/bin/vite.js'), 'build'], {
		cwd: FOLDER,
		stdio: ['ignore', 'ignore', 'inherit']
	});
	return FOLDER;
}
