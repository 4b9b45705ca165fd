import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { must, versionNotices } from './data-claims';
import { isElsewhere, nameAt, placeName } from './places';

/** Changes of others that are noticed when saving. */
export const versionColumnQuestions: QuestionMaker = {
	name: 'version-columns',
	make: byVersions
};

/** Changes that are noticed afterwards. */
function byVersions(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const finding = foundBy(material.findings, 'concurrency', 'version-columns')[0];
	const [place] = finding?.evidence ?? [];
	if (!finding || !place) return [];
	const rows = foundBy(material.findings, 'concurrency', 'row-locks')[0]?.evidence[0];
	const other =
		rows ??
		finding.evidence.find((one) => isElsewhere(one, place)) ??
		foundBy(findings, 'transactions', 'opened')[0]?.evidence[0];
	const name = placeName(project, place);
	const open = phrasing.one('versions.open', [
		`The version at ${name} tells whether somebody else changed the row in between${rows ? `; ${nameAt(project, rows)} takes a lock instead` : ''}.`,
		`${rows ? `Two ways to deal with two at once: a version at ${name}, a lock in ${nameAt(project, rows)}.` : `Whoever saves the row behind ${name} second is told so, by its version.`}`,
		`A version is kept at ${name}, so that of two changes at once the later one fails.`
	]);
	const ask = phrasing.one('versions.ask', [
		'What does the person whose change fails get to see, and what should it be?',
		'Who tries again, with which data, and when is trying again wrong?',
		'Which writes go past the version, and what is it worth then?'
	]);
	return [
		draft({
			subject: 'by-versions',
			worth: 0.84,
			topic: 'concurrency',
			category: 'implementation',
			difficulty: 'mid-level',
			findings: [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: other ? [other] : [],
			rubric: [
				must(versionNotices()),
				essential(
					'Somebody has to decide what the loser does: try again on fresh data, merge, or ask the person.',
					[
						'show the conflict to the user',
						'reload and apply the change again',
						'handle the optimistic lock exception'
					]
				),
				point('Trying again blindly overwrites what the other one wanted.', [
					'an automatic retry can undo someone’s change',
					'only safe if the operation is relative or mergeable'
				]),
				point('Bulk updates and raw SQL do not touch the version, and pass it by.', [
					'updates that do not go through the mapper ignore it',
					'a script can change the row without raising the version'
				]),
				point(
					'It costs nothing while conflicts are rare, and much work is thrown away where they are frequent.',
					['good for low contention', 'under heavy contention a lock is better']
				)
			],
			modelAnswer: `The version at ${name} is compared when the row is saved; if somebody else was faster, the save fails instead of overwriting. Nobody waits, which is good while conflicts are rare. What the loser does is the code's decision: try again on fresh data where the change is relative, otherwise show the conflict and let the person decide, because trying again blindly undoes what the other wanted. Updates in bulk or SQL by hand do not raise the version and pass it by. Where many want the same row, a lock throws less work away.`,
			hints: [
				'Two people open the same form, both save.',
				'What does the second one’s save find, and what should happen then?'
			],
			followUps: [
				clarifying(
					2,
					'What does the interface answer in that case, and what does the page do with it?',
					[
						essential('A conflict, and the page offers the newer state or a choice.', [
							'409 or 412 and a message',
							'reload and show both versions'
						]),
						point('What was typed must not be lost.', [
							'keep the user’s input',
							'do not throw away the form'
						])
					]
				),
				deeper(4, 'How would you find writes that forget the version, before they do harm?', [
					essential(
						'A condition in the database or a review of all statements that update that table.',
						['a trigger that requires the version to grow', 'search for bulk updates']
					),
					point('A test with two overlapping saves shows it.', [
						'a concurrency test',
						'save twice from the same snapshot'
					])
				])
			]
		})
	];
}
