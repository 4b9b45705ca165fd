import type { CodeSource } from './code-tests';

/** Of people who brought no repository. */
export const withoutCode: CodeSource = { offers: async () => [], pick: async () => [] };
