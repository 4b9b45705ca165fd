import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { containersOf, instructionsOf, isUnpinned } from '../review/containers';
import type { Containers, Workflow } from '../review/report';
import { isCompose, isDockerfile, isWorkflow } from '../review/wanted';
import { workflowsOf } from '../review/workflows';
import { counted, distinct, finding, listed, type Detector } from './detector';

const name = 'build-and-deployment';
const common = { detector: name, topic: 'build_and_deployment' } as const;

/** Images, services beside them, and what continuous integration runs. */
export const buildAndDeployment: Detector = {
	name,
	topics: ['build_and_deployment'],
	detect(project) {
		const texts = new Map(
			project.paths
				.filter(
					(path) => (isDockerfile(path) || isCompose(path) || isWorkflow(path)) && !isBeside(path)
				)
				.map((path) => [path, project.lines(path).join('\n')])
		);
		// What cannot be read was said by the first stage.
		const containers = containersOf(texts, () => undefined);
		return [
			...images(project, containers, texts),
			...asRoot(project, containers, texts),
			...unpinned(project, containers),
			...services(project, containers),
			...integration(
				project,
				workflowsOf(texts, () => undefined),
				texts
			)
		];
	}
};

/** Of tests, examples and tools beside the program. */
const isBeside = (path: string) =>
	/(^|\/)(tests?|examples?|samples?|fixtures?|testdata|node_modules|vendor|\.devcontainer)\//i.test(
		path
	);

type Texts = ReadonlyMap<string, string>;

const froms = (texts: Texts, path: string) =>
	instructionsOf(texts.get(path) ?? '').filter(({ word }) => word === 'FROM');

/** What the last stage stands on, as written. */
const finalImage = (texts: Texts, path: string) =>
	/^(?:--platform=\S+\s+)?(\S+)/.exec(froms(texts, path).at(-1)?.rest ?? '')?.[1] ?? '';

function images(project: Project, { dockerfiles }: Containers, texts: Texts): Finding[] {
	return dockerfiles.slice(0, 4).map(({ path, stages, user, hasHealthCheck, ports }) => {
		const final = finalImage(texts, path);
		const how =
			stages > 1
				? `${path} builds in ${stages} stages, and what runs stands on ${final}`
				: `${path} builds and runs in one stage, on ${final}`;
		return finding(project, {
			...common,
			subject: `image:${path}`,
			kind: 'decision',
			title: `${how}${user ? `, as the user ${user}` : ''}${hasHealthCheck ? ', with a health check' : ''}.`,
			detail:
				stages > 1
					? 'Compilers and development dependencies stay behind: the image is smaller and has less to attack. What is copied over is said by name, and what is forgotten is missed at run time only.'
					: 'One stage is easy to follow; whatever was needed to build is in the image that runs.',
			confidence: 0.95,
			at: froms(texts, path)
				.toReversed()
				.map(({ line }) => ({ path, startLine: line })),
			facts: {
				path,
				stages,
				final,
				runsAs: user ?? 'root',
				hasHealthCheck,
				ports: ports.slice(0, 5)
			}
		});
	});
}

/** Images that have a user of their own. */
const HAS_USER =
	/nonroot|rootless|unprivileged|distroless.*:nonroot|bitnami|chainguard|jenkins\/|selenium|mcr\.microsoft\.com\/dotnet\/.*chiseled|\$/i;

function asRoot(project: Project, { dockerfiles }: Containers, texts: Texts): Finding[] {
	const found = dockerfiles.filter(({ path, user }) => {
		const final = finalImage(texts, path);
		const isStage = froms(texts, path).some(({ rest }) =>
			new RegExp(`\\sAS\\s+${escaped(final)}$`, 'i').test(rest)
		);
		const entry = /gosu|su-exec|setpriv/.test(texts.get(path) ?? '');
		return (
			!isStage &&
			!entry &&
			!HAS_USER.test(final) &&
			(user === undefined || /^(root|0)(:|$)/.test(user))
		);
	});
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'as-root',
			kind: 'risk',
			title: `${listed(found.map(({ path }) => path))} ${found.length === 1 ? 'names' : 'name'} no user but root: what runs in the container runs as root.`,
			detail:
				'Whoever breaks into the program owns the container, and is one step nearer to the host. A USER before the last command costs a line, and the folders that it writes to.',
			confidence: 0.85,
			at: found.map(({ path }) => {
				const last = instructionsOf(texts.get(path) ?? '').findLast(
					({ word }) => word === 'CMD' || word === 'ENTRYPOINT'
				);
				return { path, startLine: last?.line ?? froms(texts, path).at(-1)?.line ?? 1 };
			}),
			facts: { files: found.map(({ path }) => path) }
		})
	];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function unpinned(project: Project, { images: all }: Containers): Finding[] {
	const found = all.filter(({ image }) => isUnpinned(image));
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'unpinned-images',
			kind: 'risk',
			title: `${counted(found.length, 'image')} ${found.length === 1 ? 'has' : 'have'} no fixed version: ${listed(distinct(found.map(({ image }) => image)), 3)}.`,
			detail:
				'The same file builds something else next month, and what broke cannot be built again as it was.',
			confidence: 0.92,
			at: found.map(({ path, line }): Place => ({ path, startLine: line })),
			facts: { images: distinct(found.map(({ image }) => image)).slice(0, 6) }
		})
	];
}

