import type { CallFact, FileFacts, SymbolFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Manifest } from '../../manifests';
import type { Found, Place, Project } from '../../project';
import { dataLibraries, type DataKind, type DataLibrary } from './data-libraries';
import { descendants } from './descendants';
import { eagerLoading } from './eager-loading';
import { keyOf } from './keys';
import { severalDatabases } from './several-databases';
import { finding, placeOf, type Detector } from './detector';

const name = 'data-access';

interface Use {
	models: Place[];
	calls: Place[];
	imports: Place[];
}

const followsFrom: Record<DataKind, string> = {
	ORM: 'Queries are method calls on mapped classes, so the SQL that runs is not in the code: worth a look are relations that are loaded once for each row, and how many statements one save becomes.',
	'document mapper':
		'Documents are checked by schemas in the code and not by the database: what changes a schema has to think of the documents that are stored already.',
	'query builder':
		'Queries are put together in code and stay close to the SQL that runs; relations are fetched by joins or queries that somebody wrote.',
	'SQL mapper':
		'The SQL is written by hand and only its rows are mapped: full control over queries, and every change of a table has to be followed in the statements by hand.',
	driver:
		'Statements go to the database as they are written: full control, and mapping, escaping and changes of the schema are the project’s own work.'
};

/** How the code reaches its data: mappers, query builders, drivers. */
export const dataAccess: Detector = {
	name,
	topics: ['data_access'],
	detect(project) {
		const used = dataLibraries.flatMap((library) => {
			const use = useOf(project, library);
			return use ? [{ library, use }] : [];
		});
		// Of a program with a mapper it asks for something else: a probe, an import, a script.
		const isBesideMapper = ({ languages }: DataLibrary) =>
			used.some(
				({ library }) =>
					library.kind !== 'driver' &&
					library.languages.some((language) => languages.includes(language))
			);
		return [
			...used
				.filter(({ library }) => library.kind !== 'driver' || !isBesideMapper(library))
				.map(({ library, use }) => seen(project, library, use)),
			...eagerLoading(project),
			...severalDatabases(project),
			...onlyInManifests(
				project,
				used.map(({ library }) => library)
			)
		];
	}
};

function useOf(project: Project, library: DataLibrary): Use | undefined {
	const models = modelsOf(project, library);
	const names = new Set(models.map(({ fact }) => fact.name));
	const use: Use = { models: models.map(placeOf), calls: [], imports: [] };
	for (const file of project.sources) {
		if (!library.languages.includes(file.language)) continue;
		const { path } = file;
		const imported = importOf(file, library);
		if (imported) use.imports.push({ path, startLine: imported.line });
		for (const annotation of imported ? file.annotations : []) {
			if (!library.annotations?.test(annotation.name)) continue;
			use.models.push({ path, startLine: annotation.line });
		}
		const isCall = ({ callee }: CallFact) =>
			((imported || library.callsAnywhere) && library.calls?.test(callee)) ||
			(library.asksModels && names.has(callee.slice(0, callee.indexOf('.'))));
		use.calls.push(...file.calls.filter(isCall).map((fact) => placeOf({ file, fact })));
	}
	const isUsed = use.models.length > 0 || use.calls.length > 0;
	return isUsed && (!library.imports || use.imports.length > 0) ? use : undefined;
}

const importOf = ({ imports }: FileFacts, library: DataLibrary) =>
	imports.find(({ specifier }) => library.imports?.test(specifier));

function modelsOf(project: Project, library: DataLibrary): Found<SymbolFact>[] {
	const { bases } = library;
	if (!bases) return [];
	// What is called a model may be another library's: the file has to say whose.
	return descendants(
		project,
		library.languages,
		(base, { file }) =>
			bases.test(base) && (!library.imports || importOf(file, library) !== undefined)
	).map(({ file, fact }) => ({ file, fact: { ...fact, endLine: fact.startLine } }));
}

function seen(project: Project, library: DataLibrary, use: Use): Finding {
	const { models, calls, imports } = use;
	const files = new Set([...models, ...calls, ...imports].map(({ path }) => path)).size;
	return finding(project, {
		detector: name,
		subject: keyOf(library.name),
		topic: 'data_access',
		kind: 'decision',
		title: `Data is reached through ${named(library)}.`,
		detail: followsFrom[library.kind],
		confidence: library.kind === 'driver' ? 0.85 : 0.95,
		at: [...models.slice(0, 4), ...calls, ...models.slice(4), ...imports],
		facts: {
			library: library.name,
			kind: library.kind,
			files,
			models: models.length,
			calls: calls.length
		}
	});
}

const named = ({ name: library, kind }: DataLibrary) =>
	kind === 'driver'
		? `${library}, a driver`
		: `${library}, ${/^(ORM|SQL)/.test(kind) ? 'an' : 'a'} ${kind}`;

/** What is declared and was seen nowhere: an owner may want to know that, too. */
function onlyInManifests(project: Project, used: readonly DataLibrary[]): Finding[] {
	return dataLibraries
		.filter((library) => !used.includes(library) && library.kind !== 'driver')
		.flatMap((library) => {
			const { dependency: wanted } = library;
			const declared = wanted && declaredIn(project.manifests, wanted);
			if (!declared) return [];
			return [
				finding(project, {
					detector: name,
					subject: `${keyOf(library.name)}-declared`,
					topic: 'data_access',
					kind: 'fact',
					title: `${declared.path} asks for ${library.name} (${declared.name}).`,
					detail: `No code that uses it was recognised: it may be left over, or be used in a way that was not understood.`,
					confidence: 0.6,
					manifestOnly: true,
					at: [{ path: declared.path, startLine: declared.line }],
					facts: { library: library.name, dependency: declared.name }
				})
			];
		});
}

const declaredIn = (manifests: readonly Manifest[], wanted: RegExp) =>
	manifests
		.flatMap(({ dependencies }) => dependencies)
		.find(({ name: dependency, isDevelopment }) => !isDevelopment && wanted.test(dependency));
