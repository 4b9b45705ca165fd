// One fault, whole, in a process of its own: `whole.js F1|F3|F4 <how many> <seed>`.
import process from 'node:process';
import { attackServer } from './hostile';
import { killUnderLoad } from './kill';
import { loseRedis } from './redis-away';

const faults = { F1: killUnderLoad, F3: attackServer, F4: loseRedis };

const [, , fault, count, seed] = process.argv;
const report = await faults[fault as keyof typeof faults](Number(count), Number(seed));
process.send!(report);
