import { defineConfig } from 'vite';

/** The client for programs of others: one readable module without dependencies. */
export default defineConfig({
	publicDir: false,
	logLevel: 'warn',
	build: {
		lib: {
			entry: 'src/lib/realtime/index.ts',
			formats: ['es'],
			fileName: () => 'line-client.js'
		},
		target: 'es2022',
		minify: false,
		outDir: 'static',
		emptyOutDir: false
	}
});
