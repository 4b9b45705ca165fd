import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../manifests';
import { isManifest, readManifests } from './index';

const read = (files: Record<string, string>) =>
	readManifests(Object.entries(files).map(([path, text]) => ({ path, text })));

const one = (path: string, text: string): Manifest => {
	const { manifests, problems } = read({ [path]: text });
	expect(problems).toEqual([]);
	return manifests[0]!;
};

/** `name version line`, with a star where it is for development. */
const told = ({ dependencies }: Manifest) =>
	dependencies.map(
		({ name, version, line, isDevelopment }) =>
			`${name} ${version ?? '-'} ${line}${isDevelopment ? ' *' : ''}`
	);

describe('npm', () => {
	test('[N3] a package names its dependencies with their lines, scripts, entry and licence', () => {
		const manifest = one(
			'package.json',
			`{
	"name": "shop",
	"license": "MIT",
	"main": "dist/index.js",
	"bin": { "shop": "bin/shop.js" },
	"engines": { "node": ">=20" },
	"workspaces": ["packages/*"],
	"scripts": { "start": "node server.js", "odd": 7 },
	"devDependencies": {
		"express": "1"
	},
	"dependencies": {
		"express": "^5.0.0"
	}
}`
		);
		expect(told(manifest)).toEqual(['express ^5.0.0 13', 'express 1 10 *']);
		expect(manifest).toMatchObject({
			name: 'shop',
			license: 'MIT',
			runtime: '>=20',
			scripts: { start: 'node server.js' },
			entryPoints: ['dist/index.js', 'bin/shop.js'],
			members: ['packages/*']
		});
	});

	test('[Q7] what is no JSON object is said, and the other manifests are read', () => {
		const { manifests, problems } = read({
			'a/package.json': '{ "name": ',
			'b/package.json': '[]',
			'c/package.json': '{ "name": "c", "dependencies": ["x"], "scripts": null }',
			'd/package.json': '{"__proto__": {"polluted": "1"}, "dependencies": {"__proto__": "1"}}'
		});
		expect(problems.map(({ path }) => path)).toEqual(['a/package.json', 'b/package.json']);
		expect(problems[1]!.sentence).toBe('b/package.json could not be read: it is no JSON object.');
		expect(manifests.map(({ name }) => name)).toEqual(['c', undefined]);
		expect({}).not.toHaveProperty('polluted');
	});
});

describe('Python', () => {
	test('[N3] requirements name packages as the index does, without options and comments', () => {
		const text =
			'# web\nDjango==4.2 # lts\n-r base.txt\nuvicorn[standard]>=0.20; python_version>"3"\n\ngit+https://x/y\nMy_Lib';
		expect(told(one('requirements.txt', text))).toEqual([
			'django ==4.2 2',
			'uvicorn >=0.20 4',
			'my-lib - 7'
		]);
		expect(told(one('requirements/dev.txt', 'pytest'))).toEqual(['pytest - 1 *']);
		expect(told(one('requirements-test.txt', 'pytest'))).toEqual(['pytest - 1 *']);
	});

	test('[N3] pyproject.toml is read as PEP 621, as dependency groups and as Poetry write it', () => {
		const manifest = one(
			'pyproject.toml',
			`[project]
name = "api"
requires-python = ">=3.11"
dependencies = [
  "fastapi>=0.100",
]
[project.optional-dependencies]
test = ["pytest"]
s3 = ["boto3"]
[project.scripts]
api = "api.main:run"
[dependency-groups]
lint = ["ruff", {include-group = "x"}]
[tool.poetry.dependencies]
python = "^3.11"
httpx = { version = "^0.27", extras = ["http2"] }
[tool.poetry.group.dev.dependencies]
black = "*"
`
		);
		expect(told(manifest)).toEqual([
			'fastapi >=0.100 5',
			'pytest - 8 *',
			'boto3 - 9',
			'ruff - 13 *',
			'httpx ^0.27 16',
			'black * 18 *'
		]);
		expect(manifest).toMatchObject({
			name: 'api',
			runtime: '>=3.11',
			scripts: { api: 'api.main:run' }
		});
	});

	test('[N3] setup.cfg, setup.py and Pipfile are read in their simple forms', () => {
		expect(
			told(
				one(
					'setup.cfg',
					'[metadata]\nname = x\n[options]\ninstall_requires =\n    requests>=2\n    # no\n    attrs\n[options.extras_require]\ntest =\n    pytest'
				)
			)
		).toEqual(['requests >=2 5', 'attrs - 7', 'pytest - 10 *']);
		const setup = one(
			'setup.py',
			`from setuptools import setup
setup(
    name='tool',
    python_requires='>=3.8',
    install_requires=[
        'celery[redis]>=5',  # queue
        "click",
    ],
    extras_require={'x': ['not-this']},
)`
		);
		expect(told(setup)).toEqual(['celery >=5 6', 'click - 7']);
		expect(setup).toMatchObject({ name: 'tool', runtime: '>=3.8' });
		expect(
			told(one('Pipfile', '[packages]\nflask = "*"\n[dev-packages]\npytest = {version = "==8"}\n'))
		).toEqual(['flask * 2', 'pytest ==8 4 *']);
	});

	test('[Q7] TOML that is none is said', () => {
		const { problems } = read({ 'pyproject.toml': '[project\nname', Pipfile: '\0' });
		expect(problems).toHaveLength(2);
	});
});

