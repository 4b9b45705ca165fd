/** What a test can be asked for (rule T1); apart from the schema, so that a page need not load it. */

export const testModes = ['time', 'words', 'custom'] as const;
export const testSeconds = [15, 30, 60, 120] as const;
export const testWordCounts = [10, 25, 50, 100] as const;
export const languages = ['english'] as const;
export const MOST_RESERVED = 5;
