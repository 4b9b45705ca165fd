// The load of P3: connections that say who they are and then nothing more; heartbeats are answered.
import { openClient, openMany, sayMeasuring, wait } from './load-client.js';

const kind = /** @type {import('./processes.js').Kind} */ (process.env.KIND);
const port = Number(process.env.PORT);

await openMany(Number(process.env.CONNECTIONS), () => openClient({ kind, port }));
sayMeasuring();
// The bench ends it.
await wait(2 ** 31 - 1);