describe('Maven', () => {
	const project = (inner: string) => `<?xml version="1.0"?>\n<project>\n${inner}\n</project>`;

	test('[N3] versions come from properties and parents within the repository', () => {
		const { manifests, problems } = read({
			'pom.xml':
				project(`<groupId>org.shop</groupId><artifactId>parent</artifactId><version>1</version>
<properties><java.version>21</java.version><jjwt.version>0.12</jjwt.version></properties>
<modules><module>app</module></modules>
<dependencyManagement><dependencies><dependency>
<groupId>org.mapstruct</groupId><artifactId>mapstruct</artifactId><version>1.6</version>
</dependency></dependencies></dependencyManagement>`),
			'app/pom.xml':
				project(`<parent><groupId>org.shop</groupId><artifactId>parent</artifactId><version>1</version></parent>
<artifactId>app</artifactId>
<dependencies>
<dependency>
<groupId>io.jsonwebtoken</groupId>
<artifactId>jjwt</artifactId>
<version>\${jjwt.version}</version>
</dependency>
<dependency><groupId>org.mapstruct</groupId><artifactId>mapstruct</artifactId></dependency>
<dependency><groupId>junit</groupId><artifactId>junit</artifactId><scope>test</scope></dependency>
</dependencies>`)
		});
		expect(problems).toEqual([]);
		const [app, parent] = manifests;
		expect(told(app!)).toEqual([
			'io.jsonwebtoken:jjwt 0.12 8',
			'org.mapstruct:mapstruct 1.6 11',
			'junit:junit - 12 *'
		]);
		expect(app).toMatchObject({ name: 'org.shop:app', runtime: '21' });
		expect(parent!.members).toEqual(['app']);
	});

	test('[N3] a parent from elsewhere is a dependency', () => {
		const text = project(
			'<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3</version><relativePath/></parent><artifactId>x</artifactId>'
		);
		expect(told(one('pom.xml', text))).toEqual([
			'org.springframework.boot:spring-boot-starter-parent 3.3 3'
		]);
	});

	test('[Q7] entities, circles of parents and of properties, depth and nonsense end well', () => {
		const bomb =
			'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project><name>&b;</name></project>';
		const circle = (name: string, other: string) =>
			project(`<parent><groupId>g</groupId><artifactId>${other}</artifactId><relativePath>../${other}</relativePath></parent>
<artifactId>${name}</artifactId><properties><x>\${y}</x><y>\${x}\${x}</y></properties>
<dependencies><dependency><groupId>\${x}</groupId><artifactId>z</artifactId></dependency></dependencies>`);
		const { manifests, problems } = read({
			'bomb/pom.xml': bomb,
			'deep/pom.xml': '<project>'.repeat(5000),
			'empty/pom.xml': '',
			'other/pom.xml': '<html></html>',
			'a/pom.xml': circle('a', 'b'),
			'b/pom.xml': circle('b', 'a')
		});
		expect(problems.map(({ path }) => path).sort()).toEqual([
			'bomb/pom.xml',
			'deep/pom.xml',
			'empty/pom.xml',
			'other/pom.xml'
		]);
		expect(manifests.map(({ path }) => path)).toEqual(['a/pom.xml', 'b/pom.xml']);
		expect(manifests[0]!.dependencies[0]!.name.length).toBeLessThan(600);
	});
});

