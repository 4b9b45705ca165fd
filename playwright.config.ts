import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import process from 'node:process';
import { chromiumPath, firefoxPath } from './scripts/house/browsers.js';

type LaunchOptions = NonNullable<PlaywrightTestConfig['use']>['launchOptions'];

/** Nothing but the tests' own traffic, and no sandbox where the kernel refuses one to root. */
const chromiumArgs = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

const launch = (executablePath: string | undefined, args: string[]): LaunchOptions =>
	executablePath === undefined ? { args } : { args, executablePath };

const firefox = firefoxPath();

const withoutBrowser =
	/\/(analyses-api|interviews-killed|instances|rest|accounts|operations|owners|examples|faults|full-disk|origins|cluster)\.spec\.ts$/;

/**
 * Where the engine itself matters: keys, storage, focus, files, a network that goes. `npm test` runs
 * these in Firefox, since all of them would take much longer; `npm run test:e2e` runs all.
 */
const engineMatters =
	/\/(interview-room|nothing-lost|outbox|plain-http|rehearsal-journey|threads|typing|typing-code)\.spec\.ts$/;

// Long waits cost a passing test nothing, and these machines are slow and shared.
export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	// Of two cores: half of a test's time is waiting.
	workers: 3,
	retries: 0,
	forbidOnly: Boolean(process.env['CI']),
	timeout: 90_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		actionTimeout: 20_000,
		navigationTimeout: 45_000,
		// What was done and asked for, without pictures: those cost a third of the processor's time.
		trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false }
	},
	projects: [
		{
			// Without a browser.
			name: 'rest',
			testMatch: withoutBrowser
		},
		{
			name: 'chromium',
			testIgnore: withoutBrowser,
			use: { browserName: 'chromium', launchOptions: launch(chromiumPath(), chromiumArgs) }
		},
		{
			name: 'firefox',
			...(process.env['FIREFOX'] === 'where-it-matters' && { testMatch: engineMatters }),
			// The development server is the same for every browser.
			testIgnore: [withoutBrowser, 'smoke-dev.spec.ts'],
			use: {
				browserName: 'firefox',
				// Recording it makes each key take a sixth of a second.
				trace: 'off',
				// Debian's Firefox has none of Playwright's patches; this channel drives it without.
				// `emulateMedia` has no effect there: choose a theme by the product's own switch.
				...(firefox !== undefined && { channel: 'moz-firefox' }),
				launchOptions: launch(firefox, [])
			}
		}
	]
});
