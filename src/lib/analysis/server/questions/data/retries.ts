import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, functionAt, isElsewhere, nameAt, placeName } from './places';
import { bearsTwice, onlySomeErrors, triesEnd, waitsLonger } from './work-claims';

/** What is tried again when it fails. */
export const retryQuestions: QuestionMaker = {
	name: 'retries',
	make: retries
};

function retries(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const finding = foundBy(material.findings, 'resilience', 'retries')[0];
	const [place, second] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const limit = foundBy(material.findings, 'resilience', 'timeouts')[0]?.evidence.find((one) =>
		isElsewhere(one, place)
	);
	const repeat = foundBy(material.findings, 'resilience', 'repeatable-writes')[0]?.evidence[0];
	const name = nameAt(project, place);
	const count = numberOf(finding, 'places');
	const how = listed(listOf(finding, 'how'), 2);
	const open = phrasing.one('retry.open', [
		`What fails in ${name} is tried again (${how})${limit ? `, and ${placeName(project, limit)} says when to give up waiting` : ''}.`,
		`${count === 1 ? `Only ${name} tries again after a failure` : `${count} places in this code try again after a failure, ${name} for one`}${repeat ? `; ${nameAt(project, repeat)} writes so that twice is no harm` : ''}.`,
		`${caller ? `${caller.name} calls ${name}, and does not learn that it` : `Nobody learns that ${name}`} failed at first: ${how} tries again.`
	]);
	const ask = phrasing.one('retry.ask', [
		'What if the first try had worked and only its answer was lost, and what if five hundred callers try again at once?',
		'The partner is down and five hundred callers try again. What does it meet when it comes back?',
		'When does another try do harm, because it comes too soon or because the first one had worked?',
		'Which failures are worth another try, after which pause, and what if the first try had worked after all?'
	]);
	return [
		draft({
			subject: 'retries',
			worth: limit || caller || repeat ? 0.86 : 0.72,
			topic: 'resilience',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [
				...(caller ? [caller.evidence] : []),
				...(limit ? [limit] : []),
				...(repeat ? [repeat] : []),
				...(second ? [second] : [])
			],
			rubric: [
				must(bearsTwice()),
				{ ...must(waitsLonger()), evidence: [place] },
				onlySomeErrors(),
				triesEnd(),
				point('All tries together have to fit into the time that the caller waits.', [
					'the total duration must stay below the caller’s time-out',
					'retries multiply the waiting time',
					'a budget for the whole operation'
				])
			],
			modelAnswer: `${name} tries again when it fails (${how}), so a short disturbance stays unseen. The first try may have worked and only its answer been lost, so what is done again must be harmless twice${repeat ? `, as the write in ${nameAt(project, repeat)} is` : ''}. Only failures that may pass deserve another try: a refused request stays refused. Each try should wait longer than the one before, with some chance in it, or all callers come back together and keep a partner down that is just getting up. All tries together have to fit into the time that the caller waits${limit ? `, and each of them under a limit as at ${placeName(project, limit)}` : ''}; after the last one somebody has to be told.`,
			hints: [
				'What do you know after a try that failed, and what not?',
				'Think of many who try again at the same time, and of one who waits for them.'
			],
			followUps: [
				clarifying(3, `Name an error of ${name} that must not be tried again.`, [
					essential(
						'One that will be the same each time, such as a refused or malformed request.',
						['validation errors or missing rights', 'a 4xx status']
					),
					point('Trying it again only delays the message.', [
						'it wastes time and load',
						'the user waits for nothing'
					])
				]),
				deeper(
					2,
					'Three services in a row try three times each. How many calls reach the last one for one click?',
					[
						essential('Twenty-seven, since the tries multiply.', [
							'three times three times three',
							'3 to the power of 3'
						]),
						point('So only one layer should try again, or there is a budget for all of them.', [
							'retry at one level only',
							'a retry budget'
						])
					]
				)
			]
		})
	];
}
