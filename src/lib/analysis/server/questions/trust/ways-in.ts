import { listed } from '../../detectors/detector';
import { routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, listOf, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { inItsOwnPlace } from './sign-in';
import { elsewhere, fileName, shown, worded } from './worded';
import { waysIn, type WayIn } from './ways-in-known';

/** One way to sign in, and what it asks of whoever runs it. */
export const wayInQuestions: QuestionMaker = {
	name: 'ways-in',
	make: ({ findings, project }, phrasing) =>
		foundBy(findings, 'sign-in')
			.map(inItsOwnPlace)
			.flatMap((found) => {
				const way = waysIn[textOf(found, 'way')];
				if (!way || found.manifestOnly || !found.evidence[0]) return [];
				return [asked(found, way, project, phrasing)];
			})
};

const ENTRANCE = /log-?in|sign-?in|auth|session|token|callback|oauth/i;

function asked(found: Finding, way: WayIn, project: Project, phrasing: Phrasing): QuestionDraft {
	const by = listed(listOf(found, 'libraries'), 2);
	const at = fileName(found.evidence[0]!.path);
	const subject = textOf(found, 'way');
	const entrance = routesOf(project).find(
		({ path, place }) => ENTRANCE.test(path) && place.path !== found.evidence[0]!.path
	);
	const [first, second, third, fourth] = way.points;
	const question = worded(
		phrasing,
		subject,
		[
			`${at} handles ${way.called} (${by}).`,
			`This code has ${way.called}, with ${by} in ${at}.`,
			`${way.called.charAt(0).toUpperCase()}${way.called.slice(1)}: ${at} does that with ${by}.`
		],
		way.cases
	);
	return draft({
		subject,
		worth: 0.69,
		category: way.category,
		difficulty: way.difficulty,
		topic: 'authentication',
		question,
		findings: [found],
		evidence: found.evidence.slice(0, 1),
		related: [
			...elsewhere(found.evidence, found.evidence.slice(0, 1)).slice(0, 2),
			...(entrance ? [shown(project, entrance.place)] : [])
		],
		rubric: [
			essential(first.claim, first.wordings, { evidence: found.evidence.slice(0, 1) }),
			essential(second.claim, second.wordings),
			point(third.claim, third.wordings),
			point(fourth.claim, fourth.wordings)
		],
		modelAnswer: `${at} has ${way.called}, by ${by}. ${way.points.map(({ claim }) => claim).join(' ')}`,
		hints: way.hints,
		followUps: [
			clarifying(1, way.clarifying.question, [
				essential(way.clarifying.points[0].claim, way.clarifying.points[0].wordings),
				point(way.clarifying.points[1].claim, way.clarifying.points[1].wordings)
			]),
			deeper(2, way.deeper.question, [
				essential(way.deeper.points[0].claim, way.deeper.points[0].wordings),
				point(way.deeper.points[1].claim, way.deeper.points[1].wordings)
			])
		]
	});
}
