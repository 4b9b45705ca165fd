import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted, listed } from '../../detectors/detector';
import { changes, routesOf } from '../../detectors/routes';
import {
	clarifying,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { agree, fileName, shown, worded } from './worded';

/** The exception to the rule: what is left open beside what is guarded. */
export const openRouteQuestions: QuestionMaker = {
	name: 'open-routes',
	make({ findings, project }, phrasing) {
		const [open] = foundBy(
			findings,
			'authorization',
			/^(unguarded-routes|views-without-permissions)$/
		);
		if (open?.evidence[0]) return [asked(open, besides(open, project), phrasing)];
		const [general] = foundBy(findings, 'authorization', 'default');
		return general?.evidence[0] ? [byDefault(general, findings, phrasing)] : [];
	}
};

/** Guarded neighbours in the same file. */
function besides(open: Finding, project: Project): Evidence[] {
	const told = new Set(open.evidence.map(({ path, startLine }) => `${path}:${startLine}`));
	return routesOf(project)
		.filter(changes)
		.filter(({ place }) => open.evidence.some(({ path }) => path === place.path))
		.filter(({ place }) => !told.has(`${place.path}:${place.startLine}`))
		.map(({ place }) => shown(project, place));
}

function asked(open: Finding, guarded: readonly Evidence[], phrasing: Phrasing): QuestionDraft {
	const isView = open.key.endsWith('views-without-permissions');
	const names = listOf(open, isView ? 'views' : 'routes');
	const count = numberOf(open, 'count');
	const [first = 'it'] = names;
	const at = fileName(open.evidence[0]!.path);
	const many = listed(names, 3);
	const question = worded(
		phrasing,
		'open',
		isView
			? [
					`${many} ${agree(count, 'names', 'name')} no permission classes, while other views do; no default is set.`,
					`Other views say who may call them. ${many} ${agree(count, 'does', 'do')} not.`,
					`I read ${first} in ${at} and find no permission class on it.`
				]
			: [
					`In ${at} other routes ask who is there, and ${many} ${agree(count, 'does', 'do')} not.`,
					`${many} ${agree(count, 'changes', 'change')} something without a guard that I can see, next to ${guarded.length > 0 ? counted(guarded.length, 'route') : 'routes'} in the same file.`,
					`I send ${first} with no sign-in at all.`,
					`Somebody reviewing ${at} asks why ${first} has no guard although its neighbours do.`
				],
		[
			'What happens, and is it meant?',
			'Is that a decision or an oversight, and how could a reader tell?',
			'What could a stranger do with it, and what in the code would stop them?',
			'If it is meant, what in the code says so; and if not, since when has it been so?'
		]
	);
	const what = isView ? 'view' : 'route';
	return draft({
		subject: isView ? 'views' : 'routes',
		worth: 0.97,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'authorization',
		question,
		findings: [open],
		evidence: open.evidence.slice(0, 3),
		related: guarded.slice(0, 3),
		rubric: [
			essential(
				`Nothing before the function asks who calls ${first}, so anybody can.`,
				[
					`${first} is reachable without signing in.`,
					'An anonymous caller gets through to the function.',
					`The ${what} has no guard of its own and none above it.`
				],
				{
					evidence: open.evidence.slice(0, 1),
					contradictions: [`${first} is protected by the same guard as its neighbours.`]
				}
			),
			essential(
				'Either the function checks by itself, or it is meant to be public, or it was forgotten; the code should say which.',
				[
					'You have to see whether the handler verifies the user inside.',
					'If it is intended, mark it as public; if not, add the guard.',
					'It looks the same whether it is on purpose or a mistake.'
				]
			),
			point('The neighbours set the rule, and the exception should carry a reason.', [
				'The others in the file are guarded, so this one needs an explanation.',
				'A comment or an explicit "public" mark would show the intention.'
			]),
			point('A test without a sign-in would show it.', [
				'Call it anonymously in a test and expect a refusal.',
				'An automated check over all of them would have found it.'
			]),
			point('Closed by default, such a gap would show as an error and not as an open door.', [
				'With deny by default forgetting a line fails safely.',
				'A global guard with named exceptions avoids this kind of hole.'
			])
		],
		modelAnswer: `${first} in ${at} has no guard before it, while its neighbours have one, so a caller without a sign-in reaches the function. From the outside one cannot tell whether that is meant: the function may check by itself, it may be for everybody, or the line was forgotten. I would look into the function first; if nothing there asks either, it is a hole and the guard belongs on it. If it is meant, the code should say so with a mark that reads "public", since the neighbours set another rule. A test that calls everything without a sign-in would have shown it, and a default that closes what says nothing would have made it impossible.`,
		hints: [
			`Compare ${first} with the ${what} above or below it.`,
			'Follow the request into the function: does anything there ask who it is?',
			'How would somebody new know which of the two was intended?'
		],
		followUps: [
			clarifying(2, 'Show me the first line of that function that would stop a stranger.', [
				essential('There is one only if the function looks at the caller itself.', [
					'It depends on whether the handler checks the user.',
					'If nothing inside verifies identity, no line does.'
				]),
				point('A check for data that is missing is not a check of who asks.', [
					'Validation of the input does not replace authentication.',
					'A 404 for an unknown id is not protection.'
				])
			]),
			deeper(
				5,
				'How would you find the other places of this kind in the whole program, not by reading?',
				[
					essential('Walk the registered routes in a test and call each without a sign-in.', [
						'Enumerate endpoints and assert that they refuse.',
						'Generate requests for all of them anonymously.'
					]),
					point('Or a rule of the linter that asks for a guard or a mark at each.', [
						'Lint for a missing decorator or middleware.',
						'Static analysis can demand an explicit annotation.'
					])
				]
			)
		]
	});
}

function byDefault(
	general: Finding,
	findings: readonly Finding[],
	phrasing: Phrasing
): QuestionDraft {
	const named = textOf(general, 'default');
	const isOpen = named === 'AllowAny';
	const at = fileName(general.evidence[0]!.path);
	const [guards] = foundBy(findings, 'authorization', 'guards');
	const question = worded(
		phrasing,
		'default',
		[
			`${at} sets ${named} for every view that says nothing.`,
			`A view without permissions of its own gets ${named} from ${at}.`,
			`The default in ${at} is ${named}, and single views say otherwise.`
		],
		[
			'Which views rely on that without saying so, and what would change for them if the default did?',
			'What does a mistake look like with this default, and who notices it?',
			'Why this default, and what would you have to go through before changing it?'
		]
	);
	return draft({
		subject: 'default',
		worth: 0.7,
		category: 'tradeoffs',
		difficulty: 'junior',
		topic: 'authorization',
		question,
		findings: guards ? [general, guards] : [general],
		evidence: general.evidence.slice(0, 1),
		related: guards?.evidence.slice(0, 3) ?? [],
		rubric: [
			essential(
				isOpen
					? 'A view that forgets its permissions is open to everybody.'
					: 'A view that forgets its permissions stays closed to strangers.',
				isOpen
					? ['Without a class of its own anybody can call it.', 'Forgetting means public.']
					: [
							'It fails closed: people are refused until it is opened.',
							'Forgetting the class locks it instead of exposing it.'
						],
				{
					evidence: general.evidence.slice(0, 1),
					contradictions: [isOpen ? 'Views are closed by default.' : 'Views are open by default.']
				}
			),
			essential(
				isOpen
					? 'Nobody notices a view that is open by mistake.'
					: 'The mistake is noticed at once, by whoever cannot get in.',
				isOpen
					? ['It works for everyone, so no test or user complains.', 'An open endpoint is silent.']
					: ['A wrong 401 or 403 is reported soon.', 'The error shows up in the first try.']
			),
			point('Views that are for everybody say so themselves, so that the exception can be read.', [
				'Public endpoints carry an explicit AllowAny.',
				'The open ones are marked in the class.'
			]),
			point(
				'Changing the default changes every view that names nothing, so those must be listed first.',
				[
					'You would have to find the views without their own classes.',
					'Audit what relies on the setting before touching it.'
				]
			)
		],
		modelAnswer: `${at} gives ${named} to every view that names no permissions. So a forgotten line ${isOpen ? 'leaves a view open, and nobody notices, because it works for everyone' : 'keeps a view closed, and whoever needs it notices at once'}. Views for everybody should name that themselves, so that the exception can be read where it is. Before I changed the default I would list the views that name nothing, since all of them change with it, and a test without a sign-in over all routes would tell which answers differ.`,
		hints: [
			'Take a view that names nothing: who may call it?',
			'Which of the two possible mistakes does somebody report?'
		],
		followUps: [
			clarifying(
				1,
				'I add a view and write nothing about permissions. I call it without a token: what comes back?',
				[
					essential(
						isOpen ? 'The data, because nothing refuses.' : 'A refusal, 401 or 403.',
						isOpen
							? ['It answers normally.', 'A 200 with the content.']
							: ['I am refused as not authenticated.', 'It answers that credentials are missing.']
					),
					point('The setting decides it, not the view.', [
						'It comes from the default in the settings.',
						'The global class applies.'
					])
				]
			),
			deeper(4, 'How do you list the views that rely on it?', [
				essential(
					'Go through the views by program and look which define no classes of their own.',
					[
						'Introspect the URL configuration and compare permission classes with the default.',
						'Walk the resolver and check each view class.'
					]
				),
				point('Inheritance hides some: a base class may define them.', [
					'A mixin or parent may set them.',
					'Look at the resolved attribute and not only the text of the class.'
				])
			])
		]
	});
}
