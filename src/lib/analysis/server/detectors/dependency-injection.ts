import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, type Mark } from './marks';

const NAME = 'dependency-injection';

const containers: readonly Mark[] = [
	{
		name: 'NestJS',
		in: SCRIPTS,
		imports: /^@nestjs\/common$/,
		annotations: /^(Injectable|Module|Inject)$/
	},
	{
		name: 'Angular',
		in: SCRIPTS,
		imports: /^@angular\/core$/,
		annotations: /^(Injectable|NgModule|Inject)$/,
		calls: /^inject$/
	},
	{
		name: 'InversifyJS',
		in: SCRIPTS,
		imports: /^inversify$/,
		annotations: /^(injectable|inject)$/,
		calls: /^new Container$|\.bind(\(\)\.\w+)?$/
	},
	{
		name: 'tsyringe',
		in: SCRIPTS,
		imports: /^tsyringe$/,
		annotations: /^(injectable|inject|singleton|autoInjectable)$/,
		calls: /^container\.\w+$/
	},
	{
		name: 'Awilix',
		in: SCRIPTS,
		imports: /^awilix$/,
		calls: /^(awilix\.)?(createContainer|asClass|asFunction|asValue)$/
	},
	{
		name: 'TypeDI',
		in: SCRIPTS,
		imports: /^typedi$/,
		annotations: /^(Service|Inject)$/,
		calls: /^Container\.(get|set)$/
	},
	{
		name: "Vue's provide and inject",
		in: ['vue', 'typescript', 'javascript'],
		imports: /^vue$/,
		calls: /^(provide|inject|app\.provide)$/
	},
	{
		name: "Spring's container",
		in: JVM,
		imports: /^org\.springframework/,
		annotations:
			/^(Component|Service|Repository|Controller|RestController|Configuration|Bean|Autowired)$/
	},
	{
		name: 'Guice',
		in: JVM,
		imports: /^com\.google\.inject/,
		calls: /^Guice\.createInjector$|^bind$/,
		annotations: /^(Provides|Inject)$/
	},
	{
		name: 'Dagger or Hilt',
		in: JVM,
		imports: /^dagger(\.|$)/,
		annotations:
			/^(Module|Component|Provides|Binds|HiltAndroidApp|AndroidEntryPoint|HiltViewModel)$/
	},
	{
		name: 'CDI',
		in: JVM,
		imports: /^(javax|jakarta)\.(enterprise|inject)/,
		annotations: /^(ApplicationScoped|RequestScoped|Inject|Produces)$/
	},
	{
		name: 'Koin',
		in: ['kotlin'],
		imports: /^org\.koin/,
		calls: /^(startKoin|module|single|factory|viewModel|get|inject)$/
	},
	{
		name: "ASP.NET Core's container",
		in: ['csharp'],
		calls: /\.(AddScoped|AddSingleton|AddTransient|TryAddScoped|TryAddSingleton)$/
	},
	{
		name: 'Autofac',
		in: ['csharp'],
		imports: /^Autofac/,
		calls: /^new ContainerBuilder$|\.RegisterType$/
	},
	{ name: 'Wire', in: ['go'], imports: /google\/wire$/, calls: /^wire\.\w+$/ },
	{ name: 'Fx or Dig', in: ['go'], imports: /go\.uber\.org\/(fx|dig)$/, calls: /^(fx|dig)\.\w+$/ },
	{
		name: 'dependency-injector',
		in: ['python'],
		imports: /^dependency_injector/,
		bases: /DeclarativeContainer$/,
		calls: /^providers\.\w+$/
	},
	{
		name: 'injector',
		in: ['python'],
		imports: /^(injector|punq|lagom)$/,
		annotations: /^inject$/,
		calls: /^Injector$/
	},
	{
		name: "Laravel's container",
		in: ['php'],
		calls: /^this\.app\.(bind|singleton|scoped|instance|when\(\)\.needs\(\)\.give)$/
	},
	{
		name: "Symfony's container",
		in: ['php'],
		imports: /^Symfony\\Component\\DependencyInjection/,
		annotations: /^(Autowire|AsAlias|Required)$/
	},
	{ name: 'dry-container', in: ['ruby'], imports: /^dry[-/](container|auto_inject|system)/ }
];

