// Measures Q2 and Q5 on real repositories, and puts the table into docs/measurements.md.
import { execFile } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { root } from '../house/processes.js';

const run = promisify(execFile);

const FILE = join(root, 'docs', 'measurements.md');
const BEGIN = '<!-- analyse:begin -->';
const END = '<!-- analyse:end -->';

/** As the process of an analysis has it. */
const HEAP = '--max-old-space-size=1024';

/**
 * @typedef {import('../../src/lib/analysis/server/measure.ts').Measurement} Measurement
 */

/**
 * Measures one after the other; what cannot be analysed is told and left out.
 *
 * @param {readonly string[]} named paths, URLs, or files that list them, one a line
 */
export async function measureAll(named) {
	/** @type {Measurement[]} */
	const measured = [];
	for (const source of named.flatMap(sourcesIn)) {
		try {
			const script = join(root, 'scripts', 'analyse', 'measure-one.js');
			const { stdout } = await run(process.execPath, [HEAP, script, source]);
			const one = /** @type {Measurement} */ (JSON.parse(stdout));
			measured.push(one);
			console.log(rowOf(one));
		} catch (error) {
			const { stderr = '' } = /** @type {{ stderr?: string }} */ (error);
			console.error(`${source}: ${stderr.trim().split('\n').at(-1) ?? error}`);
		}
	}
	if (measured.length > 0) write(measured);
}

/** @param {string} named @returns {string[]} */
function sourcesIn(named) {
	const isList =
		!/^[a-z][a-z0-9+.-]*:\/\/|\.(zip|tar|tgz|tar\.gz)$/i.test(named) && statSync(named).isFile();
	if (!isList) return [named];
	return readFileSync(named, 'utf8')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
}

/** @param {Measurement} one */
function rowOf({ name, commit = '', files, seconds, parsingSeconds, peakMiB, ...told }) {
	const cells = [
		name,
		commit.slice(0, 10) || '—',
		files,
		seconds.toFixed(1),
		parsingSeconds.toFixed(1),
		(seconds / parsingSeconds).toFixed(2),
		Math.round(peakMiB),
		`${told.findings} (${told.fromManifests})`,
		told.questions
	];
	return `| ${cells.join(' | ')} |`;
}

/** @param {readonly Measurement[]} measured */
function write(measured) {
	const part = [
		BEGIN,
		`\`npm run analyse -- --measure …\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}. Each in a process of its own, one run; the source lies on the machine already. Parsing alone: the same files, the same number of workers, nothing done with the trees. In brackets: findings that only a manifest tells.`,
		'',
		'| repository | commit | files | seconds | parsing alone | ratio | peak MiB | findings | questions |',
		'| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
		...measured.map(rowOf),
		END
	].join('\n');
	const before = readFileSync(FILE, 'utf8');
	const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
	const after =
		from >= 0 && to > from
			? before.slice(0, from) + part + before.slice(to + END.length)
			: `${before.trimEnd()}\n\n## Repositories, analysed\n\n${part}\n`;
	writeFileSync(FILE, after);
}
