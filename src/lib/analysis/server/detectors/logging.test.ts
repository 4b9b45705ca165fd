import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { logging } from './logging';

test.each([
	['Pino', 'a.ts', "import pino from 'pino';\nexport const log = pino();\n"],
	['logging', 'a.py', 'import logging\nlog = logging.getLogger(__name__)\n'],
	[
		'SLF4J',
		'A.java',
		'package a;\nimport org.slf4j.LoggerFactory;\nclass A { Object l = LoggerFactory.getLogger(A.class); }'
	],
	['zap', 'a.go', 'package a\nimport "go.uber.org/zap"\nvar l, _ = zap.NewProduction()\n'],
	['tracing', 'a.rs', 'use tracing::info;\nfn f() { info!("x"); }\n'],
	['Serilog', 'A.cs', 'using Serilog;\nclass A { void B() { Log.Information("x"); } }'],
	["Rails' logger", 'a.rb', "Rails.logger.info('x')\n"],
	["Laravel's Log", 'a.php', "<?php\nLog::error('x');\n"]
])('[Q2] %s is found in %s', async (library, path, text) => {
	const found = await findingOf(logging, 'libraries', { [path]: text });
	expect(found?.facts['libraries']).toEqual([library]);
});

test('[Q2] printing beside a logger is told apart from printing alone', async () => {
	const prints = 'console.log(1);\nconsole.log(2);\nconsole.log(3);\n';
	const beside = await findingOf(logging, 'prints-console', {
		'a.ts': "import pino from 'pino';\nexport const log = pino();\n",
		'b.ts': prints
	});
	expect(beside).toMatchObject({ kind: 'risk', facts: { calls: 3, loggers: ['Pino'] } });
	const alone = await findingOf(logging, 'prints-console', { 'b.ts': prints + prints });
	expect(alone).toMatchObject({ kind: 'decision', facts: { calls: 6 } });
	expect(await findingsOf(logging, { 'scripts/b.ts': prints + prints })).toEqual([]);
});

test('[Q2] a logger of its own is no printing', async () => {
	expect(
		await findingsOf(logging, {
			'a.ts': "import { log } from './log';\nlog.info('x');\n",
			'log.ts': 'console.log(1);\n'.repeat(6)
		})
	).toEqual([]);
});

test('[Q2] a password in the log is a risk; a message about one is none', async () => {
	const found = await findingOf(logging, 'secrets', {
		'a.ts':
			"console.log(user.password);\nconsole.log('wrong password');\nconsole.log(passwordIsLong);\n",
		'b.py': "import logging\nlogging.info(f'{x}', access_token)\n"
	});
	expect(found?.facts['places']).toBe(2);
});

test('[Q2] printing is not told of a language that stands at the side', async () => {
	const tools = { 'utils/make.py': 'print(1)\n'.repeat(6) };
	const rest = Object.fromEntries(
		Array.from({ length: 6 }, (_, n) => [`src/a${n}.c`, 'int main(void) { return 0; }\n'])
	);
	expect(await findingsOf(logging, tools)).toHaveLength(1);
	expect(await findingsOf(logging, { ...tools, ...rest })).toEqual([]);
});

test('[Q2] a page’s console says nothing of a server that logs', async () => {
	const contents = {
		'main.go': 'package main\nimport "github.com/sirupsen/logrus"\nfunc f() { logrus.Info("x") }\n',
		'view/a.js': 'console.log(1);\n'.repeat(6)
	};
	const found = await findingsOf(logging, contents);
	expect(found.map(({ key }) => key)).toEqual(['logging:libraries']);
});

test('[R4] a paragraph of a view in Ruby is no message; p in a model is', async () => {
	const line = (text: string) => `    ${text}\n`;
	const of = (inside: string) => `class A\n  def b\n${line(inside).repeat(6)}  end\nend\n`;
	const prints = (path: string, inside: string) =>
		findingOf(logging, 'prints-puts', { [path]: of(inside) });
	expect(await prints('app/views/a_view.rb', 'p { plain @name }')).toBeUndefined();
	expect(await prints('app/ui/a.rb', "p(class: 'lead') { plain @name }")).toBeUndefined();
	expect(await prints('app/models/a.rb', 'p @name')).toBeDefined();
	expect(await prints('app/views/a_view.rb', "puts 'here'")).toBeDefined();
});
