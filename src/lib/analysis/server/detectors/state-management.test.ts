import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { stateManagement } from './state-management';

test.each([
	[
		'client',
		'Redux Toolkit',
		'a.ts',
		"import { createSlice } from '@reduxjs/toolkit';\ncreateSlice({});\n"
	],
	[
		'client',
		'Pinia',
		'a.vue',
		"<script setup>\nimport { defineStore } from 'pinia';\ndefineStore('a', {});\n</script>\n"
	],
	['client', "Svelte's runes", 'a.svelte', '<script>\nlet a = $state(0);\n</script>\n'],
	[
		'server',
		'TanStack Query',
		'a.tsx',
		"import { useQuery } from '@tanstack/react-query';\nuseQuery({});\n"
	],
	[
		'context',
		"React's context",
		'b.jsx',
		"import { createContext } from 'react';\nexport const C = createContext(null);\n"
	]
])('[Q2] state of the %s with %s is found in %s', async (subject, library, path, text) => {
	const found = await findingOf(stateManagement, subject, { [path]: text });
	expect(found?.facts['libraries']).toEqual([library]);
});

test('[Q2] functions of the same names are none', async () => {
	expect(
		await findingsOf(stateManagement, {
			'a.ts': "import { create } from './files';\ncreate('a');\natom(1);\nuseQuery();\n",
			'b.tsx': "import { useState } from 'react';\nuseState(0);\n"
		})
	).toEqual([]);
});
