import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../../../server/env';
import { MOST_READ_BYTES } from '../../source';
import { AnalysisError } from '../../stages';
import { REPOSITORIES } from './content-store';
import { bytesBelow } from './disk';
import { GitProcess, git, type GitEnd } from './git-process';
import { isAllowedHost, parseGitAddress, type GitAddress } from './git-url';
import { mebibytes, type SourceLimits } from './limits';
import { writeRepositoryConfig } from './own-repository';
import { bracketed, checkedAddresses, type Resolve } from './public-address';

/** How often the growth of what is fetched is looked at. */
const LOOK_EVERY_MS = 250;

export interface CloneOptions {
	/** Ours, empty of a repository. */
	folder: string;
	env: Pick<Env, 'GIT_ALLOWED_HOSTS' | 'GIT_CA_FILE'>;
	limits: SourceLimits;
	signal: AbortSignal;
	resolve: Resolve;
	/** git's own counts. */
	onProgress: (step: 'receive' | 'resolve', done: number, total: number) => void;
}

/**
 * Clones a default branch with its whole history, without the blobs that nobody will read, where
 * the other side can leave them out.
 *
 * @returns what to call it
 * @throws AnalysisError REPO_NOT_FOUND, REPO_TOO_LARGE, TIMEOUT, UNSUPPORTED_SOURCE
 */
export async function clone(text: string, options: CloneOptions): Promise<{ name: string }> {
	const address = parseGitAddress(text);
	const isAllowed = isAllowedHost(address, options.env.GIT_ALLOWED_HOSTS);
	if (address.port !== 443 && !isAllowed) {
		throw new AnalysisError(
			'UNSUPPORTED_SOURCE',
			`Repositories are cloned from port 443. Bring this one as a folder, or ask this server's administrator to admit ${address.host}:${address.port}.`
		);
	}
	const { resolve } = options;
	const addresses = await checkedAddresses(address.host, { isAllowed, resolve });
	const repository = join(options.folder, REPOSITORIES.cloned);
	let end = await cloneFrom(address.url, { ...options, repository, address, addresses });
	// Some forges send everybody to the name with .git at its end, and redirects are not followed.
	if (isRedirect(end) && !address.url.endsWith('.git')) {
		end = await cloneFrom(`${address.url}.git`, { ...options, repository, address, addresses });
	}
	if (end.code !== 0) throw failureOf(end, address);
	const { folder, signal } = options;
	const format = await git(['rev-parse', '--show-object-format'], { repository, folder, signal });
	await writeRepositoryConfig(repository, format.output.trim() === 'sha256' ? 'sha256' : 'sha1');
	return { name: address.name };
}

interface CloneRun extends CloneOptions {
	repository: string;
	address: GitAddress;
	addresses: readonly string[];
}

async function cloneFrom(url: string, run: CloneRun): Promise<GitEnd> {
	const { repository, folder, limits, signal, onProgress, address, addresses, env } = run;
	await rm(repository, { recursive: true, force: true });
	const args = ['clone', '--bare', '--single-branch', '--no-recurse-submodules', '--progress'];
	const filter = `--filter=blob:limit=${MOST_READ_BYTES + 1}`;
	const pinned = addresses.map(bracketed).join(',');
	const running = new GitProcess([...args, '--template=', filter, '--', url, repository], {
		folder,
		signal,
		config: {
			'protocol.https.allow': 'always',
			'http.followRedirects': 'false',
			'http.curloptResolve': `${address.host}:${address.port}:${pinned}`,
			'http.proxy': '',
			'http.lowSpeedLimit': '100',
			'http.lowSpeedTime': '60',
			'fetch.unpackLimit': '1',
			'transfer.bundleURI': 'false',
			...(env.GIT_CA_FILE !== undefined && { 'http.sslCAInfo': env.GIT_CA_FILE })
		},
		onSaid: progressReader(onProgress)
	});
	running.stdin.end();
	running.stdout.resume();
	let isTooLarge = false;
	const look = async () => {
		if ((await bytesBelow(repository)) <= limits.bytes) return;
		isTooLarge = true;
		running.stop();
	};
	const timer = setInterval(() => void look(), LOOK_EVERY_MS);
	const end = await running.ended;
	clearInterval(timer);
	signal.throwIfAborted();
	if (end.code === 0) await look();
	if (isTooLarge) throw tooLarge(limits.bytes);
	return end;
}

const tooLarge = (bytes: number) =>
	new AnalysisError(
		'REPO_TOO_LARGE',
		`This repository is larger than the ${mebibytes(bytes)} that are taken. Bring a folder with the part of it that matters.`
	);

/** "Receiving objects:  45% (123/273), 1.20 MiB | 2 MiB/s": parts of it may come in two pieces. */
function progressReader(onProgress: CloneOptions['onProgress']): (text: string) => void {
	let rest = '';
	return (text) => {
		const lines = (rest + text).split(/[\r\n]/);
		rest = (lines.pop() ?? '').slice(-200);
		for (const line of lines) {
			const counts = /^(Receiving objects|Resolving deltas):\s+\d+% \((\d+)\/(\d+)\)/.exec(line);
			if (counts === null) continue;
			const step = counts[1] === 'Receiving objects' ? 'receive' : 'resolve';
			onProgress(step, Number(counts[2]), Number(counts[3]));
		}
	};
}

const isRedirect = ({ said }: GitEnd) =>
	/returned error: 30\d|unable to update url base/.test(said);

/** What git says, in sentences that say what to do. */
function failureOf({ code, said }: GitEnd, { name, host }: GitAddress): AnalysisError {
	if (code === null && /ENOENT/.test(said)) {
		return new AnalysisError(
			'UNSUPPORTED_SOURCE',
			'This server has no git to clone with. Bring the repository as a folder or an archive.'
		);
	}
	if (
		/could not read (Username|Password)|Authentication failed|error: 40[134]|not found/i.test(said)
	) {
		return new AnalysisError(
			'REPO_NOT_FOUND',
			`${host} shows nobody a repository ${name}. Check the address; if it is private, bring its folder or an archive of it instead.`
		);
	}
	if (isRedirect({ code, said })) {
		return new AnalysisError(
			'REPO_NOT_FOUND',
			`${host} says that ${name} has moved: open it in a browser and give the address that it has now.`
		);
	}
	if (/certificate/i.test(said)) {
		return new AnalysisError(
			'REPO_NOT_FOUND',
			`The certificate of ${host} cannot be trusted. Bring the repository as a folder, or ask this server's administrator to set GIT_CA_FILE.`
		);
	}
	if (/attempting to allocate|out of memory/i.test(said)) {
		return new AnalysisError(
			'REPO_TOO_LARGE',
			`${name} holds an object that is too large to be read. Bring a folder without its .git.`
		);
	}
	if (/not valid: is this a git repository|not a git repository/i.test(said)) {
		return new AnalysisError(
			'REPO_NOT_FOUND',
			`There is no git repository at this address of ${host}. Check it, or bring a folder.`
		);
	}
	if (
		/timed? ?out|Failed to connect|Connection (refused|reset)|too slow|early EOF|RPC failed|hung up|error: 5\d\d|error: 429/i.test(
			said
		)
	) {
		return new AnalysisError(
			'TIMEOUT',
			`${host} did not answer, or stopped in the middle. Try again later, or bring the repository as a folder.`
		);
	}
	return new AnalysisError(
		'REPO_NOT_FOUND',
		`${name} could not be cloned from ${host}. Check the address, or bring the repository as a folder.`
	);
}