describe('Gradle', () => {
	test('[N3] Groovy and Kotlin builds name libraries, plugins and what their catalog holds', () => {
		const { manifests } = read({
			'gradle/libs.versions.toml': `[versions]
ktor = "3.0"
[libraries]
ktor-server = { module = "io.ktor:ktor-server-core", version.ref = "ktor" }
[plugins]
boot = { id = "org.springframework.boot", version = "3.3" }
`,
			'settings.gradle.kts': 'rootProject.name = "shop"\ninclude(":app", ":lib:core")',
			'app/build.gradle.kts': `plugins {
	id("java") // implementation("no:no:1")
	alias(libs.plugins.boot)
}
/* implementation("no:no:2")
*/
val jjwt = "0.12"
dependencies {
	implementation(libs.ktor.server)
	implementation("io.jsonwebtoken:jjwt-api:$jjwt")
	testImplementation(platform("org.junit:junit-bom:5.11"))
}
application { mainClass = "org.shop.App" }`,
			'lib/build.gradle': `dependencies {
	compile group: 'org.slf4j', name: 'slf4j-api', version: '2.0'
	testImplementation 'junit:junit:4.13'
}
sourceCompatibility = '17'`
		});
		const [app, lib, settings] = manifests;
		expect(told(app!)).toEqual([
			'org.springframework.boot:org.springframework.boot.gradle.plugin 3.3 3 *',
			'io.ktor:ktor-server-core 3.0 9',
			'io.jsonwebtoken:jjwt-api 0.12 10',
			'org.junit:junit-bom 5.11 11 *'
		]);
		expect(app!.entryPoints).toEqual(['org.shop.App']);
		expect(told(lib!)).toEqual(['org.slf4j:slf4j-api 2.0 2', 'junit:junit 4.13 3 *']);
		expect(lib!.runtime).toBe('17');
		expect(settings).toMatchObject({ name: 'shop', members: ['app', 'lib/core'] });
	});

	test('[Q7] a build of comments that never end takes no square of time', () => {
		const started = performance.now();
		one('build.gradle', '/*'.repeat(400_000));
		one('build.gradle', '"implementation('.repeat(50_000));
		expect(performance.now() - started).toBeLessThan(2000);
	});
});