function services(project: Project, { services: all }: Containers): Finding[] {
	if (all.length === 0) return [];
	const built = all.filter(({ isBuilt }) => isBuilt);
	const taken = distinct(all.flatMap(({ image, isBuilt }) => (image && !isBuilt ? [image] : [])));
	const names = distinct(all.map((service) => service.name));
	return [
		finding(project, {
			...common,
			subject: 'services',
			kind: 'fact',
			title: `Docker Compose runs ${counted(names.length, 'service')} (${listed(names, 5)})${taken.length > 0 ? `; taken ready-made: ${listed(taken)}` : ''}.`,
			detail:
				'What the program needs around it is written down and starts with one command; what the versions here and those in production are may differ.',
			confidence: 0.95,
			at: [...built, ...all].map(({ path, line }): Place => ({ path, startLine: line })),
			facts: { services: names.slice(0, 12), images: taken.slice(0, 8), built: built.length }
		})
	];
}

const NOUNS: Readonly<Record<string, string>> = {
	test: 'tests',
	build: 'builds',
	deploy: 'deployment',
	security: 'security checks'
};

function integration(project: Project, workflows: readonly Workflow[], texts: Texts): Finding[] {
	if (workflows.length === 0) return [];
	const purposes = distinct(workflows.flatMap((workflow) => workflow.purposes));
	const systems = distinct(workflows.map(({ system }) => system));
	const at = workflows.flatMap(({ path, commands }): Place[] => {
		const lines = (texts.get(path) ?? '').split('\n');
		const telling =
			commands.find(
				(command) =>
					/\b(tests?|rspec|pytest|tox|deploy|publish|build|lint|verify)\b/.test(command) &&
					!/^[\w-]+\/[\w/-]+@/.test(command)
			) ?? commands[0];
		const line = telling ? lines.findIndex((text) => text.includes(telling.slice(0, 60))) : -1;
		return [{ path, startLine: Math.max(1, line + 1) }];
	});
	const tests = project.files.filter(({ isTest }) => isTest);
	const findings = [
		finding(project, {
			...common,
			subject: 'integration',
			kind: 'decision',
			title: `${listed(systems)} ${systems.length === 1 ? 'runs' : 'run'} ${counted(workflows.length, 'workflow')}${
				purposes.length > 0
					? `, for ${listed(
							purposes.map((purpose) => NOUNS[purpose] ?? purpose),
							5
						)}`
					: ''
			}.`,
			detail: purposes.includes('deploy')
				? 'What is merged goes out by itself, so the checks before are all that stands between a mistake and its users.'
				: 'Each change is checked on a machine that is not its author’s. How it goes out from there is not said here.',
			confidence: 0.9,
			at,
			facts: { systems, workflows: workflows.map(({ path }) => path).slice(0, 8), purposes }
		})
	];
	if (
		tests.length > 0 &&
		!purposes.includes('test') &&
		workflows.every(({ commands }) => commands.length > 0 && commands.length < 30)
	) {
		findings.push(
			finding(project, {
				...common,
				subject: 'no-tests-in-integration',
				kind: 'risk',
				title: `There ${tests.length === 1 ? 'is' : 'are'} ${counted(tests.length, 'test file')}, and no command of ${listed(systems)} that runs tests was recognised.`,
				detail:
					'Tests that nobody runs before a merge are found broken later, by whoever needs them first.',
				confidence: 0.75,
				at,
				facts: { tests: tests.length, systems }
			})
		);
	}
	return findings;
}
