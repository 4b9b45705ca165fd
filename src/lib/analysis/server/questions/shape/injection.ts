import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import {
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { haveLanguageInCommon, isOneSided } from './languages';

const LEAST_USES = 3;

/** Who puts the parts together, and what that spares or costs tests. */
export const injection: QuestionMaker = {
	name: 'injection',
	make: (material, phrasing) => {
		const own = foundBy(material.findings, 'dependency-injection');
		if (own.some(({ key }) => /:(fields|lifetimes)$/.test(key))) return [];
		const [found] = own.toSorted(
			(one, other) => Number('functions' in other.facts) - Number('functions' in one.facts)
		);
		const isOne = found !== undefined && listOf(found, 'libraries').length <= 1;
		return isOne && numberOf(found, 'files') + numberOf(found, 'functions') >= LEAST_USES
			? [asked(material, found, phrasing)]
			: [];
	}
};

function asked(
	{ findings, project }: QuestionMaterial,
	found: Finding,
	phrasing: Phrasing
): QuestionDraft {
	const [names = 'FastAPI’s Depends'] = listOf(found, 'libraries');
	const count = numberOf(found, 'files') || numberOf(found, 'functions');
	const unit = 'files' in found.facts ? 'file' : 'function';
	const doubles = foundBy(findings, 'testing', 'doubles').find(
		(one) => isOneSided(one) && haveLanguageInCommon(project, one, found)
	);
	const [style = ''] = doubles ? listOf(doubles, 'styles') : [];
	const replaced = style.replace(/^(?:modules|functions) replaced by /, '');
	const many = doubles ? counted(numberOf(doubles, 'files'), 'test file') : '';
	return draft({
		subject: 'container',
		worth: doubles ? 0.76 : 0.68,
		topic: 'dependency_injection',
		category: 'architecture',
		difficulty: 'mid-level',
		findings: doubles ? [found, doubles] : [found],
		evidence: found.evidence.slice(0, 3),
		related: doubles?.evidence.slice(0, 1) ?? [],
		question: composed(
			phrasing,
			'container',
			doubles
				? [
						`${names} puts the parts together in ${counted(count, unit)}, and ${many} still ${numberOf(doubles, 'files') === 1 ? 'replaces' : 'replace'} parts with ${replaced}.`,
						`Parts are handed over by ${names} (${counted(count, unit)}); in tests you replace them with ${replaced} (${many}).`
					]
				: [
						`${names} puts the parts together in ${counted(count, unit)}.`,
						`In ${counted(count, unit)} you ask ${names} for what is needed instead of making it.`,
						`What ${counted(count, unit)} need is handed over by ${names}.`
					],
			doubles
				? [
						'What does the one spare you in the other, and where do you go round it?',
						'Is the container what makes those tests possible, or would plain parameters do?',
						'Which parts do you replace in tests, and which should you not?',
						'Where would a parameter have been enough?'
					]
				: [
						'What would be harder without it, and what did it make harder?',
						'When is something missing found out, and by whom?',
						'Where would a plain parameter have been enough?',
						'How long does what it hands over live, and who closes it?'
					]
		),
		rubric: [
			essential(
				'A part says what it needs and not where it comes from, so that it can be replaced',
				[
					'inversion of control',
					'depend on an abstraction and let the outside decide',
					'tests can pass in another implementation'
				]
			),
			essential(
				'What is missing or wrongly put together is seen only at the start or at the first use, not by the compiler',
				[
					'wiring errors show up at run time',
					'you get an exception on start-up',
					'it is resolved dynamically'
				]
			),
			point(
				'How long a part lives has to be decided: for the process, for a request, or anew each time',
				[
					'singleton or request scope',
					'lifetime management',
					'shared state between requests is the danger'
				]
			),
			point('Reading gets harder: one no longer sees from a call which code runs', [
				'indirection and magic',
				'you cannot jump to the implementation',
				'harder to follow for newcomers'
			]),
			point('For small programs parameters and one place that puts all together are enough', [
				'manual wiring in main',
				'pure dependency injection without a framework',
				'a composition root'
			])
		],
		modelAnswer: `
			With ${names} a part says what it needs and not where it comes from, so it can be replaced, in a
			test or by another implementation. The price is that what is missing is seen at the start or at
			the first use and not by the compiler, and that a reader no longer sees which code runs. Somebody
			has to decide how long each part lives, since what is shared between requests must hold nothing
			of one user. ${doubles ? `Tests use it: ${many} put ${replaced} in place of a part, which is right for what is slow or outside and wrong for plain logic.` : 'Its value shows in tests, where something else is handed in.'} In a small program parameters and one place that puts all together do the same.
		`,
		hints: [
			'What does a part know about where its partners come from?',
			'You forget to register one. Who finds out, and when?',
			'How would main look if you did it by hand?'
		],
		followUps: [
			clarifying(
				2,
				'You rename a part and forget one place that asks for it. When does somebody notice?',
				[
					essential(
						'At the start, if everything is put together then; else at the first request that needs it',
						['start-up fails with an error', 'only when that path is used']
					),
					point('A test that builds the whole container finds it before', [
						'a smoke test of the wiring',
						'validate the container in CI'
					])
				]
			),
			deeper(
				3,
				'What goes wrong when a part that lives for the whole process keeps something of one request?',
				[
					essential('Another user’s request sees it, or two requests change it at once', [
						'data leaks between users',
						'race conditions'
					]),
					point('Whatever it holds open is never closed', [
						'connection or memory leak',
						'resources outlive the request'
					])
				]
			)
		]
	});
}
