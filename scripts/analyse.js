// npm run analyse -- PATH [--json]: an analysis without a server, of a folder, an archive or a git URL.
// npm run analyse -- --measure LISTFILE|PATH…: how long that takes, beside parsing alone.
import process from 'node:process';
import { built } from './analyse/built.js';
import { measureAll } from './analyse/measure.js';
import { ensureBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';

requireNode();
const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith('--'));
const [isJson, isMeasuring] = [words.includes('--json'), words.includes('--measure')];
if (named.length === 0 || (named.length > 1 && !isMeasuring)) {
	console.error('Name what to look at: npm run analyse -- PATH|ARCHIVE|URL [--json]');
	process.exit(1);
}
await ensurePackages();
await ensureBuilt();
if (isMeasuring) await measureAll(named);
else await analyse(/** @type {string} */ (named[0]));

/** @param {string} source */
async function analyse(source) {
	const { analyseFrom } = await built();
	const ending = new AbortController();
	process.once('SIGINT', () => ending.abort(new Error('Stopped.')));
	try {
		const analysis = await analyseFrom(source, ending.signal, ({ stage, step, done, total }) => {
			if (process.stderr.isTTY) process.stderr.write(`\r${stage} ${step} ${done}/${total}\x1b[K`);
		});
		if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
		console.log(isJson ? JSON.stringify(analysis, null, '\t') : summary(analysis));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}

/**
 * What a person reads in a terminal.
 *
 * @param {import('../src/lib/analysis/server/command.ts').Analysis} analysis
 */
function summary({ name, commit, findings, questions, codePieces, ...stages }) {
	const { project_review: review, intelligence_report: report } = stages;
	const about = `${name}${commit ? ` at ${commit.slice(0, 12)}` : ''}: ${review.files} files, ${review.lines} lines, mostly ${review.mainLanguage ?? 'text'}.`;
	const { count, imports, cycles } = report.modules;
	const found = findings.map(({ kind, title, evidence: [first] }) => {
		const place = first ? ` (${first.path}:${first.startLine})` : '';
		return `  ${kind}: ${title}${place}`;
	});
	const asked = questions.map(({ category, question }) => `  ${category}: ${question}`);
	return [
		about,
		`  ${count} modules, ${imports} imports between them, ${cycles.length} cycles, ${codePieces.length} pieces of code to type.`,
		...found,
		...(asked.length > 0 ? ['Questions:', ...asked] : []),
		...review.notes.map((note) => `  note: ${note}`)
	].join('\n');
}
