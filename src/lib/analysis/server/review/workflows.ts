import { isValues, textOf, textsOf, valueAt, valuesOf } from './manifests/values';
import { redactedCommand } from './redact-command';
import type { Workflow } from './report';
import { isWorkflow } from './wanted';
import { parseYaml } from './yaml-text';

const MOST_COMMANDS = 30;
const MOST_CHARACTERS = 200;
/** Aliases make a tree larger than its text. */
const MOST_VALUES = 20_000;

const systems: [RegExp, string][] = [
	[/^\.github\//, 'GitHub Actions'],
	[/gitlab-ci/, 'GitLab CI'],
	[/^\.circleci\//, 'CircleCI'],
	[/^\.travis/, 'Travis CI'],
	[/^bitbucket-/, 'Bitbucket Pipelines'],
	[/azure-pipelines/, 'Azure Pipelines'],
	[/Jenkinsfile/, 'Jenkins']
];

const purposes: [string, RegExp][] = [
	[
		'test',
		/\b(?:tests?|jest|vitest|pytest|tox|nox|rspec|phpunit|mocha|cypress|playwright|verify|check|ctest|coverage)\b/i
	],
	[
		'lint',
		/\b(?:lint|eslint|prettier|ruff|flake8|black|mypy|clippy|fmt|format|rubocop|golangci|vet|checkstyle|phpstan|pint)\b/i
	],
	['build', /\b(?:build|compile|package|assemble|bundle|make|cmake|msbuild|docker)\b/i],
	['deploy', /\b(?:deploy|publish|release|push|kubectl|helm|terraform|pages|upload)\b/i],
	['security', /\b(?:codeql|audit|snyk|trivy|scorecard|gitleaks|semgrep|bandit)\b/i]
];

/** What continuous integration runs; `say` is told what could not be read. */
export function workflowsOf(
	texts: ReadonlyMap<string, string>,
	say: (sentence: string) => void
): Workflow[] {
	return Array.from(texts)
		.filter(([path]) => isWorkflow(path))
		.flatMap(([path, text]) => {
			const system = systems.find(([pattern]) => pattern.test(path))?.[1] ?? 'CI';
			if (system === 'Jenkins') return [jenkinsfile(path, text)];
			try {
				return [fromYaml(path, system, parseYaml(text).content)];
			} catch {
				say(`${path} could not be read: it is no valid YAML of at most 256 KiB.`);
				return [];
			}
		})
		.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function fromYaml(path: string, system: string, content: unknown): Workflow {
	const commands = commandsIn(content);
	const jobs = jobsOf(system, content);
	const on = valueAt(content, 'on') ?? valueAt(content, 'trigger');
	return workflow({
		system,
		path,
		name: textOf(valueAt(content, 'name')),
		on: isValues(on) ? Object.keys(on).slice(0, 20) : textsOf(on).slice(0, 20),
		jobs,
		commands
	});
}

/** Words of GitLab's file that are no jobs. */
const notJobs =
	/^(?:image|services|stages|variables|cache|before_script|after_script|include|default|workflow|pages:.*|\..*)$/;

function jobsOf(system: string, content: unknown): string[] {
	const jobs = valueAt(content, 'jobs');
	if (Array.isArray(jobs)) return jobs.flatMap((job) => textsOf(valueAt(job, 'job'))).slice(0, 50);
	if (isValues(jobs)) return Object.keys(jobs).slice(0, 50);
	if (system !== 'GitLab CI') return [];
	return Object.entries(valuesOf(content))
		.filter(([name, value]) => isValues(value) && !notJobs.test(name))
		.map(([name]) => name)
		.slice(0, 50);
}

const runs =
	/^(?:run|script|before_script|after_script|install|bash|sh|pwsh|powershell|command|uses)$/;

/** Commands stand under the same few words everywhere, at whatever depth. */
function commandsIn(content: unknown): string[] {
	const commands: string[] = [];
	let left = MOST_VALUES;
	const collect = (value: unknown): void => {
		if (left-- <= 0 || commands.length >= MOST_COMMANDS) return;
		if (Array.isArray(value)) value.forEach(collect);
		if (!isValues(value)) return;
		for (const [key, inner] of Object.entries(value)) {
			if (runs.test(key)) commands.push(...textsOf(inner).flatMap((text) => text.split('\n')));
			if (typeof inner === 'object') collect(inner);
		}
	};
	collect(content);
	return commands;
}

function jenkinsfile(path: string, text: string): Workflow {
	const all = (pattern: RegExp) => Array.from(text.matchAll(pattern), (match) => match[2] ?? '');
	return workflow({
		system: 'Jenkins',
		path,
		on: [],
		jobs: all(/\bstage\s{0,4}\(\s{0,4}(['"])([^'"\n]{1,100})\1/g).slice(0, 50),
		commands: all(/\b(?:sh|bat)\s{1,4}\(?(['"])([^'"\n]{1,400})\1/g)
	});
}

function workflow(parts: Omit<Workflow, 'purposes'>): Workflow {
	const commands = parts.commands
		.map((command) =>
			redactedCommand(Array.from(command.trim()).slice(0, MOST_CHARACTERS).join(''))
		)
		.filter((command) => command !== '' && !command.startsWith('#'))
		.slice(0, MOST_COMMANDS);
	const said = [...commands, ...parts.jobs, parts.name ?? ''].join('\n');
	return {
		...parts,
		commands,
		purposes: purposes.filter(([, pattern]) => pattern.test(said)).map(([purpose]) => purpose)
	};
}
