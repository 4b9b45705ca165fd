import type { Comparison } from '../comparison';

/** One number measured of an answer beside a reference. */
export type Feature = (comparison: Comparison) => number;
