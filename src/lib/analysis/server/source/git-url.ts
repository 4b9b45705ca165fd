import { AnalysisError } from '../../stages';
import { visibleLine } from '../../visible-text';

/** Where a repository can be cloned from: https, nobody's name or password in it. */
export interface GitAddress {
	/** Canonical: lower-case host without a last dot, no query, no fragment, no slash at the end. */
	url: string;
	/** As a URL has it: of IPv6 in brackets. */
	host: string;
	port: number;
	/** For people: the last two parts of the path, without `.git`. */
	name: string;
}

const refused = (sentence: string) => new AnalysisError('UNSUPPORTED_SOURCE', sentence);

const MOST_CHARACTERS = 2000;
const MOST_NAME_CHARACTERS = 200;

/**
 * @param text what a person gave as the address of a repository
 * @throws AnalysisError saying what is wrong with it; the text, which may hold a password, is not in it
 */
export function parseGitAddress(text: string): GitAddress {
	const trimmed = text.trim();
	if (/^[\w.-]+@[\w.-]+:(?!\/\/)/.test(trimmed) || /^ssh:/i.test(trimmed)) {
		throw refused(
			'Repositories are cloned by https, not by ssh: give the address that begins with https://, or bring a private repository as a folder.'
		);
	}
	const hasForeignCharacters = /[\s\p{Cc}\\]/u.test(trimmed);
	if (hasForeignCharacters || trimmed.length > MOST_CHARACTERS || !URL.canParse(trimmed)) {
		throw refused('This is no address of a repository. One looks like https://host/owner/name.');
	}
	const url = new URL(trimmed);
	if (url.protocol !== 'https:') {
		throw refused(
			'Repositories are cloned by https only: give an address that begins with https://.'
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw refused(
			'Give the address without a name or password in it; Greenroom keeps none. Bring a private repository as a folder or an archive.'
		);
	}
	const host = url.hostname.replace(/\.$/, '');
	const path = url.pathname.replace(/\/+$/, '');
	if (url.search !== '' || path === '' || host === '' || path.includes('//')) {
		throw refused('This is no address of a repository. One looks like https://host/owner/name.');
	}
	const port = url.port === '' ? 443 : Number(url.port);
	return {
		url: `https://${host}${port === 443 ? '' : `:${port}`}${path}`,
		host,
		port,
		name: nameOf(path) || host
	};
}

function nameOf(path: string): string {
	const parts = path
		.replace(/\.git$/, '')
		.split('/')
		.filter(Boolean)
		.slice(-2);
	try {
		const name = decodeURIComponent(parts.join('/')).replace(/\p{Cc}/gu, '');
		return visibleLine(name, MOST_NAME_CHARACTERS);
	} catch {
		return parts.join('/');
	}
}

/** @param allowed names, or `name:port`, lower-case (GIT_ALLOWED_HOSTS) */
export function isAllowedHost({ host, port }: GitAddress, allowed: readonly string[]): boolean {
	return allowed.includes(host) || allowed.includes(`${host}:${port}`);
}
