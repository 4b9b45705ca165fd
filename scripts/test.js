// npm test: installs what is missing, runs everything, and ends with "N passed, N failed".
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBrowsers } from './house/browsers.js';
import { build } from './house/build.js';
import { countPlaywright, countVitest, settle } from './house/counts.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { run, toolEnvironment } from './house/processes.js';

/**
 * @typedef {import('./house/counts.js').Counts} Counts
 * @typedef {{ ok: boolean, output: string, counts?: Counts }} Ended
 */

requireNode();
await ensurePackages();
const missing = await ensureBrowsers();
if (missing !== undefined) {
	console.error(missing);
	console.log('0 passed, 1 failed');
	process.exit(1);
}

const reports = mkdtempSync(join(tmpdir(), 'greenroom-reports-'));
const totals = { passed: 0, failed: 0 };

await step('format', () => run('prettier', ['--check', '.']));
await step('lint', () => run('eslint', ['.']));
await step('types', checkTypes);
await step('unused', () => run('knip', []));
await step('unit', runVitest);
const isBuilt = await step('build', build);
await step('browsers', () =>
	isBuilt
		? runPlaywright()
		: Promise.resolve({ ok: false, output: 'Not run: there is no build of these sources.\n' })
);

rmSync(reports, { recursive: true });
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/**
 * Runs one step and says how it went; what it printed is shown only when it failed.
 *
 * @param {string} name
 * @param {() => Promise<Ended>} work
 * @returns {Promise<boolean>} whether nothing in it failed
 */
async function step(name, work) {
	const startedAt = performance.now();
	process.stdout.write(`${name}: `);
	const { ok, output, counts } = await work();
	const { passed, failed } = settle(ok, counts);
	totals.passed += passed;
	totals.failed += failed;
	const seconds = Math.round((performance.now() - startedAt) / 1000);
	console.log(`${passed} passed, ${failed} failed (${seconds} s)`);
	if (failed > 0) process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
	return failed === 0;
}

/** @returns {Promise<Ended>} */
async function checkTypes() {
	const synced = await run('svelte-kit', ['sync']);
	if (!synced.ok) return synced;
	const app = await run('svelte-check', [
		'--tsconfig',
		'tsconfig.json',
		'--fail-on-warnings',
		'--output',
		'human'
	]);
	const tools = await run('tsc', ['--project', 'tsconfig.tools.json']);
	return { ok: app.ok && tools.ok, output: app.output + tools.output };
}

/** @returns {Promise<Ended>} */
async function runVitest() {
	const file = join(reports, 'vitest.json');
	const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	const ended = await run('vitest', args);
	return { ...ended, counts: countFrom(file, countVitest) };
}

/** @returns {Promise<Ended>} */
async function runPlaywright() {
	const file = join(reports, 'playwright.json');
	const env = toolEnvironment({
		PLAYWRIGHT_JSON_OUTPUT_FILE: file,
		FIREFOX: 'where-it-matters'
	});
	const ended = await run('playwright', ['test', '--reporter=list,json'], env);
	return { ...ended, counts: countFrom(file, countPlaywright) };
}

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => Counts} count
 * @returns {Counts} nothing where the run ended before it wrote a report
 */
function countFrom(file, count) {
	try {
		return count(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return { passed: 0, failed: 0 };
	}
}
