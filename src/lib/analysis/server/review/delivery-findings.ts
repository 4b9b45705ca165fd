import { isUnpinned } from './containers';
import type { Draft, Finder, Material } from './draft';
import type { SurveyedFile } from './survey';

/** What is delivered or committed that should not be so. */
export const deliveryFindings: readonly Finder[] = [
	unpinnedImages,
	rootContainers,
	committedEnvironment,
	committedPackages
];

/** What is built for tests alone is thrown away with them. */
const testPaths = (files: readonly SurveyedFile[]) =>
	new Set(files.filter(({ role }) => role === 'test').map(({ path }) => path));

function unpinnedImages({ review: { containers }, files }: Material): Draft[] {
	const tests = testPaths(files);
	return containers.images
		.filter(({ image, path }) => isUnpinned(image) && !tests.has(path))
		.slice(0, 10)
		.map(({ path, line, image }) => ({
			key: `review/unpinned-image:${path}:${image}`,
			detector: 'review/unpinned-image',
			topic: 'build_and_deployment',
			kind: 'risk',
			title: `${path} is built from ${image}, whatever that is on the day.`,
			detail:
				'The same commit gives another image tomorrow. A version, or better a digest, holds it.',
			confidence: 0.95,
			manifestOnly: false,
			places: [{ path, startLine: line }],
			facts: { image }
		}));
}

function rootContainers({ review: { containers }, files }: Material): Draft[] {
	const tests = testPaths(files);
	return containers.dockerfiles
		.filter(({ path }) => !tests.has(path))
		.filter(({ user }) => user === undefined || /^(?:root|0)(?::|$)/.test(user))
		.slice(0, 5)
		.flatMap(({ path }): Draft[] => {
			const image = containers.images.findLast((one) => one.path === path);
			// Images that name another user themselves.
			if (!image || /distroless|nonroot|unprivileged|scratch|bitnami/.test(image.image)) return [];
			return [
				{
					key: `review/root-container:${path}`,
					detector: 'review/root-container',
					topic: 'build_and_deployment',
					kind: 'risk',
					title: `${path} names no user for its last stage.`,
					detail:
						'What runs in the container runs as root, unless its base image says otherwise: who breaks out of the process has more to work with.',
					confidence: 0.75,
					manifestOnly: false,
					places: [{ path, startLine: image.line }],
					facts: { image: image.image }
				}
			];
		});
}

const ENVIRONMENT = /(?:^|\/)\.env(?:\.(?:local|prod|production|staging|live))?$/;
const PRIVATE_KEY = /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/;

function committedEnvironment({ files }: Material): Draft[] {
	return files
		.filter(({ path, role, bytes }) => {
			const isMeant = ENVIRONMENT.test(path) || PRIVATE_KEY.test(path);
			return isMeant && bytes > 0 && role !== 'vendored' && role !== 'test';
		})
		.slice(0, 10)
		.map(({ path }) => ({
			key: `review/committed-secrets:${path}`,
			detector: 'review/committed-secrets',
			topic: 'secrets',
			kind: 'risk',
			title: `${path} is in the repository.`,
			detail:
				'Files of this name hold what is meant for one machine or one person. What was ever committed stays in the history: change it, and do not only delete it.',
			confidence: PRIVATE_KEY.test(path) ? 0.9 : 0.8,
			manifestOnly: false,
			places: [{ path, startLine: 1 }],
			isSecret: true,
			facts: { path }
		}));
}

function committedPackages({ files }: Material): Draft[] {
	const installed = files.filter(({ path }) =>
		/(?:^|\/)(?:node_modules|site-packages)\//.test(path)
	);
	const [first] = installed;
	if (!first || installed.length < 20) return [];
	return [
		{
			key: 'review/committed-packages:',
			detector: 'review/committed-packages',
			topic: 'structure',
			kind: 'risk',
			title: `${installed.length} files of installed packages are in the repository.`,
			detail: 'They grow every clone and every diff, and can differ from what the lock file says.',
			confidence: 0.95,
			manifestOnly: false,
			places: [{ path: first.path, startLine: 1 }],
			facts: { files: installed.length }
		}
	];
}
