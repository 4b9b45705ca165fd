import { expect, test } from 'vitest';
import { AnalysisError } from '../../stages';
import { isAllowedHost, parseGitAddress } from './git-url';

test('[N1] an address is made canonical, and names the repository', () => {
	expect(parseGitAddress(' https://GitHub.com./owner/name.git/#readme ')).toEqual({
		url: 'https://github.com/owner/name.git',
		host: 'github.com',
		port: 443,
		name: 'owner/name'
	});
	expect(parseGitAddress('https://forge.example:8443/a/b/c%20d')).toMatchObject({
		url: 'https://forge.example:8443/a/b/c%20d',
		port: 8443,
		name: 'b/c d'
	});
});

test.each([
	'http://github.com/owner/name',
	'git://github.com/owner/name',
	'ssh://git@github.com/owner/name',
	'git@github.com:owner/name.git',
	'file:///etc',
	'ext::sh -c id',
	'--upload-pack=id',
	'https://github.com/',
	'https://github.com/owner/name?x=1',
	'https://github.com/owner\n/name',
	'https://github.com\\@10.0.0.1/x',
	'/srv/repository',
	''
])('[F7] %j is not cloned, with a sentence that says why', (text) => {
	expect(() => parseGitAddress(text)).toThrowError(AnalysisError);
	expect(() => parseGitAddress(text)).toThrowError(/https/);
});

test('[N1] a name and password in an address are refused, and not repeated', () => {
	const attempt = () => parseGitAddress('https://ada:s3cret@github.com/owner/name');
	expect(attempt).toThrowError(/folder/);
	expect(attempt).not.toThrowError(/s3cret|ada/);
});

test('[N1] hosts are admitted by name, or by name and port', () => {
	const address = parseGitAddress('https://forge.example:8443/a/b');
	expect(isAllowedHost(address, ['forge.example'])).toBe(true);
	expect(isAllowedHost(address, ['forge.example:8443'])).toBe(true);
	expect(isAllowedHost(address, ['forge.example:443', 'example'])).toBe(false);
});

test('[R4] nothing in the name of an address turns what stands beside it', () => {
	expect(parseGitAddress('https://h.example/a/%E2%80%AEb').name).toBe('a/[U+202E]b');
});
