import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { validation } from './validation';

test.each([
	[
		'Zod',
		'a.ts',
		"import { z } from 'zod';\nexport const user = z.object({ name: z.string() });\n"
	],
	['Pydantic', 'a.py', 'from pydantic import BaseModel\nclass User(BaseModel):\n    name: str\n'],
	[
		"Gin's binding",
		'a.go',
		'package a\nimport "github.com/gin-gonic/gin"\nfunc f(c *gin.Context) { c.ShouldBindJSON(&x) }\n'
	],
	["Active Record's validations", 'a.rb', 'class A < B\n  validates :name, presence: true\nend\n'],
	["Laravel's form requests", 'A.php', '<?php\nclass CreateArticle extends FormRequest {}\n'],
	[
		"Laravel's validator",
		'B.php',
		'<?php\nuse Illuminate\\Http\\Request;\nclass B { function f(Request $request) { $request->validate([]); } }\n'
	],
	[
		'FluentValidation',
		'A.cs',
		'public class V : AbstractValidator<User> { public V() { RuleFor(x => x.Name).NotNull(); } }'
	],
	[
		'Bean Validation',
		'A.java',
		'package a;\nimport javax.validation.constraints.NotBlank;\nclass A {\n\t@NotBlank\n\tString b;\n}\n'
	]
])('[Q2] %s is found in %s', async (library, path, text) => {
	const found = await findingOf(validation, 'libraries', { [path]: text });
	expect(found?.facts['libraries']).toEqual([library]);
});

test('[Q2] one form is one input', async () => {
	const form = 'from wtforms import Form\nclass SetUp(Form):\n    pass\n';
	expect((await findingOf(validation, 'libraries', { 'a.py': form }))?.title).toBe(
		'At least one input is validated with WTForms.'
	);
	const more = `${form}class SignIn(Form):\n    pass\n`;
	expect((await findingOf(validation, 'libraries', { 'a.py': more }))?.title).toBe(
		'Input is validated with WTForms.'
	);
});

test('[Q2] a constraint on a parameter that nobody checks validates nothing', async () => {
	const constraint = (param: string) =>
		`package a;\nimport jakarta.validation.constraints.NotNull;\nclass A {\n\tprivate static File load(${param} String name) {\n\t\treturn null;\n\t}\n}\n`;
	expect(
		await findingOf(validation, 'libraries', { 'A.java': constraint('@NotNull') })
	).toBeUndefined();
	expect(
		await findingOf(validation, 'libraries', {
			'A.java': constraint('@NotNull'),
			'B.java':
				'package a;\nimport jakarta.validation.Valid;\nclass B {\n\tvoid f(@Valid User user) {}\n}\n'
		})
	).toBeDefined();
});

test('[Q2] a whole body that is written as it came is a risk; chosen fields are none', async () => {
	const found = await findingOf(validation, 'whole-body', {
		'a.js':
			'User.create(req.body);\nUser.create({ name: req.body.name });\nnew ApiError(req.body);\n',
		'A.php': '<?php\nUser::create($request->all());\n'
	});
	expect(found?.facts['places']).toBe(2);
});

test('[Q2] validator of npm is not the crate, and a token that is validated is no input', async () => {
	expect(
		await findingsOf(validation, {
			'package.json': '{"dependencies":{"validator":"13"}}',
			'A.php': '<?php\nclass A extends Request { function f() { $this->validate($token); } }\n'
		})
	).toEqual([]);
});

test('[Q2] other things called so are no validation', async () => {
	expect(
		await findingsOf(validation, {
			'a.ts': "import { object } from './shapes';\nobject({});\nz.object(1);\n",
			'b.go': 'package b\nfunc f() { socket.Bind(x) }\n',
			'c.py': 'class A(Base):\n    pass\n',
			'D.java': 'package d;\nclass D {\n\t@Override\n\tpublic String toString() { return ""; }\n}\n'
		})
	).toEqual([]);
});

test('[Q2] what a form in the browser checks is no check of the server', async () => {
	const form = "import Ajv from 'ajv';\nexport const ajv = new Ajv();\n";
	expect(await findingOf(validation, 'libraries', { 'ui/src/form.jsx': form })).toBeUndefined();
	expect(await findingOf(validation, 'libraries', { 'src/form.js': form })).toBeDefined();
});
