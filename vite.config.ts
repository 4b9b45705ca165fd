import tailwindcss from '@tailwindcss/vite';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin, ViteDevServer } from 'vite';
import { defineConfig } from 'vitest/config';

/** The line on Vite's own HTTP server (rule C1); its HMR socket keeps its upgrades. */
function line(): Plugin {
	return {
		name: 'greenroom:line',
		configureServer(server: ViteDevServer) {
			server.httpServer?.on('upgrade', (request, socket, head) => {
				if (request.headers['sec-websocket-protocol']?.startsWith('vite-')) return;
				// Until the application has it, nobody else hears of a client that resets.
				socket.on('error', () => socket.destroy());
				// SvelteKit starts the application at its first request; a socket may come earlier.
				server
					.ssrLoadModule('/src/lib/app.server.ts')
					.then((module) => module['startApp']())
					.then((app) => app.handleUpgrade(request, socket, head))
					.catch((error: unknown) => {
						server.config.logger.error(String(error));
						socket.destroy();
					});
			});
		}
	};
}

export default defineConfig({
	plugins: [tailwindcss(), sveltekit(), line()],
	ssr: { external: ['better-sqlite3', 'ws', 'pino', 'better-auth'] },
	test: {
		include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
		environment: 'node',
		globalSetup: './src/lib/server/test-database.ts',
		testTimeout: 20_000,
		// By itself it leaves one of two cores to nobody.
		maxWorkers: '100%'
	}
});
