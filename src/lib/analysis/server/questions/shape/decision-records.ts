import { posix } from 'node:path';
import { counted } from '../../detectors/detector';
import {
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	point,
	quoted
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

/** What the project has written down about its own decisions. */
export const decisionRecords: QuestionMaker = {
	name: 'decision-records',
	make: (material, phrasing) => asked(material, phrasing)
};

const NO_DECISION = /template|readme|index|record architecture decisions|use adr|markdown/i;

function asked({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const [found] = foundBy(findings, 'review/decision-records');
	if (!found) return [];
	const records = listOf(found, 'paths').flatMap((path) => {
		const title = titleOf(project.lines(path)) ?? wordsOf(path);
		return NO_DECISION.test(`${path} ${title}`) ? [] : [{ path, title }];
	});
	if (records.length === 0) return [];
	const record = phrasing.one('decision-record', records as [Titled, ...Titled[]]);
	const other = records.find(({ path }) => path !== record.path);
	const title = quoted(record.title);
	const asides = counted(records.length, 'record');
	return [
		draft({
			subject: record.path,
			worth: 0.84,
			topic: 'structure',
			category: 'tradeoffs',
			difficulty: 'senior',
			findings: [found],
			evidence: [project.evidence({ path: record.path, startLine: 1, endLine: 12 })],
			related: other ? [project.evidence({ path: other.path, startLine: 1, endLine: 5 })] : [],
			question: composed(
				phrasing,
				record.path,
				[
					`You wrote a decision down as ${title} (${record.path}).`,
					`${record.path} is one of ${asides} of decisions here: ${title}.`,
					`Among your written decisions is ${title}, in ${posix.basename(record.path)}.`,
					`Your own record ${posix.basename(record.path)} says ${title}.`
				],
				[
					'What spoke against it at the time, and has that come true?',
					'What would have to happen for you to reverse it, and what would the reversal cost?',
					'Where in the code does it hurt today, and would you decide the same again?',
					'Which alternative was second, and what would be different now?',
					'How would somebody see in the code that it is still kept?'
				]
			),
			rubric: [
				essential(
					`The decision ${title} had a real alternative, and was taken for reasons that held then`,
					[
						'we compared it with another option',
						'the context at the time made it the better choice',
						'there was a trade-off and we chose this side'
					]
				),
				essential(
					'It has a price that shows today, in code, in time, or in what can no longer be done easily',
					['the downside is', 'it costs us', 'the consequence is that something became harder']
				),
				point(
					'It would be reversed when its reasons no longer hold: another load, another team, a part that is gone',
					[
						'if the requirements change',
						'when that assumption turns out to be wrong',
						'a concrete trigger for revisiting it'
					]
				),
				point('Something keeps the code in line with it: a rule of the linter, a test, a review', [
					'an automated check enforces it',
					'architecture tests',
					'reviewers look for violations'
				]),
				point('A reversal is a new record that points to the old one, so that the reasons stay', [
					'supersede instead of deleting',
					'history of decisions is kept',
					'mark it as superseded'
				])
			],
			modelAnswer: `
				I would begin with what was true when ${title} was decided: what we needed, what we did not know,
				and which alternative came second. Then its price, with a place in the code where it shows
				today. A decision is good for as long as its reasons hold, so I would name the one change, of
				load, of team or of a part that we rely on, that would make me reverse it, and what the way back
				would cost. What keeps the code in line with it should be a check and not memory. And a reversal
				is a new record that points to this one, since the reasons are worth more than the result.
			`,
			hints: [
				'What was the second best choice, and why only second?',
				'Show a place in the code that would look different without it.',
				'Which of its reasons is the weakest today?'
			],
			followUps: [
				clarifying(
					2,
					'Show me one place that is worse because of it, and say why it is worth it all the same.',
					[
						essential('A concrete place with what is awkward there', [
							'this file has to work around it',
							'here it makes the code longer'
						]),
						point('What is gained elsewhere outweighs it', [
							'the benefit in other parts',
							'in return we get consistency or safety'
						])
					]
				),
				deeper(4, 'How would you have a machine notice that the code no longer keeps to it?', [
					essential('A check over imports, names or calls that fails the build', [
						'a lint rule or an architecture test',
						'static analysis in CI'
					]),
					point('What cannot be checked is asked in the review, by a list', [
						'a checklist for reviewers',
						'a pull request template'
					])
				])
			]
		})
	];
}

interface Titled {
	path: string;
	title: string;
}

/** The first heading, without its number. */
function titleOf(lines: readonly string[]): string | undefined {
	const heading = lines.find((line) => /^#\s+\S/.test(line));
	return (
		heading
			?.replace(/^#\s+/, '')
			.replace(/^(?:ADR[\s-]*)?\d+[.:)\s–-]*/i, '')
			.trim() || undefined
	);
}

const wordsOf = (path: string) =>
	posix
		.basename(path)
		.replace(/\.[^.]*$/, '')
		.replace(/^(?:adr-?)?\d+[-_]*/i, '')
		.replace(/[-_]+/g, ' ');
