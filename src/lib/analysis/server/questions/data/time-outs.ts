import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { callerOf, functionAt, historyAt, isAside, placeName } from './places';
import { limitFromCaller, maybeDone, somethingInstead } from './work-claims';

/** How long others are waited for: two limits, or one and who waits above it. */
export const timeOutQuestions: QuestionMaker = {
	name: 'time-outs',
	make: limits
};

/** Limits that are set: two different ones, or one and who waits above it. */
function limits(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const [finding] = foundBy(findings, 'resilience', 'timeouts');
	const places = finding?.evidence.filter(({ path }) => !isAside(path)) ?? [];
	const [place] = places;
	if (!finding || !place) return [];
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const other = places.find(
		(one) => one.path !== place.path && one.snippet.trim() !== place.snippet.trim()
	);
	const name = placeName(project, place);
	const history = historyAt(project, phrasing, place, !caller && !other);
	const told = listed(
		listOf(finding, 'how').filter((how) => how.trim().length > 7),
		2
	);
	const count = numberOf(finding, 'places');
	const open = phrasing.one('limits.open', [
		`${name} limits how long it waits${other ? `, and so does ${placeName(project, other)}, in another way` : ''}${caller ? `; ${caller.name} stands above it` : ''}.`,
		count > 1
			? `There are time-outs in ${count} places here${told ? ` (${told})` : ''}, ${name} among them.`
			: `Only ${name} says how long to wait${told ? ` (${told})` : ''}.`,
		`${caller ? `${caller.name} leads to ${name}, which` : name} sets a time-out${other ? `; ${placeName(project, other)} sets another` : ''}.`
	]);
	const ask = phrasing.one('limits.ask', [
		'Where do these limits come from, and what happens to the work on the other side when one is reached?',
		'Add them up along one request: who gives up first, and what is still going on then?',
		'Why that long, and what does the code do once it is reached, when the other side may have finished all the same?',
		'Which would you shorten under load, and what may the other side have done by the time you give up?'
	]);
	return [
		draft({
			subject: 'limits',
			worth: caller || other ? 0.77 : 0.6,
			topic: 'resilience',
			category: 'tradeoffs',
			difficulty: 'senior',
			findings: [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [
				...(caller ? [caller.evidence] : []),
				...(other ? [other] : []),
				...history.related
			],
			rubric: [
				must(limitFromCaller()),
				must(maybeDone()),
				point('Limits along one request have to fit: the inner ones shorter than the outer.', [
					'the sum must stay below the client timeout',
					'otherwise the caller has left while we still work',
					'propagate a deadline instead of fixed values'
				]),
				somethingInstead(),
				point('Cancelling has to reach the work itself, or it goes on for nobody.', [
					'pass the signal or context down to the query',
					'abandoned work still uses resources',
					'abort the request and not only the waiting'
				])
			],
			modelAnswer: `The limit at ${name} turns waiting into an error that somebody has to handle. It should follow from how long whoever asked is ready to wait, and from how long the other side usually takes. Along one request the inner limits have to be shorter than the outer, or the caller has left while work goes on for nobody; a deadline that is handed down does that by itself. When it is reached, the other side may have done the work all the same, so asking again must be harmless. Giving up has to reach the work, by a signal or a context, and what the user gets instead is a decision${other ? `, which ${placeName(project, other)} may take differently` : ''}.`,
			hints: [
				'Follow one request from the user to the innermost call, with the limits on its way.',
				'Who knows, after giving up, whether the work was done?'
			],
			followUps: [
				clarifying(1, `Why that number at ${name}, and how would you know that it is too short?`, [
					essential(
						'It is compared with measured times, and too many ends by the limit show that it is too short.',
						['look at the share of calls that time out', 'compare with the p99 latency']
					),
					point('Too long shows as waiting requests that pile up.', [
						'if it is too long resources are held',
						'queues grow'
					])
				]),
				deeper(5, 'The caller has gone. Show me how the query or the call learns of it.', [
					essential('By a signal or context that is passed through every layer to the driver.', [
						'context cancellation reaches the database driver',
						'an abort signal handed to fetch'
					]),
					point('What cannot be cancelled should at least not start anything new.', [
						'check for cancellation between steps',
						'stop after the current step'
					])
				])
			]
		})
	];
}
