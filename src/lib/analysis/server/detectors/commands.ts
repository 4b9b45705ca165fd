import type { FileFacts, Language, SymbolFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, type Detector } from './detector';
import { SCRIPTS } from './marks';

const name = 'commands';
const common = { detector: name, topic: 'structure', kind: 'decision' } as const;

/** Work that is asked for by an object, which a mediator hands to whoever does it. */
export const commands: Detector = {
	name,
	topics: ['structure'],
	detect: (project) => [...handlers(project), ...behaviours(project), ...events(project)]
};

interface Mark {
	library: string;
	in: readonly Language[];
	imports?: RegExp;
	bases?: RegExp;
	annotations?: RegExp;
}

interface Handler {
	library: string;
	name: string;
	place: Place;
}

const HANDLERS: readonly Mark[] = [
	{
		library: 'MediatR',
		in: ['csharp'],
		bases: /^(MediatR\.)?(I(Stream)?RequestHandler|AsyncRequestHandler|RequestHandler)</
	},
	{
		library: '@nestjs/cqrs',
		in: SCRIPTS,
		imports: /^@nestjs\/cqrs$/,
		annotations: /^(CommandHandler|QueryHandler)$/
	},
	{
		library: 'Axon',
		in: ['java', 'kotlin'],
		imports: /^org\.axonframework\./,
		annotations: /^(CommandHandler|QueryHandler)$/
	},
	{
		library: 'Symfony Messenger',
		in: ['php'],
		imports: /^Symfony\\Component\\Messenger/,
		annotations: /^AsMessageHandler$/
	}
];

const EVENTS: readonly Mark[] = [
	{ library: 'MediatR', in: ['csharp'], bases: /^(MediatR\.)?I?NotificationHandler</ },
	{
		library: '@nestjs/cqrs',
		in: SCRIPTS,
		imports: /^@nestjs\/cqrs$/,
		annotations: /^EventsHandler$/
	}
];

const BEHAVIOURS: readonly Mark[] = [
	{ library: 'MediatR', in: ['csharp'], bases: /^(MediatR\.)?IPipelineBehavior</ }
];

function handlersOf(project: Project, marks: readonly Mark[]): Handler[] {
	return project.sources.flatMap((file) =>
		marks
			.filter((mark) => mark.in.includes(file.language) && imports(file, mark))
			.flatMap((mark) => [
				...file.symbols
					.filter(({ bases }) => mark.bases && bases?.some((base) => mark.bases!.test(base)))
					.filter(({ kind }) => kind === 'class')
					.map((symbol) => told(mark, file, symbol)),
				...file.annotations
					.filter((one) => mark.annotations?.test(one.name))
					.map(({ line, on }) => ({
						library: mark.library,
						name: on ?? file.path,
						place: { path: file.path, startLine: line }
					}))
			])
	);
}

const imports = (file: FileFacts, mark: Mark) =>
	!mark.imports || file.imports.some(({ specifier }) => mark.imports!.test(specifier));

const told = (
	{ library }: Mark,
	{ path }: FileFacts,
	{ name: symbol, startLine }: SymbolFact
): Handler => ({ library, name: symbol, place: { path, startLine } });

const namesOf = (found: readonly Handler[]) => distinct(found.map((one) => one.name));

function handlers(project: Project): Finding[] {
	const found = handlersOf(project, HANDLERS);
	if (found.length < 2) return [];
	const libraries = distinct(found.map(({ library }) => library));
	return [
		finding(project, {
			...common,
			subject: 'mediator',
			title: `Commands and queries are objects that ${listed(libraries)} hands to ${counted(found.length, 'handler')} of their own, as ${listed(namesOf(found), 3)}.`,
			detail:
				'Whoever asks knows the object and nobody who does the work, and what all of them need can be put around them in one place. Where a call leads is no longer seen at the call.',
			confidence: 0.93,
			at: found.map(({ place }) => place),
			facts: { libraries, handlers: found.length }
		})
	];
}

function behaviours(project: Project): Finding[] {
	const all = handlersOf(project, BEHAVIOURS);
	const added = project
		.calls(/\.(AddOpenBehavior|AddBehavior|AddTransient|AddScoped|AddSingleton)$/, 'csharp')
		.flatMap(({ fact }) => [fact.typeArguments ?? '', ...fact.args]);
	// One that nobody puts around anything does nothing.
	const found = all.filter((one) => added.some((text) => wordsOf(text).includes(one.name)));
	if (found.length === 0) return [];
	const names = namesOf(found);
	return [
		finding(project, {
			...common,
			subject: 'pipeline',
			title: `What all handlers need runs around them: ${listed(names)}.`,
			detail:
				'Nobody forgets it in a new handler, and nobody sees it there. Look at the order in which they are added: what a transaction holds open, the next ones make longer.',
			confidence: 0.92,
			at: found.map(({ place }) => place),
			facts: { behaviours: names }
		})
	];
}

const wordsOf = (text: string): string[] => text.match(/\w+/g) ?? [];

function events(project: Project): Finding[] {
	const found = handlersOf(project, EVENTS);
	if (found.length === 0) return [];
	const names = namesOf(found);
	return [
		finding(project, {
			...common,
			subject: 'events',
			title: `What happened is told as an event within the program, to ${counted(found.length, 'handler')}: ${listed(names, 3)}.`,
			detail:
				'Something more can follow from an event without a word in what raised it. Look at whether handlers run before or after the commit, and at what one that fails leaves behind.',
			confidence: 0.92,
			at: found.map(({ place }) => place),
			facts: { handlers: names.slice(0, 12) }
		})
	];
}
