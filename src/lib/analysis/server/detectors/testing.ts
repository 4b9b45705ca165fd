import type { FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { keyOf } from './keys';
import { doubleLibraries, realParts, testFrameworks, type Marks } from './test-libraries';

const name = 'testing';
const common = { detector: name, topic: 'testing' } as const;

/** How tests are written: with what, with which doubles, and against what that is real. */
export const testing: Detector = {
	name,
	topics: ['testing'],
	detect(project) {
		const tests = project.files.filter(({ isTest, isGenerated }) => isTest && !isGenerated);
		return [
			...frameworks(project, tests),
			...doubles(project, tests),
			...fakes(project, tests),
			...realThings(project, tests),
			...waits(project, tests),
			...skipped(project, tests)
		];
	}
};

interface Seen {
	place: Place;
	what: string;
}

function seenIn(files: readonly FileFacts[], wanted: Marks): Seen[] {
	return files.flatMap((file) => {
		const at = (line: number): Place => ({ path: file.path, startLine: line });
		const { calls, annotations, bases, imports, args, languages } = wanted;
		if (languages && !languages.includes(file.language)) return [];
		return [
			...file.calls
				.filter(
					(call) => calls?.test(call.callee) || call.args.some((argument) => args?.test(argument))
				)
				.map((fact) => ({ place: placeOf({ file, fact }), what: fact.callee })),
			...file.annotations
				.filter((one) => annotations?.test(one.name))
				.map((one) => ({ place: at(one.line), what: `@${one.name}` })),
			...file.symbols
				.filter((symbol) => symbol.bases?.some((base) => bases?.test(base)))
				.map((symbol) => ({ place: at(symbol.startLine), what: symbol.name })),
			...file.imports
				.filter((one) => imports?.test(one.specifier))
				.map((one) => ({ place: at(one.line), what: one.specifier }))
		];
	});
}

/** Of what is not told apart by an import. */
const SCRIPT = ['javascript', 'typescript', 'svelte', 'vue'];

function frameworks(project: Project, tests: readonly FileFacts[]): Finding[] {
	const heirsOf = (framework: string, { bases }: Marks) =>
		bases
			? heirs(
					project.files.filter((file) => isOf(framework, file)),
					bases
				)
			: new Set<string>();
	const found = testFrameworks.flatMap(([framework, marks, cases]) => {
		const ownBases = heirsOf(framework, marks);
		if (framework === 'Pest' && !project.dependency('pestphp/pest')) return [];
		// Set-up, fixtures and settings use it, too.
		const own = tests.filter(
			(file) =>
				isOf(framework, file) &&
				(seenIn([file], marks).length > 0 || isHeir(file, ownBases)) &&
				casesIn([file], cases) > 0
		);
		return own.length > 0 ? [{ framework, files: own, cases: casesIn(own, cases) }] : [];
	});
	const jest = tests.filter(
		(file) =>
			SCRIPT.includes(file.language) &&
			// What goes through a browser takes them from fixtures of its own.
			!/(^|\/)(e2e|playwright|cypress)\//.test(file.path) &&
			file.calls.some(({ callee }) => /^(describe|it|test)$/.test(callee)) &&
			!found.some(({ files }) => files.includes(file))
	);
	if (jest.length > 0) {
		const declared = project.dependency('jest', '@jest/globals')
			? 'Jest'
			: project.dependency('mocha')
				? 'Mocha'
				: undefined;
		const cases = casesIn(jest, { calls: /^(it|test)(\.each\(\))?$/ });
		if (declared) found.push({ framework: declared, files: jest, cases });
	}
	return found.map(({ framework, files, cases }) =>
		finding(project, {
			...common,
			subject: keyOf(framework),
			kind: 'decision',
			title: `Tests are written with ${framework}, in at least ${counted(files.length, 'file')}.`,
			detail:
				'How many there are says little of what they hold: worth a look is which of the busiest files have none beside them.',
			confidence: 0.95,
			at: files.map(({ path, symbols, calls }) => ({
				path,
				startLine: symbols[0]?.startLine ?? calls[0]?.startLine ?? 1
			})),
			facts: { framework, files: files.length, cases }
		})
	);
}

const lastName = (base: string) => base.slice(base.search(/[^.:\\]+$/));

/** Names of classes that stand on the framework's, themselves or through others of the project. */
function heirs(files: readonly FileFacts[], bases: RegExp): Set<string> {
	const classes = files.flatMap(({ symbols }) => symbols.filter((one) => one.bases?.length));
	const names = new Set<string>();
	for (let before = -1; before !== names.size;) {
		before = names.size;
		for (const one of classes) {
			if (one.bases!.some((base) => bases.test(base) || names.has(lastName(base)))) {
				names.add(lastName(one.name));
			}
		}
	}
	return names;
}

const isHeir = ({ symbols }: FileFacts, names: ReadonlySet<string>) =>
	symbols.some(({ bases }) => bases?.some((base) => names.has(lastName(base))));

/** Settings and helpers, which show less of it than a test does. */
const HELPS = /(^|\/)config\/|config\.|set-?up|helpers?|fixture|TestCase\.\w+$/i;

const isOf = (framework: string, { language }: FileFacts) => {
	if (framework === 'Pest' || framework === 'PHPUnit') return language === 'php';
	if (framework === 'RSpec' || framework === 'Minitest') return language === 'ruby';
	if (framework === 'pytest' || framework === 'unittest') return language === 'python';
	return true;
};

function casesIn(files: readonly FileFacts[], cases: Marks): number {
	const marked = seenIn(files, cases).length;
	if (marked > 0) return marked;
	return files
		.flatMap(({ symbols, language }) => symbols.map((symbol) => ({ symbol, language })))
		.filter(({ symbol }) => symbol.complexity !== undefined)
		.filter(({ symbol }) =>
			/^(test_?|Test(?!Main$))\w/.test(symbol.name.slice(symbol.name.lastIndexOf('.') + 1))
		).length;
}

function doubles(project: Project, tests: readonly FileFacts[]): Finding[] {
	const found = doubleLibraries
		.flatMap(([style, imports, marks]) => {
			const own = tests.filter(
				(file) =>
					imports.source === '.' || file.imports.some(({ specifier }) => imports.test(specifier))
			);
			const uses = seenIn(own, marks);
			return uses.length > 0 ? [{ style, uses }] : [];
		})
		.sort((one, other) => other.uses.length - one.uses.length);
	const [main] = found;
	if (!main) return [];
	const uses = found.flatMap((one) => one.uses);
	const files = distinct(uses.map(({ place }) => place.path)).length;
	return [
		finding(project, {
			...common,
			subject: 'doubles',
			kind: 'decision',
			title: `Doubles stand in for real parts in tests: ${listed(
				found.map(({ style }) => style).slice(0, 3)
			)}.`,
			detail:
				'Tests are fast and reach errors that are hard to make; they hold what the code asks of its partner, and not that the partner does it. What is replaced at many places is a seam that a parameter could be.',
			confidence: 0.92,
			at: found.flatMap((one) => one.uses.slice(0, 4).map(({ place }) => place)),
			facts: { files, of: tests.length, styles: found.map(({ style }) => style), uses: uses.length }
		})
	];
}

function fakes(project: Project, tests: readonly FileFacts[]): Finding[] {
	const found = tests.flatMap((file) =>
		file.symbols
			.filter(
				({ kind, name: symbol }) =>
					(kind === 'class' || kind === 'struct') &&
					!symbol.includes('.') &&
					/^(Fake|Stub|InMemory|Dummy)[A-Z]|[a-z](Fake|Stub)$/.test(symbol)
			)
			.map((symbol) => ({
				place: { path: file.path, startLine: symbol.startLine },
				what: symbol.name
			}))
	);
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'fakes',
			kind: 'decision',
			title: `Fakes for tests are written by hand, as ${listed(
				distinct(found.map(({ what }) => what)).slice(0, 3)
			)}.`,
			detail:
				'A fake behaves, where a mock only answers: tests can ask about the outcome. It is code of its own, and nothing but a test of both tells that it does what the real one does.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { fakes: found.map(({ what }) => what).slice(0, 8), count: found.length }
		})
	];
}

