import { expect, test } from 'vitest';
import { findingOf, placesIn } from './detectors.fixtures';
import { errorHandling } from './error-handling';

test.each([
	['a.js', 'try { a(); } catch (err) {\n\tres.status(500).json({ error: err.message });\n}\n', 2],
	[
		'a.py',
		'try:\n    a()\nexcept Exception as e:\n    raise HTTPException(status_code=500, detail=str(e))\n',
		4
	],
	[
		'a.go',
		'package a\nfunc f() {\n\thttp.Error(w, err.Error(), http.StatusInternalServerError)\n}\n',
		3
	],
	['a.php', "<?php\nreturn response()->json(['message' => $e->getMessage()], 500);\n", 2],
	['A.cs', 'class A { void B() {\n\treturn StatusCode(500, ex.Message);\n} }\n', 2]
])('[Q2] an error told in its own words with a 500 is found in %s', async (path, text, line) => {
	const found = await findingOf(errorHandling, 'texts-to-callers', { [path]: text });
	expect(placesIn(found)).toEqual([`${path}:${line}`]);
});

test('[Q2] words for a mistake of the caller, and a fixed sentence, are none', async () => {
	expect(
		await findingOf(errorHandling, 'texts-to-callers', {
			'a.js':
				"res.status(400).json({ error: err.message });\nres.status(500).json({ error: 'Something broke.' });\n",
			'a.go': 'package a\nfunc f() { http.Error(w, err.Error(), http.StatusBadRequest) }\n',
			'a.py': "log.error(f'{e}')\nraise HTTPException(status_code=500, detail='Broken')\n"
		})
	).toBeUndefined();
});

test('[Q2] what the whole process does with what nobody caught is told', async () => {
	const ends = await findingOf(errorHandling, 'of-the-process', {
		'a.js':
			"const last = (error) => {\n\tlog(error);\n\texitHandler();\n};\nprocess.on('uncaughtException', last);\n"
	});
	expect(ends?.title).toContain('which then ends');
	const goesOn = await findingOf(errorHandling, 'of-the-process', {
		'a.js': "process.on('unhandledRejection', (error) => {\n\tlog(error);\n});\n"
	});
	expect(goesOn?.title).toContain('(unhandledRejection) is handled');
	expect(goesOn?.title).toContain('which carries on');
	const elsewhere = await findingOf(errorHandling, 'of-the-process', {
		'a.js': "import { last } from './last';\nprocess.on('uncaughtException', last);\n"
	});
	expect(elsewhere?.facts['endings']).toEqual(['unknown']);
});

test('[Q2] other events of the process are none', async () => {
	expect(
		await findingOf(errorHandling, 'of-the-process', {
			'a.js': "process.on('SIGTERM', () => server.close());\n"
		})
	).toBeUndefined();
});

test.each([
	['a.go', 'package a\nfunc f() { defer func() { if r := recover(); r != nil { log(r) } }() }\n'],
	['b.go', 'package a\nfunc f() { r.Use(gin.Recovery()) }\n'],
	['a.rs', 'fn f() { let r = std::panic::catch_unwind(|| g()); }\n']
])('[Q2] a panic that is caught is found in %s', async (path, text) => {
	const found = await findingOf(errorHandling, 'panics-caught', { [path]: text });
	expect(found?.evidence).toHaveLength(1);
});

test('[Q2] a method that is called recover catches no panic', async () => {
	expect(
		await findingOf(errorHandling, 'panics-caught', {
			'a.go': 'package a\nfunc f() { account.recover() }\n',
			'a.ts': 'recover();\n'
		})
	).toBeUndefined();
});

test.each([
	[
		'A.cs',
		'public class ExceptionMiddleware {\n\tpublic void Invoke() {}\n}\n',
		'ExceptionMiddleware'
	],
	['error.rs', 'impl IntoResponse for ApiError {\n    fn into_response(self) {}\n}\n', 'ApiError']
])('[Q2] errors that become answers in one place are found in %s', async (path, text, by) => {
	const found = await findingOf(errorHandling, 'central', { [path]: text });
	expect(found?.facts['by']).toEqual([by]);
});

test('[Q2] other middleware, and other answers, make none of errors', async () => {
	expect(
		await findingOf(errorHandling, 'central', {
			'A.cs': 'public class TenantMiddleware {\n\tpublic void Invoke() {}\n}\n',
			'a.rs': 'impl IntoResponse for Page {\n    fn into_response(self) {}\n}\n'
		})
	).toBeUndefined();
});
