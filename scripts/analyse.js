// npm run analyse -- PATH [--json]: an analysis without a server, of a folder, an archive or a git URL.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ensureBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { root } from './house/processes.js';

requireNode();
const [source, ...rest] = process.argv.slice(2).filter((word) => word !== '--json');
const isJson = process.argv.includes('--json');
if (!source || rest.length > 0) {
	console.error('Name what to look at: npm run analyse -- PATH|ARCHIVE|URL [--json]');
	process.exit(1);
}
await ensurePackages();
await ensureBuilt();

/** @type {typeof import('../src/lib/analysis/server/command.ts')} */
const { analyseFrom } = await import(pathToFileURL(join(root, 'build', 'analyse.js')).href);
const ending = new AbortController();
process.once('SIGINT', () => ending.abort(new Error('Stopped.')));
try {
	const analysis = await analyseFrom(source, ending.signal, {
		onProgress: (stage, step, done, total) => {
			if (process.stderr.isTTY) process.stderr.write(`\r${stage} ${step} ${done}/${total}\x1b[K`);
		}
	});
	if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
	console.log(isJson ? JSON.stringify(analysis, null, '\t') : summary(analysis));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

/**
 * What a person reads in a terminal.
 *
 * @param {import('../src/lib/analysis/server/pipeline.ts').Analysis} analysis
 */
function summary({ name, commit, project_review: review, findings }) {
	const about = `${name}${commit ? ` at ${commit.slice(0, 12)}` : ''}: ${review.files} files, ${review.lines} lines, mostly ${review.mainLanguage ?? 'text'}.`;
	const found = findings.map(({ kind, title, evidence: [first] }) => {
		const place = first ? ` (${first.path}:${first.startLine})` : '';
		return `  ${kind}: ${title}${place}`;
	});
	return [about, ...found, ...review.notes.map((note) => `  note: ${note}`)].join('\n');
}
