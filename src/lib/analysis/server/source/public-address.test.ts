import { expect, test } from 'vitest';
import { parseGitAddress } from './git-url';
import { checkedAddresses, isPublicAddress } from './public-address';

const nobody = () => Promise.reject(new Error('ENOTFOUND'));

test.each([
	'127.0.0.1',
	'127.255.255.254',
	'0.0.0.0',
	'10.1.2.3',
	'100.64.0.1',
	'169.254.169.254',
	'168.63.129.16',
	'172.16.0.1',
	'172.31.255.255',
	'192.168.1.1',
	'198.18.0.1',
	'203.0.113.9',
	'224.0.0.1',
	'255.255.255.255',
	'::',
	'::1',
	'::ffff:127.0.0.1',
	'::ffff:8.8.8.8',
	'64:ff9b::7f00:1',
	'2001:db8::1',
	'2002:7f00:1::',
	'2001:0:53aa:64c:0:fbff:80ff:fffe',
	'fc00::1',
	'fd00:ec2::254',
	'fe80::1',
	'fe80::1%eth0',
	'ff02::1',
	'localhost',
	''
])('[F7] %s is not of the public internet', (address) => {
	expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '140.82.121.3', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])(
	'[N1] %s is of the public internet',
	(address) => {
		expect(isPublicAddress(address)).toBe(true);
	}
);

test.each([
	'https://127.0.0.1/o/r',
	'https://[::1]/o/r',
	'https://[::ffff:10.0.0.1]/o/r',
	'https://169.254.169.254/latest/meta-data',
	'https://10.0.0.8/o/r',
	'https://2130706433/o/r',
	'https://0x7f000001/o/r',
	'https://0177.0.0.1/o/r',
	'https://127.1/o/r',
	'https://１２７.0.0.1/o/r'
])(
	'[F7] however loopback, private and metadata addresses are written, %s is refused',
	async (url) => {
		const { host } = parseGitAddress(url);
		const checked = checkedAddresses(host, { isAllowed: false, resolve: nobody });
		await expect(checked).rejects.toMatchObject({ code: 'UNSUPPORTED_SOURCE' });
	}
);

test('[F7] a name that answers one private address among public ones is refused', async () => {
	const resolve = () => Promise.resolve(['140.82.121.3', '10.0.0.1']);
	await expect(
		checkedAddresses('forge.example', { isAllowed: false, resolve })
	).rejects.toMatchObject({ code: 'UNSUPPORTED_SOURCE' });
});

test('[N1] a host that the administrator admitted may have a private address', async () => {
	const resolve = () => Promise.resolve(['10.0.0.1']);
	const checked = checkedAddresses('forge.example', { isAllowed: true, resolve });
	await expect(checked).resolves.toEqual(['10.0.0.1']);
});

test('[N4] a host that does not exist is said so', async () => {
	await expect(
		checkedAddresses('nowhere.example', { isAllowed: false, resolve: nobody })
	).rejects.toMatchObject({ code: 'REPO_NOT_FOUND', message: expect.stringContaining('nowhere') });
});

test('[N4] where names cannot be resolved just now, it may be tried again', async () => {
	const resolve = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EAI_AGAIN' }));
	await expect(
		checkedAddresses('forge.example', { isAllowed: false, resolve })
	).rejects.toMatchObject({ code: 'TIMEOUT' });
});
