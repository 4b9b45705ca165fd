// One fault, whole, in a process of its own: `whole.js F1|F3 <how many> <seed>`.
import process from 'node:process';
import { attackServer } from './hostile';
import { killUnderLoad } from './kill';

const [, , fault, count, seed] = process.argv;
const report = await (fault === 'F1' ? killUnderLoad : attackServer)(Number(count), Number(seed));
process.send!(report);