function realThings(project: Project, tests: readonly FileFacts[]): Finding[] {
	return realParts.flatMap(([what, marks]) => {
		const found = seenIn(tests, marks);
		if (found.length === 0) return [];
		const files = distinct(found.map(({ place }) => place.path)).length;
		return [
			finding(project, {
				...common,
				subject: keyOf(what),
				kind: 'decision',
				title: `Tests go through ${what}.`,
				detail: /memory|intercepted/.test(what)
					? 'They need nothing but the process; what the real one does otherwise, its types, its locks, its errors, is not held by them.'
					: 'They hold that the parts fit together, at the price of their time; worth a look is what each leaves behind for the next.',
				confidence: 0.9,
				at: found
					.map(({ place }) => place)
					.toSorted((one, other) => Number(HELPS.test(one.path)) - Number(HELPS.test(other.path))),
				facts: { what, files }
			})
		];
	});
}

const SLEEPS =
	/^(time\.sleep|asyncio\.sleep|Thread\.sleep|TimeUnit\.\w+\.sleep|time\.Sleep|Task\.Delay|sleep|usleep|(page|cy)\.(wait|waitForTimeout)|std\.thread\.sleep|thread\.sleep)$/;

function waits(project: Project, tests: readonly FileFacts[]): Finding[] {
	const fixed = tests.flatMap((file) =>
		file.calls
			.filter(
				({ callee, args }) =>
					SLEEPS.test(callee) &&
					/\d/.test(args[0] ?? '') &&
					!/^["'`@]|^0(\.0)?$/.test(args[0] ?? '')
			)
			.filter(({ startLine }) => isInTest(project.lines(file.path), startLine))
			.map((fact) => placeOf({ file, fact }))
	);
	if (fixed.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'fixed-waits',
			kind: 'risk',
			title: `Tests wait for a fixed time, as in ${listed(distinct(fixed.map(({ path }) => path)).slice(0, 2))}.`,
			detail:
				'On a slow machine the time is too short and the test fails by chance; on a fast one it is wasted. Waiting for what should happen, with a limit, needs neither.',
			confidence: 0.88,
			at: fixed,
			facts: { places: fixed.length }
		})
	];
}

