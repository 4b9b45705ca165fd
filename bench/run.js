// npm run bench [-- P1 F1 …] [--runs N] [--full]: measures, prints, and writes
// docs/measurements.md. The faults, of which `npm test` runs a tenth, run whole here: by their names,
// or with --full.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { convergence, hostility, kills, redisLost } from './f-faults.js';
import { evaluations } from './g5-evaluations.js';
import { sixtyAnswers } from './g60-answers.js';
import { keystrokes } from './p1-keystrokes.js';
import { recovery } from './p10-recovery.js';
import { broadcast } from './p2-broadcast.js';
import { idleConnections } from './p3-idle.js';
import { typists } from './p4-typists.js';
import { acrossInstances } from './p5-instances.js';
import { keystrokeCost } from './p6-cost.js';
import { opening } from './p7-opening.js';
import { startUp } from './p9-start.js';
import { pageWeight } from './page-weight.js';
import { findingsJudged } from './q2-findings.js';
import { analysesBeside } from './q6-analysis.js';

/** @type {Record<string, (runs: number) => Promise<void>>} */
const benches = {
	G5: evaluations,
	G60: sixtyAnswers,
	P1: keystrokes,
	P2: broadcast,
	P3: idleConnections,
	P4: typists,
	P5: acrossInstances,
	P6: keystrokeCost,
	P7: opening,
	P8: pageWeight,
	P9: startUp,
	P10: recovery,
	Q2: findingsJudged,
	Q6: analysesBeside
};
/** @type {typeof benches} */
const faults = { F1: kills, F2: convergence, F3: hostility, F4: redisLost };
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		runs: { type: 'string', default: '5' },
		full: { type: 'boolean', default: false }
	}
});
const all = { ...benches, ...faults };
const unknown = positionals.filter((name) => !(name in all));
if (unknown.length > 0) {
	console.error(
		`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(all).join(', ')}.`
	);
	process.exit(2);
}
if (!existsSync('build/index.js')) {
	console.error('Nothing is built yet. Run `npm run build` first.');
	process.exit(2);
}
/** @param {string} name */
const isWanted = (name) =>
	positionals.length > 0 ? positionals.includes(name) : values.full || name in benches;
for (const [name, bench] of Object.entries(all)) {
	if (isWanted(name)) await bench(Number(values.runs));
}
