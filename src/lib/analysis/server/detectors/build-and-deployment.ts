import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { containersOf, instructionsOf, isUnpinned } from '../review/containers';
import type { Containers, Workflow } from '../review/report';
import { isCompose, isDockerfile, isWorkflow } from '../review/wanted';
import { workflowsOf } from '../review/workflows';
import { counted, distinct, finding, listed, type Detector } from './detector';
import { copiedBeforeInstall } from './image-layers';

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
			...copiedBeforeInstall(
				project,
				texts,
				containers.dockerfiles.map(({ path }) => path)
			),
			...services(project, containers),
			...integration(
				project,
				workflowsOf(texts, () => undefined),
				texts
			)
		];
	}
};

/** Words in names of folders and files that are beside the program: nothing of them runs for users. */
const BESIDE =
	/^(tests?|testing|testdata|fixtures?|e2e|cypress|playwright|examples?|samples?|demos?|dev|devel|development|devcontainer|gitpod|local|packaging|builders?|buildenv|make|toolbox|base|ci|docs?|bench|benchmarks?|scripts?|tools?|hack|extras?|contrib|override|vendor|j2|jinja2?|tmpl|tpl|erb|node_modules)$/i;

const isBeside = (path: string) =>
	!isWorkflow(path) && path.split(/[/._-]/).some((word) => BESIDE.test(word));

type Texts = ReadonlyMap<string, string>;

const froms = (texts: Texts, path: string) =>
	instructionsOf(texts.get(path) ?? '').filter(({ word }) => word === 'FROM');

const IMAGE = /^(?:--platform=\S+\s+)?((?:\{\{[^}]{0,200}\}\}|\S)+)(?:\s+as\s+(\S+))?/i;

/** What the last stage stands on in the end, as written; of a template the whole placeholder. */
function finalImage(texts: Texts, path: string): string {
	const stages = froms(texts, path).map(({ rest }) => IMAGE.exec(rest));
	let image = stages.at(-1)?.[1] ?? '';
	// A stage may stand on any that comes before it.
	for (const stage of stages.toReversed()) if (stage?.[2] === image) image = stage[1] ?? image;
	return image;
}

function images(project: Project, { dockerfiles }: Containers, texts: Texts): Finding[] {
	return dockerfiles.slice(0, 4).map(({ path, stages, user, hasHealthCheck, ports }) => {
		const final = finalImage(texts, path);
		const how =
			stages > 1
				? `${path} has ${stages} stages, the last on ${final}`
				: `${path} has one stage, on ${final}`;
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
				runsAs: user ?? (HAS_USER.test(final) ? 'a user of the image' : 'root'),
				hasHealthCheck,
				ports: ports.slice(0, 5)
			}
		});
	});
}

/** Images that have a user of their own. */
const HAS_USER =
	/nonroot|rootless|unprivileged|distroless.{0,200}:nonroot|bitnami|chainguard|jenkins\/|selenium|mcr\.microsoft\.com\/dotnet\/.{0,200}chiseled|\$|\{\{/i;

/** Official images that start as root: of others nobody can say it without opening them. */
const RUNS_AS_ROOT =
	/^((docker\.io\/|registry\.hub\.docker\.com\/)?(library\/)?(node|python|ruby|golang|rust|php|perl|elixir|erlang|openjdk|eclipse-temurin|amazoncorretto|maven|gradle|alpine|debian|ubuntu|busybox|scratch|fedora|rockylinux|almalinux|nginx|httpd|caddy|denoland\/deno|oven\/bun)|mcr\.microsoft\.com\/dotnet\/(aspnet|runtime|sdk|core\/\w+)|gcr\.io\/distroless\/[\w-]+)(:[\w.-]+)?(@sha256:\w+)?$/;

function asRoot(project: Project, { dockerfiles }: Containers, texts: Texts): Finding[] {
	const found = dockerfiles.filter(({ path, user }) => {
		const final = finalImage(texts, path);
		const entry = /gosu|su-exec|setpriv/.test(texts.get(path) ?? '');
		return (
			!entry &&
			RUNS_AS_ROOT.test(final) &&
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
			title: `${listed(found.map(({ path }) => path))} ${found.length === 1 ? 'names' : 'name'} no user but root: the container starts as root.`,
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

function unpinned(project: Project, { images: all, services: around }: Containers): Finding[] {
	// What the project builds itself has no version to fix.
	const own = new Set(around.filter(({ isBuilt }) => isBuilt).map(({ image }) => image));
	const found = all.filter(
		({ image }) => !image.includes('{') && isUnpinned(image) && !own.has(image)
	);
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'unpinned-images',
			kind: 'risk',
			title: `Images are taken without a fixed version: ${listed(distinct(found.map(({ image }) => image)), 3)}.`,
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
	// What names both is built here or taken from a registry, as whoever starts it likes.
	const taken = distinct(all.flatMap(({ image }) => image ?? []));
	const names = distinct(all.map((service) => service.name));
	return [
		finding(project, {
			...common,
			subject: 'services',
			kind: 'fact',
			title: `Docker Compose runs ${listed(names, 5)}${taken.length > 0 ? `; images by name: ${listed(taken)}` : ''}.`,
			detail:
				'What the program needs around it is written down and starts with one command; what the versions here and those in production are may differ.',
			confidence: 0.95,
			at: [...built, ...all].map(({ path, line }): Place => ({ path, startLine: line })),
			facts: { services: names.slice(0, 12), images: taken.slice(0, 8), built: built.length }
		})
	];
}

/** Commands that do nothing else: a job's name says what somebody meant. */
const TESTS =
	/\b((npm|pnpm|yarn|bun|composer|cargo|go|dotnet|rails|rake|make|just|mix|poe|hatch)\s+(run\s+|-\w+\s+)*(test\b|test[:_-]|spec\b)|vitest|jest|pytest|tox|nox|phpunit|pest|rspec|playwright test|cypress run|ctest|(mvnw?|gradlew?)\b.{0,60}\b(test|verify|check|build)\b|manage\.py test)/i;

const isTesting = (workflows: readonly Workflow[]) =>
	workflows.some(({ commands }) => commands.some((command) => TESTS.test(command)));

/** Anything that may run tests under a name of its own. */
const MAY_TEST =
	/tests?\b|\bspecs?\b|\bcheck|\bverify|\bci\b|reusable|\buses:\s*[\w-]+\/[\w-]+\/\.github/i;

function integration(project: Project, workflows: readonly Workflow[], texts: Texts): Finding[] {
	if (workflows.length === 0) return [];
	const purposes = distinct(workflows.flatMap((workflow) => workflow.purposes));
	const systems = distinct(workflows.map(({ system }) => system));
	const ordered = [
		...workflows.filter((one) => isTesting([one])),
		...workflows.filter((one) => !isTesting([one]))
	];
	const at = ordered.flatMap(({ path, commands }): Place[] => {
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
			title: `${listed(systems)} ${systems.length === 1 ? 'runs' : 'run'} ${counted(workflows.length, 'workflow')}${isTesting(workflows) ? ', tests among what is run' : ''}.`,
			detail:
				'What stands there happens on a machine that is not its author’s, whether somebody thinks of it or not. Worth a look is what has to be green before a change goes in.',
			confidence: 0.9,
			at,
			facts: { systems, workflows: workflows.map(({ path }) => path).slice(0, 8), purposes }
		})
	];
	if (
		tests.length > 0 &&
		!purposes.includes('test') &&
		!Array.from(texts).some(([path, text]) => isWorkflow(path) && MAY_TEST.test(text)) &&
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