const depthOf = (line: string) => line.search(/\S/);

/** A new turn of a loop that looks again, or somebody else's slowness that is played. */
const NOT_THE_TEST =
	/^\s*(\}\s*)?(for|while|until|loop|do)\b|\b(loop|times|step)\b.*\bdo\b|\bThread\b|\bspawn\b|\bgo func\b|HandlerFunc|ResponseWriter|setTimeout|mock|stub|fake|poll|retry|eventually/i;

/** The test itself waits: nothing between it and the call runs elsewhere, or again and again. */
function isInTest(lines: readonly string[], startLine: number): boolean {
	const own = lines[startLine - 1] ?? '';
	if (/\b(while|until|unless|loop|Thread|spawn)\b/.test(own)) return false;
	let depth = depthOf(own);
	for (let at = startLine - 1; at > 0 && depth > 0; at--) {
		const line = lines[at - 1] ?? '';
		const its = depthOf(line);
		if (its === -1 || its >= depth) continue;
		depth = its;
		if (NOT_THE_TEST.test(line)) return false;
	}
	return true;
}

function skipped(project: Project, tests: readonly FileFacts[]): Finding[] {
	const found = seenIn(tests, {
		calls:
			/^((it|test|describe|context|suite)\.(skip|todo|fixme)(\.each\(\))?|xit|xdescribe|xcontext|xtest|([tb]|\w+\.T\(\))\.(Skip|Skipf|SkipNow)|(this|self)\.(markTestSkipped|markTestIncomplete|skipTest)|pytest\.skip)$/,
		annotations:
			/^(Disabled|Ignore|Ignored|(pytest\.)?mark\.(skip|skipif|xfail)|(unittest\.)?skip(If|Unless)?|ignore)$/
	});
	if (found.length === 0) return [];
	return [
		finding(project, {
			...common,
			subject: 'skipped',
			kind: 'fact',
			title: `At least ${counted(found.length, 'test or group', 'tests or groups')} ${found.length === 1 ? 'is' : 'are'} skipped, or may skip ${found.length === 1 ? 'itself' : 'themselves'}.`,
			detail:
				'Each is a behaviour that somebody wanted to hold and that nothing holds now, or not on every machine.',
			confidence: 0.9,
			at: found.map(({ place }) => place),
			facts: { places: found.length }
		})
	];
}