describe('the others', () => {
	test('[N3] go.mod names what is asked for, and not what that brings along', () => {
		const manifest = one(
			'go.mod',
			`module example.org/shop

go 1.22

require github.com/gin-gonic/gin v1.10.0
require (
	gorm.io/gorm v1.25.0 // the ORM
	golang.org/x/sys v0.1.0 // indirect
)
replace example.org/a => ../a`
		);
		expect(told(manifest)).toEqual([
			'github.com/gin-gonic/gin v1.10.0 5',
			'gorm.io/gorm v1.25.0 7'
		]);
		expect(manifest).toMatchObject({ name: 'example.org/shop', runtime: '1.22' });
	});

	test('[Q7] what no manifest says takes no square of time', () => {
		const started = performance.now();
		one('build.gradle', '\n'.repeat(400_000));
		one('go.mod', `module a\nrequire ${'.'.repeat(400_000)} b`);
		expect(performance.now() - started).toBeLessThan(2000);
	});

	test("[N3] a crate takes its workspace's versions, and a renamed one keeps its own name", () => {
		const { manifests } = read({
			'Cargo.toml': '[workspace]\nmembers = ["api"]\n[workspace.dependencies]\nserde = "1"\n',
			'api/Cargo.toml': `[package]
name = "api"
[dependencies]
serde = { workspace = true }
web = { package = "axum", version = "0.7" }
[dev-dependencies.insta]
version = "1.40"
[target.'cfg(unix)'.dependencies]
nix = "0.29"
[[bin]]
name = "api"
path = "src/start.rs"
`
		});
		const [root, api] = manifests;
		expect(told(root!)).toEqual(['serde 1 4']);
		expect(root!.members).toEqual(['api']);
		expect(told(api!)).toEqual(['serde 1 4', 'axum 0.7 5', 'nix 0.29 9', 'insta 1.40 6 *']);
		expect(api!.entryPoints).toEqual(['src/start.rs']);
	});

	test('[N3] .NET projects take versions kept centrally, and the web SDK brings its framework', () => {
		const { manifests } = read({
			'Directory.Packages.props':
				'<Project><ItemGroup><PackageVersion Include="Dapper" Version="2.1" /></ItemGroup></Project>',
			'api/api.csproj': `<Project Sdk="Microsoft.NET.Sdk.Web">
	<PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup>
	<ItemGroup>
		<PackageReference Include="Dapper" />
		<PackageReference Include="Polly"><Version>8.4</Version></PackageReference>
	</ItemGroup>
</Project>`,
			'old/packages.config':
				'<packages>\n<package id="Newtonsoft.Json" version="13" />\n</packages>'
		});
		expect(told(manifests[1]!)).toEqual([
			'Microsoft.AspNetCore.App - 1',
			'Dapper 2.1 4',
			'Polly 8.4 5'
		]);
		expect(manifests[1]).toMatchObject({ name: 'api', runtime: 'net9.0' });
		expect(told(manifests[2]!)).toEqual(['Newtonsoft.Json 13 2']);
	});

	test('[N3] a Gemfile knows its groups, a gemspec its kinds', () => {
		const gemfile = `source 'https://rubygems.org'
ruby '3.3'
gem 'rails', '~> 7.1'
group :development, :test do
  gem 'rspec-rails'
end
gem "pry", group: :development
gem 'pg' # gem 'no'
`;
		expect(told(one('Gemfile', gemfile))).toEqual([
			'rails ~> 7.1 3',
			'rspec-rails - 5 *',
			'pry - 7 *',
			'pg - 8'
		]);
		const spec = `Gem::Specification.new do |s|\n  s.name = 'x'\n  s.license = 'MIT'\n  s.add_dependency 'rack', '>= 2'\n  s.add_development_dependency("rake")\nend`;
		const manifest = one('x.gemspec', spec);
		expect(told(manifest)).toEqual(['rack >= 2 4', 'rake - 5 *']);
		expect(manifest).toMatchObject({ name: 'x', license: 'MIT' });
	});

	test('[N3] Composer names packages apart from PHP and its extensions', () => {
		const manifest = one(
			'composer.json',
			`{
	"license": ["MIT", "GPL-3.0"],
	"require": { "php": "^8.2", "ext-json": "*",
		"laravel/framework": "^11" },
	"require-dev": { "phpunit/phpunit": "^11" }
}`
		);
		expect(told(manifest)).toEqual(['laravel/framework ^11 4', 'phpunit/phpunit ^11 5 *']);
		expect(manifest).toMatchObject({ license: 'MIT OR GPL-3.0', runtime: '^8.2' });
	});

	test('[Q7] any of them may hold anything', () => {
		const names = [
			'package.json',
			'requirements.txt',
			'pyproject.toml',
			'Pipfile',
			'setup.cfg',
			'setup.py',
			'pom.xml',
			'build.gradle',
			'a.versions.toml',
			'settings.gradle',
			'go.mod',
			'Cargo.toml',
			'a.csproj',
			'packages.config',
			'Directory.Packages.props',
			'Gemfile',
			'a.gemspec',
			'composer.json'
		];
		const started = performance.now();
		for (const text of [
			'',
			'\0\xff',
			'null',
			'"',
			'[['.repeat(20_000),
			'{"a":'.repeat(20_000),
			' '.repeat(500_000),
			'gem '.repeat(100_000),
			"'".repeat(200_000),
			'<a '.repeat(50_000)
		]) {
			for (const name of names) {
				expect(isManifest(name)).toBe(true);
				const { manifests, problems } = read({ [name]: text });
				expect(manifests.length + problems.length).toBeLessThanOrEqual(1);
			}
		}
		expect(performance.now() - started).toBeLessThan(5000);
	});
});
