// npm run build: builds what the server serves, whether it is there already or not.
import process from 'node:process';
import { build } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';

requireNode();
await ensurePackages();
const { ok, output } = await build();
process.stdout.write(output);
process.exitCode = ok ? 0 : 1;
