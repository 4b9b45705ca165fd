import { describe, expect, it } from 'vitest';
import { buildAndDeployment } from './build-and-deployment';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const STAGES = `FROM node:24 AS build
RUN npm ci
FROM node:24-slim
COPY --from=build /app /app
USER node
HEALTHCHECK CMD curl localhost
CMD ["node", "server.js"]
`;

describe('build and deployment', () => {
	it('[Q2] tells stages, the final image, its user and its health check', async () => {
		const found = await findingOf(buildAndDeployment, 'image:Dockerfile', { Dockerfile: STAGES });
		expect(found?.facts).toMatchObject({
			stages: 2,
			final: 'node:24-slim',
			runsAs: 'node',
			hasHealthCheck: true
		});
		expect(placesIn(found)).toEqual(['Dockerfile:3', 'Dockerfile:1']);
	});

	it('[Q2] follows the last stage to the image it stands on in the end', async () => {
		const Dockerfile =
			'FROM node:24-slim AS base\nUSER node\nFROM node:24 AS build\nRUN npm ci\nFROM base\nCMD ["node"]\n';
		const found = await findingsOf(buildAndDeployment, { Dockerfile });
		expect(found.map(({ key }) => key)).not.toContain('build-and-deployment:as-root');
		const image = found.find(({ key }) => key === 'build-and-deployment:image:Dockerfile');
		expect(image?.facts).toMatchObject({ stages: 3, final: 'node:24-slim', runsAs: 'node' });
	});

	it('[Q2] sees what runs as root, and what has no version', async () => {
		const contents = { Dockerfile: 'FROM python\nCMD ["python", "a.py"]\n' };
		expect(placesIn(await findingOf(buildAndDeployment, 'as-root', contents))).toEqual([
			'Dockerfile:2'
		]);
		expect((await findingOf(buildAndDeployment, 'unpinned-images', contents))?.facts).toEqual({
			images: ['python']
		});
	});

	it('[Q2] takes a placeholder of a template for no image, and an image’s user for no root', async () => {
		const found = await findingsOf(buildAndDeployment, {
			'docker/Dockerfile.j2':
				'FROM {{ images[base].build }} AS build\nFROM {{ images[base].runs }}\n',
			Dockerfile: 'FROM gcr.io/distroless/static:nonroot\nCMD ["/a"]\n'
		});
		expect(found.map(({ key }) => key)).not.toContain('build-and-deployment:unpinned-images');
		expect(found.map(({ key }) => key)).not.toContain('build-and-deployment:as-root');
		const image = found.find(({ key }) => key === 'build-and-deployment:image:Dockerfile');
		expect(image?.facts['runsAs']).toBe('a user of the image');
	});

	it('[Q2] blames no image that names a user, comes with one, or is for tests', async () => {
		const found = await findingsOf(buildAndDeployment, {
			Dockerfile: STAGES,
			'api/Dockerfile': 'FROM gcr.io/distroless/static:nonroot\nCMD ["/a"]\n',
			'tests/Dockerfile': 'FROM python\n'
		});
		expect(found.filter(({ kind }) => kind === 'risk')).toEqual([]);
	});

	it('[Q2] tells the services around it, and what continuous integration is for', async () => {
		const contents = {
			'compose.yaml': 'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n',
			'.github/workflows/ci.yml':
				'name: CI\non: push\njobs:\n  all:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n      - run: npm run build\n'
		};
		expect((await findingOf(buildAndDeployment, 'services', contents))?.facts).toEqual({
			services: ['web', 'db'],
			images: ['postgres:17'],
			built: 1
		});
		const found = await findingOf(buildAndDeployment, 'integration', contents);
		expect(found?.facts['purposes']).toEqual(['test', 'build']);
		expect(placesIn(found)).toEqual(['.github/workflows/ci.yml:7']);
	});

	it('[Q2] names the image of a service that may be built instead', async () => {
		const found = await findingOf(buildAndDeployment, 'services', {
			'docker-compose.yml':
				'services:\n  web:\n    image: acme/web:latest\n    build: .\n  db:\n    image: postgres:17\n'
		});
		expect(found?.facts['images']).toEqual(['acme/web:latest', 'postgres:17']);
	});

	it('[Q2] sees tests that no workflow runs', async () => {
		const found = await findingOf(buildAndDeployment, 'no-tests-in-integration', {
			'.github/workflows/ci.yml':
				'on: push\njobs:\n  pages:\n    steps:\n      - run: echo hello\n',
			'src/a.test.ts': "it('a', () => {});\n"
		});
		expect(found?.kind).toBe('risk');
	});

	it('[Q2] says nothing where there is neither', async () => {
		expect(
			await findingsOf(buildAndDeployment, { 'src/docker.ts': 'export const a = 1;\n' })
		).toEqual([]);
	});
});
