import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { errorHandling } from './error-handling';

const swallowed: [string, Record<string, string>, string][] = [
	['TypeScript', { 'a.ts': 'try {\n\tf();\n} catch (e) {}\n' }, 'a.ts:3'],
	['a promise', { 'a.ts': 'f().catch(() => {});\n' }, 'a.ts:1'],
	['Python', { 'a.py': 'try:\n    f()\nexcept Exception:\n    pass\n' }, 'a.py:3'],
	[
		'Java',
		{ 'A.java': 'class A { void f() {\n  try { g(); }\n  catch (Exception e) { }\n} }\n' },
		'A.java:3'
	],
	['C#', { 'A.cs': 'class A { void F() {\n  try { G(); }\n  catch { }\n} }\n' }, 'A.cs:3'],
	['PHP', { 'a.php': '<?php\ntry { f(); }\ncatch (\\Exception $e) { }\n' }, 'a.php:3']
];

const central: [string, Record<string, string>, string][] = [
	[
		'Express',
		{
			'a.ts':
				'app.use((err: Error, req: Request, res: Response, next: Next) => {\n\tres.status(500);\n});\n'
		},
		'a.ts:1'
	],
	['Spring', { 'A.java': '@RestControllerAdvice\nclass A {}\n' }, 'A.java:1'],
	['Laravel', { 'a.php': '<?php\nclass Handler extends ExceptionHandler { }\n' }, 'a.php:2'],
	['Rails', { 'a.rb': 'class A < B\n  rescue_from NotFound, with: :missing\nend\n' }, 'a.rb:2'],
	['Flask', { 'a.py': '@app.errorhandler(404)\ndef f(e):\n    pass\n' }, 'a.py:1']
];

describe('error handling', () => {
	it('[Q2] what a mail or a job does with errors answers nobody', async () => {
		const text = 'class A < B\n  rescue_from Broken do |error|\n    log error\n  end\nend\n';
		expect(
			await findingOf(errorHandling, 'central', { 'app/mailers/a_mailer.rb': text })
		).toBeUndefined();
		expect(
			await findingOf(errorHandling, 'central', { 'app/controllers/a_controller.rb': text })
		).toBeDefined();
	});

	it.each(swallowed)('[Q2] sees an error that nobody gets: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(errorHandling, 'swallowed', contents))).toEqual([place]);
	});

	it('[Q2] leaves handlers alone that name a type, say why, or do something', async () => {
		expect(
			await findingsOf(errorHandling, {
				'a.py': 'try:\n    f()\nexcept KeyError:\n    pass\n',
				'a.ts':
					'try {\n\tf();\n} catch {\n\t// It may be gone already.\n}\ng().catch((e) => h(e));\n',
				'a.rb': 'begin\n  f\nrescue\n  retry_later(1)\nend\n'
			})
		).toEqual([]);
	});

	it.each(central)('[Q2] sees where errors become answers: %s', async (_, contents, place) => {
		expect(placesIn(await findingOf(errorHandling, 'central', contents))).toEqual([place]);
	});

	it('[Q2] tells errors that are wrapped from errors whose cause is lost', async () => {
		const contents = {
			'a.go':
				'package a\n\nfunc f() error {\n\tif err != nil {\n\t\treturn fmt.Errorf("f: %w", err)\n\t}\n\treturn fmt.Errorf("g: %v", err)\n}\n',
			'B.java':
				'class B { void f() { try { g(); } catch (IOException e) { throw new AppException("f", e); } } }\n',
			'c.ts': "throw new Error('f', { cause: error });\n"
		};
		expect(placesIn(await findingOf(errorHandling, 'wrapped', contents)).toSorted()).toEqual([
			'B.java:1',
			'a.go:5',
			'c.ts:1'
		]);
		expect(placesIn(await findingOf(errorHandling, 'causes-lost', contents))).toEqual(['a.go:7']);
	});

	it('[Q2] looks at what a named format holds, and at what `e` is', async () => {
		const found = await findingOf(errorHandling, 'causes-lost', {
			'const.go':
				'package a\n\nconst (\n\terrKeeps = "read %s: %w"\n\terrLoses = "read %s: %v"\n)\n',
			'a.go': [
				'package a',
				'',
				'func f(err error) error { return fmt.Errorf(errKeeps, path, err) }',
				'func g(err error) error { return fmt.Errorf(errLoses, path, err) }',
				'func h(err error) error { return fmt.Errorf(other.ErrFormat, path, err) }',
				'func i() error {',
				'\tif e := read(); e != nil {',
				'\t\treturn fmt.Errorf("i: %v", e)',
				'\t}',
				'\treturn nil',
				'}',
				'',
				'',
				'',
				'',
				'func j(e string) error { return fmt.Errorf("nobody has %s", e) }',
				''
			].join('\n')
		});
		expect(placesIn(found)).toEqual(['a.go:4', 'a.go:8']);
	});

	it('[Q2] counts unwraps outside of tests', async () => {
		const line = '    a().unwrap();\n';
		const inTests = `#[cfg(test)]\nmod tests {\n    fn t() {\n${line.repeat(9)}    }\n}\n`;
		const found = await findingOf(errorHandling, 'unwraps', {
			'a.rs': `fn f() {\n${line.repeat(5)}}\n${inTests}`
		});
		expect(found?.facts['places']).toBe(5);
		expect(
			await findingOf(errorHandling, 'unwraps', { 'a.rs': `fn f() {\n${line}}\n${inTests}` })
		).toBeUndefined();
	});

	it('[Q2] says no more of where errors become answers than what does it', async () => {
		const found = await findingOf(errorHandling, 'central', {
			'Program.cs': 'app.UseExceptionHandler("/Error");',
			'M.cs': 'public class ExceptionMiddleware { }'
		});
		expect(found?.title).toBe(
			'Errors that handlers let pass become answers by UseExceptionHandler and ExceptionMiddleware.'
		);
	});

	it('[Q2] names error types', async () => {
		const types = await findingOf(errorHandling, 'own-types', {
			'a.ts': 'export class A extends Error {}\n',
			'b.py': 'class B(Exception):\n    pass\n'
		});
		expect(types?.facts['types']).toEqual(['A', 'B']);
	});

	it('[Q2] takes Ruby’s value instead of an error for an answer', async () => {
		expect(
			await findingOf(errorHandling, 'swallowed', {
				'a.rb':
					'def day\n  date = Date.parse(text) rescue nil\n  errors.add(:date) if date.nil?\nend\n'
			})
		).toBeUndefined();
	});

	it('[Q2] takes what a page does with errors for no answer', async () => {
		const handler =
			"import { router } from './router';\nrouter.onError((error) => report(error));\n";
		expect(
			await findingOf(errorHandling, 'central', { 'ui/src/setup.ts': handler })
		).toBeUndefined();
	});
});
