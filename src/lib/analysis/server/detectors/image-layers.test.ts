import { describe, expect, it } from 'vitest';
import { buildAndDeployment } from './build-and-deployment';
import { findingOf, placesIn } from './detectors.fixtures';

describe('layers of images', () => {
	it('[Q2] sees sources that are copied before packages are fetched', async () => {
		const found = await findingOf(buildAndDeployment, 'copied-before-install', {
			Dockerfile: 'FROM node:24\nWORKDIR /a\nCOPY . .\nRUN npm ci\n',
			'web/Dockerfile':
				'FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY *.sln .\nCOPY . .\nRUN dotnet restore\n'
		});
		expect(placesIn(found)).toEqual(['Dockerfile:3', 'web/Dockerfile:3']);
		expect(found?.title).toContain('npm ci');
	});

	it('[Q2] says nothing where the list of packages comes first, or nothing is fetched', async () => {
		expect(
			await findingOf(buildAndDeployment, 'copied-before-install', {
				Dockerfile:
					'FROM node:24\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm install -g x\n',
				'a/Dockerfile':
					'FROM node:24 AS build\nCOPY . .\nFROM node:24\nCOPY --from=build . .\nRUN npm ci\n',
				'b/Dockerfile': 'FROM golang:1\nCOPY . .\nRUN go build\n'
			})
		).toBeUndefined();
	});
});
