import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv as readEnvFile } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './house/processes.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');
const { dependencies } = JSON.parse(read('package.json')) as {
	dependencies: Record<string, string>;
};

/** Every variable that the server reads. */
const known = Object.keys(readEnvFile(read('.env.example').replace(/^# (?=[A-Z_]+=)/gm, '')));

/** The instances' variables in compose.yaml, as text. */
const given = new Map(
	[
		...(compose.split('x-instance')[1]?.split('volumes:')[0] ?? '').matchAll(
			/^ {4}([A-Z_]+): (.+)$/gm
		)
	].map(([, name = '', value = '']) => [name, value])
);

test('the image has the Node that package.json pins', () => {
	expect(/^ARG NODE_IMAGE=node:([\d.]+)-/m.exec(dockerfile)?.[1]).toBe(dependencies['node']);
});

test('image and compose.yaml set only variables that the server reads', () => {
	const inImage = [...(/^ENV (.+)$/m.exec(dockerfile)?.[1] ?? '').matchAll(/([A-Z_]+)=/g)]
		.map(([, name = '']) => name)
		.filter((name) => name !== 'NODE_ENV');
	expect(inImage).toEqual(['HOST', 'PORT', 'DATA_DIR']);
	expect([...given.keys()]).toEqual(expect.arrayContaining(['ORIGIN', 'REDIS_URL']));
	for (const name of [...inImage, ...given.keys()]) expect(known).toContain(name);
});

test('[C7] a container gets longer to end than its connections do', () => {
	const grace = Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1]);
	const patience = Number(/\d+/.exec(given.get('SHUTDOWN_TIMEOUT') ?? '')?.[0]);
	expect(grace).toBeGreaterThan(patience);
});

test('the server does not run as root, keeps its data in a volume, and gets signals itself', () => {
	const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
	expect(last).toMatch(/^USER node$/m);
	expect(last).toMatch(/^VOLUME \/data$/m);
	expect(last).toMatch(/DATA_DIR=\/data\b/);
	expect(last).toMatch(/^CMD \["node", "server\.js"\]$/m);
});

test('what the image is built from is in what Docker gets', () => {
	const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
	const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)]
		.flatMap(([, paths = '']) => paths.split(' '))
		.filter((path) => path !== '.');
	expect(copied).toContain('server.js');
	for (const path of copied) expect(allowed).toContain(path);
	const sources = /const SOURCES = \[(.+?)\]/s.exec(read('scripts/house/build.js'))?.[1] ?? '';
	const roots = [...sources.matchAll(/'([\w.-]+)[^']*'/g)].map(([, name = '']) => name);
	expect(roots).toContain('src');
	for (const name of roots) expect(allowed).toContain(name);
});

test('Caddy asks the address that says ready, of every instance', () => {
	const caddyfile = read('deploy/Caddyfile');
	expect(caddyfile).toMatch(/health_uri \/readyz$/m);
	const named = /INSTANCES: (.+)$/m.exec(compose)?.[1]?.split(' ') ?? [];
	const services = [...compose.matchAll(/^ {2}(\w+): \*instance$/gm)].map(([, name = '']) => name);
	expect(services).toHaveLength(2);
	expect(named).toEqual(services.map((name) => `${name}:3000`));
	for (const variable of ['ORIGIN', 'INSTANCES']) expect(caddyfile).toContain(`{$${variable}}`);
});
