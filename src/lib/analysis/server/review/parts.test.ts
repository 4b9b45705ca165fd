import { describe, expect, test } from 'vitest';
import { containersOf, isUnpinned } from './containers';
import { licenseOf } from './licenses';
import { redactedCommand } from './redact-command';
import { workflowsOf } from './workflows';

const silent = () => undefined;

describe('workflows', () => {
	test('[N3] what runs is told, and what it is for', () => {
		const workflows = workflowsOf(
			new Map([
				[
					'.github/workflows/ci.yml',
					'name: CI\non: [push]\njobs:\n  check:\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          npm ci\n          npm test\n'
				],
				['.gitlab-ci.yml', 'image: node\nship:\n  script:\n    - kubectl apply -f k8s\n'],
				['Jenkinsfile', "pipeline { stage('Package') { sh 'mvn package' } }"],
				['docs/ci.yml', 'name: not one']
			]),
			silent
		);
		expect(workflows).toMatchObject([
			{
				system: 'GitHub Actions',
				name: 'CI',
				on: ['push'],
				jobs: ['check'],
				commands: ['actions/checkout@v4', 'npm ci', 'npm test'],
				purposes: ['test']
			},
			{ system: 'GitLab CI', jobs: ['ship'], purposes: ['deploy'] },
			{ system: 'Jenkins', jobs: ['Package'], commands: ['mvn package'], purposes: ['build'] }
		]);
	});

	test('[Q7] YAML that is none, or a bomb of aliases, is said', () => {
		const said: string[] = [];
		const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
			.split('')
			.map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
			.join('\n')}`;
		workflowsOf(
			new Map([
				['.github/workflows/a.yml', 'a: [b'],
				['.github/workflows/b.yml', bomb],
				['.github/workflows/c.yml', '['.repeat(100_000)]
			]),
			(sentence) => said.push(sentence)
		);
		expect(said).toHaveLength(3);
		expect(said[0]).toBe(
			'.github/workflows/a.yml could not be read: it is no valid YAML of at most 256 KiB.'
		);
	});
});

describe('containers', () => {
	test('[N3] images, stages, users and services are told with their lines', () => {
		const containers = containersOf(
			new Map([
				[
					'Dockerfile',
					'ARG V=22\nFROM --platform=linux/amd64 node:$V AS build\nRUN a \\\n  && b\nFROM build AS test\nFROM nginx\nUSER web\nEXPOSE 80 443\n'
				],
				['compose.yaml', 'services:\n  db:\n    image: postgres:16\n  api:\n    build: .\n']
			]),
			silent
		);
		expect(containers).toEqual({
			images: [
				{ path: 'Dockerfile', line: 2, image: 'node:22', stage: 'build' },
				{ path: 'Dockerfile', line: 6, image: 'nginx', stage: undefined }
			],
			dockerfiles: [
				{ path: 'Dockerfile', stages: 3, user: 'web', hasHealthCheck: false, ports: ['80', '443'] }
			],
			services: [
				{ path: 'compose.yaml', line: 2, name: 'db', image: 'postgres:16', isBuilt: false },
				{ path: 'compose.yaml', line: 4, name: 'api', image: undefined, isBuilt: true }
			]
		});
	});

	test('[N3] an image without a version, or the latest, is not pinned', () => {
		const unpinned = ['nginx', 'nginx:latest', 'localhost:5000/app'];
		const pinned = ['nginx:1.27', 'a@sha256:00', 'scratch', 'app:$TAG', 'host:5000/app:2'];
		expect(unpinned.filter(isUnpinned)).toEqual(unpinned);
		expect(pinned.filter(isUnpinned)).toEqual([]);
	});
});

test('[N3] licences are known by their words', () => {
	const of = (text: string) => licenseOf(text);
	expect(
		of(
			'MIT License\n\nPermission is hereby granted, free of charge, to any person\nobtaining a copy …\nTHE SOFTWARE IS PROVIDED "AS IS"'
		)
	).toBe('MIT');
	expect(of('Apache License\n   Version 2.0, January 2004')).toBe('Apache-2.0');
	expect(
		of('GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n GNU General Public License')
	).toBe('LGPL-3.0');
	expect(of('Redistribution and use in source and binary forms … Neither the name of')).toBe(
		'BSD-3-Clause'
	);
	expect(of('Redistribution and use in source and binary forms')).toBe('BSD-2-Clause');
	expect(of('All rights reserved.')).toBeUndefined();
});

test('[F7] what looks like a secret is not shown, what refers to one is', () => {
	expect(redactedCommand('curl https://me:hunter2@host/x')).toBe('curl https://me:…@host/x');
	expect(redactedCommand('npm publish --token abc123def')).toBe('npm publish --token …');
	expect(redactedCommand('API_KEY="abc" npm start')).toBe('API_KEY=… npm start');
	expect(redactedCommand(`push ghp_${'a'.repeat(36)}`)).toBe('push …');
	expect(redactedCommand('TOKEN=$CI_TOKEN npm test -- --passwordless')).toBe(
		'TOKEN=$CI_TOKEN npm test -- --passwordless'
	);
});
