import { isManifest } from './manifests';
import { roleOf } from './paths';

/** Whether the report looks into a file, and not only at it. */
export function isWanted(path: string): boolean {
	const role = roleOf(path);
	if (role === 'vendored' || role === 'lock') return false;
	return (
		isManifest(path) ||
		isWorkflow(path) ||
		isDockerfile(path) ||
		isCompose(path) ||
		isProcfile(path) ||
		isLicense(path) ||
		isReadme(path)
	);
}

export const isWorkflow = (path: string) =>
	/^(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/config\.ya?ml|\.travis\.ya?ml|bitbucket-pipelines\.ya?ml|azure-pipelines[^/]*\.ya?ml|\.azure-pipelines\/[^/]+\.ya?ml|(?:.*\/)?Jenkinsfile[^/]*)$/.test(
		path
	);

export const isDockerfile = (path: string) =>
	/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.dockerfile$/i.test(path);

export const isCompose = (path: string) =>
	/(?:^|\/)(?:docker-)?compose(?:[.-][\w-]+)*\.ya?ml$/.test(path);

export const isProcfile = (path: string) => /(?:^|\/)Procfile$/.test(path);

export const isLicense = (path: string) =>
	/^(?:LICEN[CS]E|COPYING|UNLICENSE)(?:[.-][\w.-]+)?$/i.test(path);

export const isReadme = (path: string) => /^(?:docs\/)?README(?:\.\w+)?$/i.test(path);
