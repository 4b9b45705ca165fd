// npm run bench [-- P1 P6 …] [--runs N]: measures, prints, and writes docs/measurements.md.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keystrokes } from './p1-keystrokes.js';
import { recovery } from './p10-recovery.js';
import { broadcast } from './p2-broadcast.js';
import { idleConnections } from './p3-idle.js';
import { typists } from './p4-typists.js';
import { keystrokeCost } from './p6-cost.js';
import { opening } from './p7-opening.js';
import { startUp } from './p9-start.js';
import { pageWeight } from './page-weight.js';

/** @type {Record<string, (runs: number) => Promise<void>>} */
const benches = {
	P1: keystrokes,
	P2: broadcast,
	P3: idleConnections,
	P4: typists,
	P6: keystrokeCost,
	P7: opening,
	P8: pageWeight,
	P9: startUp,
	P10: recovery
};
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { runs: { type: 'string', default: '5' } }
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
	console.error(
		`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`
	);
	process.exit(2);
}
if (!existsSync('build/index.js')) {
	console.error('Nothing is built yet. Run `npm run build` first.');
	process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
	if (positionals.length === 0 || positionals.includes(name)) await bench(Number(values.runs));
}
