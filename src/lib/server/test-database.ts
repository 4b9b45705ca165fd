import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from './database';
import { createLog } from './log';

declare module 'vitest' {
	interface ProvidedContext {
		/** A migrated, empty database that each test copies. */
		templateDatabase: string;
	}
}

/** Vitest's global set-up: migrates once; tests copy the file instead of migrating again. */
export default async function setup(project: TestProject): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-template-'));
	const file = join(folder, 'template.sqlite');
	await openDatabase(file, resolve('drizzle'), createLog({ LOG_LEVEL: 'silent' })).close();
	project.provide('templateDatabase', file);
	return () => rmSync(folder, { recursive: true, force: true });
}
