import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must } from './data-claims';
import { IN_BROWSER, lineOf, SERVES } from './lines-open';
import { historyAt, isElsewhere, nameAt, placeName } from './places';
import { comeBackSpread, missedWhileAway } from './work-claims';

/** What a client misses while it is away. */
export const missedNewsQuestions: QuestionMaker = {
	name: 'missed-news',
	make: missed
};

/** What a client misses while it is away. */
function missed(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const findings = ['pages', 'sockets', 'events', 'hosted'].flatMap(
		(subject) => lineOf(material, subject) ?? []
	);
	const places = findings.flatMap((one) => one.evidence.map((place) => ({ finding: one, place })));
	const listening = places.find(
		({ place }) =>
			(IN_BROWSER.test(place.path) ||
				/new (window\.)?(WebSocket|EventSource)/.test(place.snippet)) &&
			!/diagnos|check|(^|\/)server\//i.test(place.path)
	);
	if (!listening) return [];
	const { finding, place } = listening;
	const other = places
		.map((one) => one.place)
		.find(
			(one) => one.path !== place.path && SERVES.test(one.snippet) && !IN_BROWSER.test(one.path)
		);
	const asks = foundBy(material.findings, 'real-time', 'polling')[0]?.evidence.find((one) =>
		isElsewhere(one, place)
	);
	const history = historyAt(project, phrasing, place, !other && !asks);
	const name = nameAt(project, place);
	const open = phrasing.one('missed.open', [
		`${name} listens for news${asks ? `, and ${nameAt(project, asks)} asks on a timer as well` : ''}. A phone goes into a tunnel for two minutes.`,
		`A laptop sleeps for an hour while ${name} should have been listening${other ? ` to what ${placeName(project, other)} sends` : ''}.`,
		`The connection of ${name} breaks and comes back a minute later.`
	]);
	const ask = phrasing.one('missed.ask', [
		'What has the page missed, how does it know, and how does it get that?',
		'What is on the screen afterwards, and is it the same as after a reload?',
		'Could a message be shown twice, or two in the wrong order? Say what prevents it.'
	]);
	return [
		draft({
			subject: 'missed',
			worth: other || asks ? 0.84 : 0.68,
			topic: 'real_time',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: asks ? [finding, ...foundBy(material.findings, 'real-time', 'polling')] : [finding],
			question: `${open}${history.sentence} ${ask}`,
			evidence: [place],
			related: [...(other ? [other] : []), ...(asks ? [asks] : []), ...history.related],
			rubric: [
				must(missedWhileAway()),
				point('A number that grows with each message shows a gap and what comes twice.', [
					'sequence numbers detect missing messages',
					'the client remembers the last id it saw',
					'ignore ids that were seen already'
				]),
				point(
					'Loading the whole state after coming back is simple and always right, as long as it is small.',
					['refetch everything on reconnect', 'a fresh snapshot instead of a replay']
				),
				comeBackSpread(),
				point('The page should say that it is not up to date while it is not connected.', [
					'show the connection status',
					'tell the user that the data is stale'
				])
			],
			modelAnswer: `What was sent while the connection was away did not reach ${name}. The page has to notice that: by a number that grows with each message, which shows a gap and what came twice, or by loading the state anew whenever it comes back. The latter is simple and always right as long as the state is small; otherwise the server has to keep the last messages and send those behind a given number. Until then the page should say that it is not up to date. Coming back should be tried after growing, random pauses, so that not all clients return at once.`,
			hints: [
				'Does the page know that there was a gap?',
				'How could the server know what this page has seen?'
			],
			followUps: [
				clarifying(1, `What does ${name} do right now when the connection comes back?`, [
					essential(
						'Says whether it loads the state again or goes on as if nothing had happened.',
						['it just reconnects and waits for new messages', 'it refetches after reconnecting']
					),
					point('In the second case something is missing until a reload.', [
						'the view stays stale',
						'users have to refresh the page'
					])
				]),
				deeper(
					2,
					'The state is loaded anew while news keeps coming in. How do the two fit together?',
					[
						essential(
							'The state names the number up to which it is valid, and older messages are dropped.',
							['snapshot with a version', 'apply only messages newer than the snapshot']
						),
						point('Listen first, load then, so that nothing falls in between.', [
							'subscribe before fetching',
							'buffer messages until the snapshot is there'
						])
					]
				)
			]
		})
	];
}
