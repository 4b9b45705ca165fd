import '../source-hooks.js';

const SOURCE = './child.ts';

await import(SOURCE);
