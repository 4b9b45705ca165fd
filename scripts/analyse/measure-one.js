// One repository in a process of its own, whose peak of memory counts: prints a Measurement as JSON.
import process from 'node:process';
import { built } from './built.js';

const { measure } = await built();
const [, , source = ''] = process.argv;
try {
	console.log(JSON.stringify(await measure(source)));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
