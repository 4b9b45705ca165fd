import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { reachOf } from './reach';

const address = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
	({ address, family, internal }) as NetworkInterfaceInfo;

const interfaces = {
	lo: [address('127.0.0.1', 'IPv4', true), address('::1', 'IPv6', true)],
	eth0: [address('192.168.1.20', 'IPv4'), address('fe80::1', 'IPv6')],
	wlan0: [address('10.0.0.7', 'IPv4')]
};

test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
	'[A6] on %s nobody else opens a link: every address of this machine is named',
	(ORIGIN) => {
		expect(reachOf({ ORIGIN }, interfaces)).toEqual({
			origins: ['http://192.168.1.20:3000', 'http://10.0.0.7:3000']
		});
	}
);

test.each(['https://greenroom.example', 'http://192.168.1.20:3000', 'http://127.example:3000'])(
	'[A6] on %s there is nothing to say',
	(ORIGIN) => {
		expect(reachOf({ ORIGIN }, interfaces)).toBeUndefined();
	}
);

test('[A6] an address of IPv6 stands in brackets; those of one cable alone are of no use', () => {
	const only = { eth0: [address('fe80::1', 'IPv6'), address('2001:db8::7', 'IPv6')] };
	expect(reachOf({ ORIGIN: 'http://localhost:3000' }, only)).toEqual({
		origins: ['http://[2001:db8::7]:3000']
	});
});

test('[A6] the port is the one that pages are reached by, none where it is the usual one', () => {
	const only = { eth0: [address('192.168.1.20', 'IPv4')] };
	// An instance behind a proxy on this machine listens on a port that nobody else needs to know.
	const env = { ORIGIN: 'http://localhost:3401', PORT: 0 };
	expect(reachOf(env, only)).toEqual({ origins: ['http://192.168.1.20:3401'] });
	expect(reachOf({ ORIGIN: 'http://localhost' }, only)).toEqual({
		origins: ['http://192.168.1.20']
	});
});

test('[A6] without a network there is no address to name', () => {
	expect(reachOf({ ORIGIN: 'http://localhost' }, {})).toEqual({ origins: [] });
});
