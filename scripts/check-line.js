// npm run check-line -- URL [--key KEY]: goes through a line step by step and says where it fails.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';

requireNode();
await ensurePackages();
const { checkLine } = await import('./house/check-line/steps.js');

/** @returns {{ address?: string, key?: string }} */
function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			options: { key: { type: 'string' } },
			allowPositionals: true
		});
		return { address: positionals[0], key: values.key };
	} catch (error) {
		console.error(`${/** @type {Error} */ (error).message}\nnpm run check-line -- URL [--key KEY]`);
		process.exit(1);
	}
}

const { address, key } = readArguments();
let isGood = true;
for await (const outcome of checkLine(address, { key })) {
	isGood = outcome.ok;
	console.log(`${outcome.ok ? '✓' : '✗'} ${outcome.name}: ${outcome.words}`);
	if (!outcome.ok) console.log(`  ${outcome.advice}`);
}
if (isGood) console.log('The line works.');
process.exitCode = isGood ? 0 : 1;
