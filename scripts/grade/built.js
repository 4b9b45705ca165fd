import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../house/processes.js';

/** @returns {Promise<typeof import('../../src/lib/interview/server/grader/command-line.ts')>} */
export const built = () => import(pathToFileURL(join(root, 'build', 'grade.js')).href);
