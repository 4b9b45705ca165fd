// npm run dev: Vite with the line attached, at http://localhost:5173.
import process from 'node:process';
import { buildLineClient } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { attend, envFileFlags, pinnedNode, toolEnvironment } from './house/processes.js';

const PORT = '5173';

requireNode();
await ensurePackages();
const { ok, output } = await buildLineClient();
if (!ok) process.stderr.write(output);

const { ended } = attend(
	pinnedNode,
	[
		// The later file wins over the earlier one, and the environment over both.
		'--env-file=scripts/development.env',
		...envFileFlags(),
		'node_modules/vite/bin/vite.js',
		'dev',
		'--port',
		PORT,
		'--strictPort'
	],
	{
		// A port or an origin in .env is the built server's.
		env: toolEnvironment({ PORT, ORIGIN: `http://localhost:${PORT}` }),
		stdio: ['ignore', 'inherit', 'inherit']
	}
);
process.exitCode = await ended;
