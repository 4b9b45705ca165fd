// Tables for docs/measurements.md: each is replaced as a whole by the command that measured it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const FILE = new URL('../docs/measurements.md', import.meta.url);

/**
 * One target beside its peer.
 *
 * @typedef {object} Row
 * @property {string} what what was measured, with its unit
 * @property {number[]} values one a run
 * @property {string} [peer] what it is held against
 * @property {number[]} [peerValues] one a run, measured in turn with `values`
 * @property {string} target in words
 * @property {boolean} [met] absent where there is nothing to meet
 */

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

/**
 * The ratio run by run, so that a machine that drifts does not decide it.
 * @param {readonly number[]} values
 * @param {readonly number[]} peerValues
 */
export function ratios(values, peerValues) {
	return values.map((value, run) => value / /** @type {number} */ (peerValues[run]));
}

/** @param {number} value */
function short(value) {
	if (value >= 1000) return Math.round(value).toLocaleString('en-US');
	return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

/** @param {readonly number[]} values */
const spread = (values) =>
	`${short(median(values))} (${short(Math.min(...values))}–${short(Math.max(...values))})`;

/** @param {Row} row */
function line({ what, values, peer, peerValues, target, met }) {
	const against = peer && peerValues ? `${peer}: ${spread(peerValues)}` : '—';
	const ratio = peerValues ? spread(ratios(values, peerValues)) : '—';
	return `| ${what} | ${spread(values)} | ${against} | ${ratio} | ${target} | ${met === undefined ? '—' : met ? 'met' : 'missed'} |`;
}

/**
 * Prints the table and puts it into docs/measurements.md.
 *
 * @param {string} title a heading that stays the same
 * @param {string} command gives the table again
 * @param {string} method a sentence or two on how it was measured
 * @param {Row[]} rows
 */
export function report(title, command, method, rows) {
	const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim();
	const dirty = execFileSync('git', [
		'status',
		'--porcelain',
		'--',
		'src',
		'server.js',
		'bench'
	]).length;
	const processors = cpus();
	const table = [
		`## ${title}`,
		'',
		method,
		'',
		`\`${command}\` at ${commit}${dirty ? ' with changes' : ''}, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${processors.length} × ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB. Medians of ${rows[0]?.values.length} runs, least and most in brackets.`,
		'',
		'| what | here | beside | ratio | target | |',
		'| --- | --- | --- | --- | --- | --- |',
		...rows.map(line),
		''
	].join('\n');
	console.log(`\n${table}`);
	const before = existsSync(FILE)
		? readFileSync(FILE, 'utf8')
		: '# Measurements\n\nWritten by the commands named in each section, not by hand.\n';
	const [head, ...sections] = before.split(/\n(?=## )/);
	const kept = sections.filter((section) => !section.startsWith(`## ${title}\n`));
	const all = [...kept.map((section) => section.trimEnd()), table.trimEnd()].sort((one, other) =>
		one.localeCompare(other, 'en', { numeric: true })
	);
	writeFileSync(FILE, `${[/** @type {string} */ (head).trimEnd(), ...all].join('\n\n')}\n`);
}
