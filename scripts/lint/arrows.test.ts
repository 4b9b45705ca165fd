import { Linter } from 'eslint';
import typescript from 'typescript-eslint';
import { expect, test } from 'vitest';
import { arrows } from './arrows.js';

const linter = new Linter({ cwd: '/house' });

/** @returns the messageIds of what is wrong with `code` in the file at `path` */
function wrongIn(path: string, code: string): (string | undefined)[] {
	return linter
		.verify(
			code,
			{
				files: ['**/*.ts', '**/*.svelte'],
				languageOptions: { parser: typescript.parser as Linter.Parser },
				plugins: { greenroom: { rules: { arrows } } },
				rules: {
					'greenroom/arrows': ['error', { browserFiles: ['src/lib/typing/log-store'] }]
				}
			},
			{ filename: `/house/${path}` }
		)
		.map(({ messageId, message }) => messageId ?? message);
}

const cases: [title: string, path: string, code: string, expected: string | undefined][] = [
	[
		'a route may import a feature',
		'src/routes/a/+page.svelte',
		"import '$lib/typing/components/T.svelte'",
		undefined
	],
	[
		'realtime may not import a feature',
		'src/lib/realtime/server/gateway.ts',
		"import '../../typing'",
		'upwards'
	],
	[
		'not even a type of it',
		'src/lib/realtime/catalogue.ts',
		"import type { A } from '$lib/typing'",
		'upwards'
	],
	[
		'a feature may not import the application',
		'src/lib/typing/server/a.ts',
		"import '../../app.server'",
		'upwards'
	],
	[
		'a feature may import realtime',
		'src/lib/typing/messages.ts',
		"import '../realtime/catalogue'",
		undefined
	],
	[
		'the server room may not import realtime',
		'src/lib/server/log.ts',
		"import '../realtime/envelope'",
		'upwards'
	],
	[
		'a feature may import the index of another',
		'src/lib/typing/server/a.ts',
		"import '../../accounts'",
		undefined
	],
	[
		'a feature may not import the insides of another',
		'src/lib/typing/server/a.ts',
		"import '../../accounts/server/store'",
		'throughIndex'
	],
	[
		'a schema may refer to the schema of another room',
		'src/lib/typing/server/schema.ts',
		"import '../../accounts/server/schema'",
		undefined
	],
	[
		'the application may import the insides of all',
		'src/lib/app.server.ts',
		"import './typing/server/service'",
		undefined
	],
	[
		'ui may not import a feature',
		'src/lib/ui/Button.svelte',
		"import '$lib/typing/choices'",
		'uiKnowsNothing'
	],
	[
		'ui may not import the line',
		'src/lib/ui/Frame.svelte',
		"import '$lib/realtime/line.svelte'",
		'uiKnowsNothing'
	],
	[
		'a feature may import ui',
		'src/lib/typing/components/T.svelte',
		"import '$lib/ui/Button.svelte'",
		undefined
	],
	[
		'everybody may import the errors',
		'src/lib/typing/text.ts',
		"import { UserError } from '../errors'",
		undefined
	],
	[
		'the errors may import no room',
		'src/lib/errors.ts',
		"import './realtime/envelope'",
		'sharedStandsAlone'
	],
	[
		'a page may not import a server file',
		'src/routes/+page.svelte',
		"import { a } from '$lib/typing/server/words'",
		'serverOnly'
	],
	[
		'a page may import a type of a server file',
		'src/routes/+page.svelte',
		"import type { A } from '$lib/typing/server/words'",
		undefined
	],
	[
		'an endpoint may import a server file',
		'src/routes/api/+server.ts',
		"import '$lib/realtime/server/rest'",
		undefined
	],
	[
		'owned.ts may import its tables',
		'src/lib/typing/owned.ts',
		"import './server/schema'",
		undefined
	],
	[
		'a pure file may import a pure file',
		'src/lib/typing/metrics.ts',
		"import './reducer'",
		undefined
	],
	[
		'a pure file may import the clocks, which are pure',
		'src/lib/interview/interview.ts',
		"import { pauseClock } from '../sessions/clock'",
		undefined
	],
	[
		'a pure file may not import other files of the sessions',
		'src/lib/interview/interview.ts',
		"import { SharedSession } from '../sessions/shared-session.svelte'",
		'pure'
	],
	[
		'the clocks may import no package',
		'src/lib/sessions/clock.ts',
		"import { z } from 'zod/mini'",
		'purePackage'
	],
	[
		'a pure file may not import the line',
		'src/lib/typing/metrics.ts',
		"import '../realtime/backoff'",
		'pure'
	],
	[
		'a pure file may not import its catalogue',
		'src/lib/typing/metrics.ts',
		"import { a } from './messages'",
		'pure'
	],
	[
		'a pure file may import a type of its catalogue',
		'src/lib/typing/metrics.ts',
		"import type { A } from './messages'",
		undefined
	],
	[
		'a pure file may not import a package',
		'src/lib/typing/metrics.ts',
		"import 'node:fs'",
		'purePackage'
	],
	[
		'a pure file may not import a browser file',
		'src/lib/typing/metrics.ts',
		"import './log-store'",
		'pure'
	],
	['a browser file may import a package', 'src/lib/typing/log-store.ts', "import 'idb'", undefined],
	[
		'a page may not import a schema',
		'src/routes/+page.svelte',
		"import { testSettings } from '$lib/typing'",
		'browserSchema'
	],
	[
		'a page may import the type of a schema',
		'src/routes/+page.svelte',
		"import { type TestSettings } from '$lib/typing'",
		undefined
	],
	[
		'a page may not import zod',
		'src/routes/+page.svelte',
		"import { z } from 'zod/mini'",
		'browserSchema'
	],
	[
		'an export from elsewhere is an import',
		'src/lib/realtime/a.ts',
		"export { a } from '../typing'",
		'upwards'
	],
	['an import at run time is an import', 'src/lib/realtime/a.ts', "import('../typing')", 'upwards'],
	[
		'what ships may not import what is there for tests',
		'src/lib/typing/server/a.ts',
		"import '../../testing/app'",
		'support'
	],
	[
		'a test may import anything',
		'src/lib/realtime/server/gateway.test.ts',
		"import '../../app.server'",
		undefined
	]
];

test.each(cases)('%s', (_title, path, code, expected) => {
	expect(wrongIn(path, code)).toEqual(expected === undefined ? [] : [expected]);
});
