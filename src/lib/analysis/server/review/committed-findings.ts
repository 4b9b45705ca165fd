import type { Draft, Finder, Material } from './draft';

/** What is committed that should not be so. */
export const committedFindings: readonly Finder[] = [committedEnvironment, committedPackages];

const ENVIRONMENT = /(?:^|\/)\.env(?:\.(?:local|prod|production|staging|live))?$/;
const PRIVATE_KEY = /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/;

/** Vite, Vue and React take what everybody may read from such a file. */
const OF_A_PAGE = /(?:^|\/)(?:(?:vite|vue)\.config\.\w+|src\/App\.(?:[jt]sx|vue))$/;

function committedEnvironment({ files, paths }: Material): Draft[] {
	const ofPages = [...paths].flatMap((path) => {
		const at = path.search(OF_A_PAGE);
		return at === -1 ? [] : [at === 0 ? '' : path.slice(0, at + 1)];
	});
	return files
		.filter(({ path, role, bytes }) => {
			const folder = path.replace(/[^/]+$/, '');
			const isOfPage = ENVIRONMENT.test(path) && ofPages.includes(folder);
			const isMeant = !isOfPage && (ENVIRONMENT.test(path) || PRIVATE_KEY.test(path));
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
