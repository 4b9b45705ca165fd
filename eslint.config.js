import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { arrows } from './scripts/lint/arrows.js';
import svelteConfig from './svelte.config.js';

const fullZod = {
	name: 'zod',
	message:
		"Use 'zod/mini': the whole of zod weighs 92 KB in a browser. It is for files that never leave src/lib/server/."
};

const stores = {
	name: '$app/stores',
	message: "Use '$app/state': SvelteKit 3 removes the stores."
};

export default defineConfig(
	globalIgnores([
		'build/',
		'.svelte-kit/',
		'data/',
		'drizzle/',
		'shots/',
		'static/line-client.js',
		'static/line-client.d.ts',
		'test-results/'
	]),
	typescript.configs.strict,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			eqeqeq: 'error',
			'no-empty-pattern': 'error',
			'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
			'no-debugger': 'error',
			'no-self-assign': 'error',
			'no-sparse-arrays': 'error',
			'no-unreachable': 'error',
			'no-unsafe-finally': 'error',
			'object-shorthand': 'error',
			// The compiler's noUncheckedIndexedAccess asks for `!` where an index is known to be good.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
			// For a base path, which Greenroom does not have.
			'svelte/no-navigation-without-resolve': 'off',
			// Prettier writes a space that counts as {' '}.
			'svelte/no-useless-mustaches': 'off',
			// It takes a short-lived URL or map inside a function for state.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } }
	},
	{
		files: ['src/**'],
		plugins: { greenroom: { rules: { arrows } } },
		rules: {
			'no-restricted-imports': ['error', { paths: [fullZod, stores] }],
			'greenroom/arrows': [
				'error',
				{
					browserFiles: [
						'src/lib/accounts/account-client',
						'src/lib/accounts/become',
						'src/lib/accounts/said-after-reload',
						'src/lib/chat/chat-client',
						'src/lib/interview/interview-client',
						'src/lib/typing/log-keeper',
						'src/lib/typing/log-store',
						'src/lib/typing/pending-uploads',
						'src/lib/typing/take-up',
						'src/lib/typing/test-lock',
						'src/lib/typing/test-supply',
						'src/lib/typing/uploader'
					]
				}
			]
		}
	},
	{
		files: ['src/lib/server/**'],
		rules: { 'no-restricted-imports': ['error', { paths: [stores] }] }
	}
);
