// npm run docs: writes the documentation that is generated from the sources.
import process from 'node:process';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { run, toolEnvironment } from './house/processes.js';

requireNode();
await ensurePackages();
const { ok, output } = await run(
	'vitest',
	['run', 'src/lib/app.reference.test.ts', 'src/lib/app.line-client.test.ts'],
	toolEnvironment({ UPDATE: '1' })
);
process.stdout.write(ok ? 'docs/ is written.\n' : output);
process.exitCode = ok ? 0 : 1;
