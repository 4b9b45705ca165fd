import { expect, test } from 'vitest';
import { configuration } from './configuration';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

test.each([
	['a.ts', 'export const port = Number(process.env.PORT ?? 3000);\n', 'PORT'],
	['a.py', "import os\nDB = os.environ.get('DATABASE_URL')\n", 'DATABASE_URL'],
	['a.go', 'package a\nimport "os"\nvar x = os.Getenv("PORT")\n', 'PORT'],
	['a.rb', "x = ENV['PORT']\n", 'PORT'],
	['config/app.php', "<?php\nreturn ['key' => env('APP_KEY')];\n", 'APP_KEY'],
	['A.java', 'package a;\nclass A { String x = System.getenv("PORT"); }', 'PORT'],
	['A.cs', 'class A { string x = Environment.GetEnvironmentVariable("PORT"); }', 'PORT'],
	['a.rs', 'fn f() { let x = std::env::var("PORT"); }', 'PORT']
])('[Q2] what is read of the environment is found in %s', async (path, text, name) => {
	const found = await findingOf(configuration, 'environment', { [path]: text });
	expect(found?.facts['names']).toEqual([name]);
});

test('[Q2] a secret with a literal in its place is a risk, and is not shown', async () => {
	const found = await findingOf(configuration, 'secret-fallback', {
		'a.ts': "export const secret = process.env.COOKIE_SECRET || 'hunter2hunter2';\n",
		'config.py': "import os\nSECRET_KEY = os.environ.get('SECRET_KEY') or 'never-guess-9'\n"
	});
	expect(found?.facts['names']).toEqual(['COOKIE_SECRET', 'SECRET_KEY']);
	expect(found?.evidence.map(({ snippet }) => snippet).join()).not.toMatch(/hunter2|never-guess/);
});

test('[Q2] a value over several lines is shown at the line that reads', async () => {
	const found = await findingOf(configuration, 'environment', {
		'a.ts': 'export const config = {\n\ta: 1,\n\tb: process.env.B_URL\n};\n'
	});
	expect(placesIn(found)).toEqual(['a.ts:3']);
});

test('[Q2] typed settings, debugging and open origins', async () => {
	const found = await findingsOf(configuration, {
		'a.py':
			'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    port: int\n',
		'app/settings.py': 'DEBUG = True\n',
		'b.ts': "import cors from 'cors';\napp.use(cors());\n",
		'C.cs': 'app.UseCors(x => x.AllowAnyOrigin());'
	});
	expect(found.map(({ key }) => key).sort()).toEqual([
		'configuration:any-origin',
		'configuration:checked',
		'configuration:debug-on'
	]);
});

test('[Q2] origins that are named, and debugging that is asked for, are none', async () => {
	expect(
		await findingsOf(configuration, {
			'b.ts': "import cors from 'cors';\napp.use(cors({ origin: allowed }));\n",
			'app/settings.py': "DEBUG = flag('DEBUG')\n",
			'settings_dev.py': 'DEBUG = True\n'
		})
	).toEqual([]);
});

test.each([
	['a.go', 'package a\nfunc f() { for _, e := range os.Environ() { set(e) }; os.Getenv("PID") }\n'],
	['a.rs', 'fn get(key: &str) { std::env::var(key); }\nfn f() { std::env::var("TZ"); }\n'],
	['a.py', "import os\nx = os.environ.get(name)\ny = os.environ.get('TZ')\n"],
	['a.ts', 'const a = process.env[name];\nconst b = process.env.TZ;\n'],
	['a.ts', 'const a = schema.parse(process.env);\nconst b = process.env.TZ;\n'],
	['scripts/a.ts', 'const b = process.env.TZ;\n']
])('[Q2] a part of what is read is not told as if it were all: %s', async (path, text) => {
	expect(await findingOf(configuration, 'environment', { [path]: text })).toBeUndefined();
});

test('[Q2] what is read past the settings is named, and not counted as all', async () => {
	const contents = {
		'a.py': 'from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    port: int\n',
		'b.py': "import os\nhost = os.environ['MAIL_HOST']\n"
	};
	expect(await findingOf(configuration, 'environment', contents)).toBeUndefined();
	const found = await findingOf(configuration, 'beside-settings', contents);
	expect(found?.title).toContain('MAIL_HOST is read from the environment directly');
	expect(placesIn(found)).toEqual(['b.py:2']);
});

test('[Q2] a module of a crate that is called config is not the crate config', async () => {
	const source = 'pub use config::{CONFIG, PathType};\n';
	const manifest = (dependencies: string) =>
		`[package]\nname = "a"\nversion = "1.0.0"\n\n[dependencies]\n${dependencies}\n`;
	expect(
		await findingOf(configuration, 'checked', {
			'src/main.rs': source,
			'Cargo.toml': manifest('serde = "1"')
		})
	).toBeUndefined();
	expect(
		await findingOf(configuration, 'checked', {
			'src/main.rs': source,
			'Cargo.toml': manifest('config = "0.14"')
		})
	).toBeDefined();
});

test('[Q2] env() is right in any folder of configuration', async () => {
	expect(
		await findingOf(configuration, 'env-outside-config', {
			'composer.json': '{"require":{"laravel/framework":"^11.0"}}',
			'app/Config/app.php': "<?php\nreturn ['name' => env('APP_NAME')];\n"
		})
	).toBeUndefined();
});

test('[Q2] a switch that speaks of passwords is no secret', async () => {
	expect(
		await findingOf(configuration, 'secret-fallback', {
			'a.py': "import os\nlogin = os.environ.get('PASSWORD_LOGIN_ENABLED', 'true')\n"
		})
	).toBeUndefined();
});

test('[R4] CORS that is open for one route is not told of the whole', async () => {
	const title = async (text: string) =>
		(
			await findingOf(configuration, 'any-origin', {
				'a.ts': `import cors from 'cors';\n${text}\n`
			})
		)?.title;
	expect(await title("router.post('/', cors(), create);")).toMatch(/^Browsers may call 1 route /);
	expect(await title('app.use(cors());')).toBe('Browsers may call from any origin: CORS is open.');
});