/** What puts objects together: containers, their lifetimes, and fields that are filled behind. */
export const dependencyInjection: Detector = {
	name: NAME,
	topics: ['dependency_injection'],
	detect: (project) => [
		...libraryFindings(project, NAME, containers, [
			{
				subject: 'container',
				topic: 'dependency_injection',
				title: (names) => `Objects are put together by ${names}.`,
				detail:
					'Classes say what they need and not where it comes from, so that tests hand them something else. What is missing is often seen only at the start. Look at lifetimes, and at cycles.'
			}
		]),
		...lifetimes(project),
		...injectedFields(project),
		...fastApi(project)
	]
};

/** Of .NET's container: how long what it makes lives. */
function lifetimes(project: Project): Finding[] {
	const calls = project.calls(/\.(Add|TryAdd)(Scoped|Singleton|Transient)$/, 'csharp');
	if (calls.length < 2) return [];
	const count = (lifetime: string) =>
		calls.filter(({ fact }) => fact.callee.endsWith(lifetime)).length;
	const [scoped, singletons, transients] = [
		count('Scoped'),
		count('Singleton'),
		count('Transient')
	];
	return [
		finding(project, {
			detector: NAME,
			subject: 'lifetimes',
			topic: 'dependency_injection',
			kind: 'fact',
			title: `At least ${calls.length} services are registered: ${scoped} scoped, ${singletons} singleton, ${transients} transient.`,
			detail:
				'What lives longer must not hold what lives shorter: a singleton that was given a scoped database context keeps it for ever, and shares it.',
			confidence: 0.95,
			at: calls.map(placeOf),
			facts: { scoped, singletons, transients }
		})
	];
}

/** Java's fields that a container fills by reflection, where a constructor could ask. */
function injectedFields(project: Project): Finding[] {
	const fields = project.sources
		.filter(({ language }) => language === 'java')
		.flatMap((file) =>
			file.annotations
				.filter(({ name, line }) => {
					if (name !== 'Autowired' && name !== 'Inject') return false;
					const field = file.assignments.some(
						(one) => one.type && one.line >= line && one.line <= line + 2
					);
					const method = file.symbols.some(
						({ kind, startLine }) => kind === 'method' && startLine >= line && startLine <= line + 1
					);
					return field && !method;
				})
				.map((fact) => ({ file, fact }))
		);
	if (fields.length === 0) return [];
	const files = distinct(fields.map(({ file }) => file.path)).length;
	return [
		finding(project, {
			detector: NAME,
			subject: 'fields',
			topic: 'dependency_injection',
			kind: 'decision',
			title: `At least ${counted(fields.length, 'field is', 'fields are')} injected, not given to a constructor.`,
			detail:
				'Short to write. Such an object cannot be made complete without the container, its fields cannot be final, and a class that needs too much does not show it.',
			confidence: 0.9,
			at: fields.map(placeOf),
			facts: { fields: fields.length, classes: files }
		})
	];
}

/** `Depends(get_db)` in the parameters of a route. */
function fastApi(project: Project): Finding[] {
	const files = project.importing(/^fastapi/).filter(({ language }) => language === 'python');
	const found = files.flatMap((file) =>
		file.symbols
			.filter(({ parameters }) => parameters?.some((one) => /\bDepends\(/.test(one)))
			.map((fact) => ({ file, fact }))
	);
	if (found.length === 0) return [];
	const names = distinct(
		found.flatMap(({ fact }) =>
			fact.parameters!.flatMap((one) => /\bDepends\(\s*([\w.]+)/.exec(one)?.[1] ?? [])
		)
	);
	return [
		finding(project, {
			detector: NAME,
			subject: 'depends',
			topic: 'dependency_injection',
			kind: 'decision',
			title: `Functions receive what they need through FastAPI's Depends${names.length > 0 ? `: ${listed(names)}` : ''}.`,
			detail:
				'What a route needs stands in its signature, is made once a request, and tests override it. Look at what is cached within a request, and at what is closed after it.',
			confidence: 0.95,
			at: found.map(({ file, fact }) => ({ path: file.path, startLine: fact.startLine })),
			facts: { functions: found.length, dependencies: names.slice(0, 20) }
		})
	];
}
