import { expect, test } from 'vitest';
import { containersOf } from './containers';

test('[Q7] a Dockerfile of thousands of images does not make a report of thousands', () => {
	const said: string[] = [];
	const lines = Array.from({ length: 20_000 }, (_, at) => `FROM image${at}\nEXPOSE 80\n`);
	const told = containersOf(new Map([['Dockerfile', lines.join('')]]), (one) => said.push(one));
	expect(told.images).toHaveLength(500);
	expect(told.dockerfiles).toMatchObject([{ stages: 20_000 }]);
	expect(told.dockerfiles[0]?.ports).toHaveLength(20);
	expect(said.join()).toContain('first 500');
});

test('[N3] what a Dockerfile stands on, its stages left out', () => {
	const text = 'ARG TAG=22\nFROM node:$TAG AS build\nFROM build\nUSER node\nEXPOSE 80 443\n';
	const { images, dockerfiles } = containersOf(new Map([['Dockerfile', text]]), () => undefined);
	expect(images).toEqual([{ path: 'Dockerfile', line: 2, image: 'node:22', stage: 'build' }]);
	expect(dockerfiles).toMatchObject([{ stages: 2, user: 'node', ports: ['80', '443'] }]);
});
