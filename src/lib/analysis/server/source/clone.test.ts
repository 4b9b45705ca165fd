import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { opened, pathsOf, sentencesOf, temporaryFolder, TestRepository } from './source.fixtures';

const HOST = 'forge.example';

let certificate: { key: Buffer; cert: Buffer; caFile: string };

beforeAll(async () => {
	const { mkdtempSync } = await import('node:fs');
	const { tmpdir } = await import('node:os');
	const folder = mkdtempSync(join(tmpdir(), 'greenroom-forge-'));
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
	const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const args = ['req', '-x509', ...ec, '-keyout', key, '-out', cert, '-days', '2', ...subject];
	execFileSync('openssl', args, { stdio: 'ignore' });
	certificate = { key: readFileSync(key), cert: readFileSync(cert), caFile: cert };
	return () => execFileSync('rm', ['-r', folder]);
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Forge {
	port: number;
	/** What was asked for. */
	asked: string[];
	env: { GIT_ALLOWED_HOSTS: string[]; GIT_CA_FILE: string };
	resolve: (host: string) => Promise<string[]>;
}

/** A forge at https://forge.example, which only the stub resolver knows. */
async function forge(answer: Answer): Promise<Forge> {
	const asked: string[] = [];
	const server = createServer(certificate, (request, response) => {
		asked.push(request.url ?? '');
		answer(request, response);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return {
		port,
		asked,
		env: { GIT_ALLOWED_HOSTS: [HOST], GIT_CA_FILE: certificate.caFile },
		resolve: () => Promise.resolve(['127.0.0.1'])
	};
}

/** git's own server, through CGI. */
function serving(root: string): Answer {
	const backend = join(execFileSync('git', ['--exec-path']).toString().trim(), 'git-http-backend');
	return (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '', `https://${HOST}`);
		const child = spawn(backend, {
			env: {
				PATH: process.env['PATH'],
				GIT_PROJECT_ROOT: root,
				GIT_HTTP_EXPORT_ALL: '1',
				GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
				PATH_INFO: decodeURIComponent(pathname),
				QUERY_STRING: searchParams.toString(),
				REQUEST_METHOD: request.method,
				CONTENT_TYPE: request.headers['content-type'] ?? '',
				HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
				GIT_CONFIG_COUNT: '2',
				GIT_CONFIG_KEY_0: 'uploadpack.allowFilter',
				GIT_CONFIG_VALUE_0: 'true',
				GIT_CONFIG_KEY_1: 'safe.directory',
				GIT_CONFIG_VALUE_1: '*'
			}
		});
		request.pipe(child.stdin);
		child.stdin.on('error', () => undefined);
		let head = Buffer.alloc(0);
		child.stdout.on('data', (chunk: Buffer) => {
			if (response.headersSent) return void response.write(chunk);
			head = Buffer.concat([head, chunk]);
			const end = head.indexOf('\r\n\r\n');
			if (end < 0) return;
			for (const line of head.toString('latin1', 0, end).split('\r\n')) {
				const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
				if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
				else response.setHeader(name, value);
			}
			response.flushHeaders();
			response.write(head.subarray(end + 4));
		});
		child.stdout.on('end', () => response.end());
		onTestFinished(() => void child.kill());
	};
}

async function someRepository(): Promise<TestRepository> {
	const repository = await TestRepository.make();
	await repository.commit('Begin', { 'src/a.ts': 'one\n' });
	await repository.git('tag', 'v1');
	await repository.commit('Go on', {
		'src/a.ts': 'one\ntwo\n',
		'data/dump.sql': Buffer.alloc(1024 * 1024 + 1, 'x')
	});
	await repository.git('branch', 'other');
	return repository;
}

const address = (port: number, path: string) => `https://${HOST}:${port}/${path}`;

test('[N1] a repository of an admitted forge: the default branch with its whole history', async () => {
	const repository = await someRepository();
	const { port, env, resolve } = await forge(serving(repository.folder));
	const steps = new Set<string>();
	const onProgress = (step: string) => void steps.add(step);
	const snapshot = await opened(
		{ kind: 'git', url: address(port, '.git') },
		{ env, resolve, onProgress }
	);
	expect(snapshot.commit).toBe(await repository.git('rev-parse', 'main'));
	expect(pathsOf(snapshot)).toEqual(['src/a.ts']);
	expect((await snapshot.read('src/a.ts')).toString()).toBe('one\ntwo\n');
	expect(sentencesOf(snapshot)).toMatch(/1 file left out, too large.*data\/dump\.sql/);
	expect(snapshot.history).toMatchObject({
		branch: 'main',
		total: 2,
		commits: [{ subject: 'Go on' }, { subject: 'Begin', files: [{ path: 'src/a.ts' }] }],
		tags: [{ name: 'v1' }]
	});
	expect([...steps]).toEqual(expect.arrayContaining(['receive', 'files', 'history']));
});

test('[F7] the address that was checked is the one connected to: git asks no resolver', async () => {
	const repository = await someRepository();
	const { port, env } = await forge(serving(repository.folder));
	const asked: string[] = [];
	// Nobody else knows this name, so that it works only where the checked address is used; the
	// second answer would be another one.
	const resolve = (host: string) => {
		asked.push(host);
		return Promise.resolve(asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.99']);
	};
	await opened({ kind: 'git', url: address(port, '.git') }, { env, resolve });
	expect(asked).toEqual([HOST]);
});

test('[F7] a name that answers a private address is refused before anything is asked of it', async () => {
	const { port, env, asked } = await forge((_, response) => response.end());
	for (const GIT_ALLOWED_HOSTS of [[], ['other.example']]) {
		await expect(
			opened(
				{ kind: 'git', url: `https://${HOST}/o/r` },
				{ env: { ...env, GIT_ALLOWED_HOSTS }, resolve: () => Promise.resolve(['127.0.0.1']) }
			)
		).rejects.toMatchObject({ code: 'UNSUPPORTED_SOURCE' });
	}
	const other = opened(
		{ kind: 'git', url: address(port, 'o/r') },
		{ env: { ...env, GIT_ALLOWED_HOSTS: [] }, resolve: () => Promise.resolve(['140.82.121.3']) }
	);
	await expect(other).rejects.toThrowError(/port 443/);
	expect(asked).toEqual([]);
});

test('[F7] redirects are not followed, to wherever they lead', async () => {
	const inner = await forge((_, response) => response.end('secret'));
	const { port, env, resolve } = await forge((_, response) => {
		response.writeHead(302, { location: `https://127.0.0.1:${inner.port}/o/r` }).end();
	});
	const cloning = opened({ kind: 'git', url: address(port, 'o/r') }, { env, resolve });
	await expect(cloning).rejects.toMatchObject({
		code: 'REPO_NOT_FOUND',
		message: expect.stringContaining('has moved')
	});
	expect(inner.asked).toEqual([]);
});

test('[N1] where a forge has its repositories at .git only, that is tried', async () => {
	const repository = await someRepository();
	const served = serving(repository.folder);
	const { port, env, resolve } = await forge((request, response) => {
		if (request.url?.startsWith('/r.git') !== true) {
			response.writeHead(301, { location: request.url?.replace('/r', '/r.git') }).end();
			return;
		}
		request.url = request.url.replace('/r.git', '/.git');
		served(request, response);
	});
	const snapshot = await opened({ kind: 'git', url: address(port, 'r') }, { env, resolve });
	expect(pathsOf(snapshot)).toEqual(['src/a.ts']);
});

test('[N1] a private repository offers the folder instead, and asks nobody for a password', async () => {
	const { port, env, resolve } = await forge((_, response) => {
		response.writeHead(401, { 'www-authenticate': 'Basic realm="forge"' }).end();
	});
	await expect(
		opened({ kind: 'git', url: address(port, 'o/r') }, { env, resolve })
	).rejects.toMatchObject({ code: 'REPO_NOT_FOUND', message: expect.stringContaining('folder') });
});

test.each([
	[404, 'REPO_NOT_FOUND'],
	[403, 'REPO_NOT_FOUND'],
	[503, 'TIMEOUT'],
	[200, 'REPO_NOT_FOUND']
])('[N4] a forge that answers %i: %s', async (status, code) => {
	const { port, env, resolve } = await forge((_, response) => {
		response
			.writeHead(status, { 'content-type': 'text/html' })
			.end('<!doctype html>\n<html>\n</html>\n');
	});
	await expect(
		opened({ kind: 'git', url: address(port, 'o/r') }, { env, resolve })
	).rejects.toMatchObject({ code });
});

test('[N4] nobody there, and a certificate that nobody vouches for', async () => {
	const { port, env, resolve } = await forge((_, response) => response.end());
	await expect(
		opened({ kind: 'git', url: address(1, 'o/r') }, { env, resolve })
	).rejects.toMatchObject({ code: 'TIMEOUT' });
	await expect(
		opened(
			{ kind: 'git', url: address(port, 'o/r') },
			{ env: { ...env, GIT_CA_FILE: undefined }, resolve }
		)
	).rejects.toThrowError(/certificate/);
});

test('[N4] a forge that never ends: TIMEOUT, or whoever cancels', async () => {
	const { port, env, resolve } = await forge(() => undefined);
	const request = { kind: 'git', url: address(port, 'o/r') } as const;
	const limited = { ...env, ANALYSIS_SOURCE_TIMEOUT_MS: 700 };
	await expect(opened(request, { env: limited, resolve })).rejects.toMatchObject({
		code: 'TIMEOUT'
	});
	const reason = new Error('cancelled');
	const controller = new AbortController();
	setTimeout(() => controller.abort(reason), 300);
	const { signal } = controller;
	await expect(opened(request, { env, resolve, signal })).rejects.toBe(reason);
	const left = execFileSync('ps', ['-eo', 'args']).toString();
	expect(left).not.toContain(`${HOST}:${port}/o/r`);
});

test('[N4] a repository that grows past what is taken is ended and said', async () => {
	const repository = await TestRepository.make();
	for (let at = 0; at < 5; at += 1) {
		const content = crypto.getRandomValues(new Uint8Array(60_000));
		await repository.commit(
			`Part ${at}`,
			Object.fromEntries(
				Array.from({ length: 10 }, (_, of) => [
					`${at}-${of}`,
					Buffer.concat([content, Buffer.of(of), content.reverse()])
				])
			)
		);
	}
	const { port, env, resolve } = await forge(serving(repository.folder));
	const folder = join(await temporaryFolder(), 'source');
	await expect(
		opened(
			{ kind: 'git', url: address(port, '.git') },
			{ env: { ...env, ANALYSIS_MOST_BYTES: 300_000 }, resolve, folder }
		)
	).rejects.toMatchObject({ code: 'REPO_TOO_LARGE' });
	expect(await readdir(folder)).toEqual([]);
});

test('[Q7] an empty repository of a forge', async () => {
	const repository = await TestRepository.make();
	const { port, env, resolve } = await forge(serving(repository.folder));
	const snapshot = await opened({ kind: 'git', url: address(port, '.git') }, { env, resolve });
	expect(snapshot.files).toEqual([]);
	expect(sentencesOf(snapshot)).toContain('no commits yet');
});
