import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { clarifying, composed, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';

/** How long what a container makes lives, and what goes wrong when it is too long. */
export const lifetimes: QuestionMaker = {
	name: 'lifetimes',
	make: ({ findings, project }, phrasing) =>
		foundBy(findings, 'dependency-injection', 'lifetimes').map((found) =>
			asked(project, found, phrasing)
		)
};

function asked(project: Project, found: Finding, phrasing: Phrasing): QuestionDraft {
	const calls = project.calls(/\.(Add|TryAdd)(Scoped|Singleton|Transient)$/, 'csharp');
	const of = (lifetime: string) => calls.filter(({ fact }) => fact.callee.endsWith(lifetime));
	const [single] = of('Singleton');
	const [scoped] = of('Scoped');
	const [scopes, singles, transients] = [
		numberOf(found, 'scoped'),
		numberOf(found, 'singletons'),
		numberOf(found, 'transients')
	];
	const evidenceOf = (call: typeof single) =>
		call ? [project.evidence({ path: call.file.path, startLine: call.fact.startLine })] : [];
	const named = (call: typeof single) =>
		/<([^<>]+)>?$/.exec(call?.fact.typeArguments ?? '')?.[1] ??
		/typeof\(([^)]+)\)/.exec(call?.fact.args.join(' ') ?? '')?.[1] ??
		'';
	const [one, other] = [named(single), named(scoped)];
	return draft({
		subject: 'lifetimes',
		worth: singles > 0 && scopes > 0 ? 0.83 : 0.72,
		topic: 'dependency_injection',
		category: 'implementation',
		difficulty: 'mid-level',
		findings: [found],
		evidence: single ? evidenceOf(single) : found.evidence.slice(0, 1),
		related: evidenceOf(scoped),
		question: composed(
			phrasing,
			'lifetimes',
			[
				`Of your ${scopes + singles + transients} registrations ${scopes} are scoped, ${singles} singleton and ${transients} transient${one && other ? `; ${one} is of the second kind and ${other} of the first` : ''}.`,
				`You register ${scopes} services for a request, ${singles} for the whole process and ${transients} anew each time.`,
				`${counted(singles, 'service lives', 'services live')} as long as the process here, ${scopes} as long as a request.`
			],
			[
				'How did you decide which goes where, and what goes wrong when one is in the wrong group?',
				'Which of them would do harm as a singleton, and how would you notice?',
				'What happens when one that lives long asks for one that lives short?',
				'Pick one and defend its lifetime: what state does it hold?'
			]
		),
		rubric: [
			essential(
				'What lives longer must not hold what lives shorter: a singleton with a scoped part keeps it for ever',
				[
					'captive dependency',
					'a singleton that gets a DbContext holds on to it',
					'the scoped object outlives its request'
				]
			),
			essential(
				'A scoped service is made once a request, so that all in one request share one unit of work',
				[
					'the same DbContext within a request',
					'one instance per request',
					'isolated from other requests'
				]
			),
			point(
				'A singleton is used by many requests at once, so it must be safe for that and hold nothing of one user',
				['it has to be thread safe', 'no per-user state in it', 'shared mutable state causes races']
			),
			point(
				'A transient one is made anew each time it is asked for, which is cheap only if making it is',
				[
					'a new instance for each injection',
					'good for light stateless services',
					'disposables pile up'
				]
			),
			point(
				'The container can check scopes when it is built, which finds such a mistake at the start',
				[
					'ValidateScopes and ValidateOnBuild',
					'it throws in development when a scoped service is resolved from the root',
					'fail fast at start-up'
				]
			)
		],
		modelAnswer: `
			The lifetime follows from the state that a service holds. ${scopes} are scoped, that is made once
			a request, so that everything in one request shares one unit of work. ${singles} live as long as
			the process, so many requests use them at once: they must be safe for that and hold nothing of a
			single user. ${transients} are made anew each time, which is fine where making them is cheap. The
			mistake to avoid is a singleton that asks for something scoped: it keeps it for ever and shares
			it between users. The container can check that when it is built, and I let it.
		`,
		hints: [
			'Ask of each: what does it remember, and for whom?',
			'Which of them may see two users at the same moment?',
			'What does a service keep alive by holding it in a field?'
		],
		followUps: [
			clarifying(
				1,
				'A background job that lives as long as the process needs the database. How does it get at it?',
				[
					essential('It makes a scope for each run and asks that scope', [
						'use IServiceScopeFactory',
						'create a scope per iteration and dispose it'
					]),
					point('Or it is given a factory that makes a context when needed', [
						'IDbContextFactory',
						'a factory delegate'
					])
				]
			),
			deeper(
				3,
				'How would a race in such a long-lived service show itself, and how would you reproduce it?',
				[
					essential('As rare wrong results under load, such as data of another user', [
						'it appears only with concurrent requests',
						'intermittent and not reproducible alone'
					]),
					point('By many requests at once in a test', ['a load test', 'parallel calls in a loop'])
				]
			)
		]
	});
}
