// npm run bench [-- P1 P6 …] [--runs N]: measures, prints, and writes docs/measurements.md.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keystrokes } from './p1-keystrokes.js';
import { keystrokeCost } from './p6-cost.js';
import { startUp } from './p9-start.js';
import { pageWeight } from './page-weight.js';

/** @type {Record<string, (runs: number) => Promise<void>>} */
const benches = { P1: keystrokes, P6: keystrokeCost, P8: pageWeight, P9: startUp };

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
