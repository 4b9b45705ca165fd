import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { agree, elsewhere, fileName, mainFirst, worded } from './worded';

/** What becomes of an error that nobody hears of. */
export const failureQuestions: QuestionMaker = {
	name: 'failures',
	make({ findings, project }, phrasing) {
		const [swallowed] = foundBy(findings, 'error-handling', 'swallowed').map((one) => ({
			...one,
			evidence: mainFirst(one.evidence)
		}));
		const [reports] = foundBy(findings, 'observability', 'errors').filter(
			({ manifestOnly }) => !manifestOnly
		);
		return swallowed?.evidence[0] ? [unheard(swallowed, passedOn(project), reports, phrasing)] : [];
	}
};

/** Handlers that do better: one of each file. */
const passedOn = (project: Project): Evidence[] =>
	project.sources.flatMap(({ path, catches }) => {
		const one = catches.find(({ passesOn }) => passesOn);
		if (!one) return [];
		return [project.evidence({ path, startLine: one.startLine, endLine: one.endLine })];
	});

function unheard(
	swallowed: Finding,
	passed: readonly Evidence[],
	reports: Finding | undefined,
	phrasing: Phrasing
): QuestionDraft {
	const count = numberOf(swallowed, 'handlers');
	const at = fileName(swallowed.evidence[0]!.path);
	const line = swallowed.evidence[0]!.startLine;
	const service = reports && listed(listOf(reports, 'libraries'), 2);
	const rule = elsewhere(passed, swallowed.evidence.slice(0, 1));
	const other = rule[0] && fileName(rule[0].path);
	const question = worded(
		phrasing,
		'unheard',
		[
			`${at} catches every error at line ${line} and does nothing with it${count > 1 ? `; there ${agree(count - 1, 'is one more', `are ${count - 1} more`)} of the kind` : ''}.`,
			...(other ? [`${other} passes an error on, and ${at} drops one at line ${line}.`] : []),
			`From tonight on, whatever the handler at line ${line} of ${at} catches happens every time.`,
			...(service
				? [`Errors are reported to ${service}, but not the one that ${at} catches at line ${line}.`]
				: []),
			`A reviewer stops at the empty handler in line ${line} of ${at}.`
		],
		[
			'Who learns of it, and when?',
			'What does the code behind it believe, and what does a user see?',
			'Which errors did you mean, and which others end there as well?',
			'When is that right, and how would a reader know that it was meant?'
		]
	);
	return draft({
		subject: 'unheard',
		worth: 0.9,
		category: 'implementation',
		difficulty: 'junior',
		topic: 'error_handling',
		question,
		findings: [swallowed, ...(reports ? [reports] : [])],
		evidence: swallowed.evidence.slice(0, 2),
		related: [
			...rule.slice(0, 2),
			...(reports?.evidence.slice(0, 1) ?? []),
			...swallowed.evidence.slice(2, 3)
		],
		rubric: [
			essential(
				'Nobody learns of it: no log, no report, no answer tells that it failed.',
				[
					'The failure is silent.',
					'It disappears without a trace.',
					'You would not see it in any log or monitor.'
				],
				{
					evidence: swallowed.evidence.slice(0, 2),
					contradictions: ['The error is logged there.', 'The error is passed on there.']
				}
			),
			essential(
				'What comes next goes on as if it had worked, with data that may be missing or half done.',
				[
					'The caller believes that it succeeded.',
					'Execution continues in a wrong state.',
					'It returns nothing and the code behind does not know why.'
				]
			),
			point(
				'A handler for everything also takes the errors that nobody thought of, such as a typing error in the code.',
				[
					'Bugs end up in there as well as the expected failure.',
					'Catch the narrow type that you expect and let the rest through.'
				]
			),
			point('Where nothing needs doing a comment should say why, or the type should.', [
				'If it is deliberate, write down the reason.',
				'An explained empty catch is fine for best-effort work.'
			]),
			point(
				service
					? `${service} never sees it, because it is caught before.`
					: 'At least a line in the log, at a level that fits, makes it findable.',
				service
					? [
							'Only uncaught errors get to the reporting.',
							'Monitoring stays blind to what is handled here.'
						]
					: [
							'Log it with context, even when you go on.',
							'A warning would show how often it happens.'
						]
			)
		],
		modelAnswer: `At line ${line} ${at} catches every error and does nothing${count > 1 ? `, and there ${agree(count - 1, 'is one more place', `are ${count - 1} more places`)} like it` : ''}. When it fails nobody hears of it${service ? `, ${service} included` : ''}, and the code behind goes on as if it had worked, perhaps with something missing. It also takes errors that were never meant, such as a mistake in the code itself. ${other ? `A handler in ${other} passes its error on, so that this one should say why it does not. ` : ''}If it is meant, because the work may fail without harm, I would name the one error that is expected and leave a sentence. Otherwise I would let it through, or log it at a level that fits and tell the caller.`,
		hints: [
			'Let it fail: what is different for anybody who looks from outside?',
			'Which errors can arise between the beginning of the attempt and this line?',
			'What would you have to write there so that a reader stops asking?'
		],
		followUps: [
			clarifying(2, `Say what the next line after that handler does when the attempt has failed.`, [
				essential('It runs all the same, with a value that is missing or old.', [
					'It goes on with undefined or stale data.',
					'It behaves as after a success.'
				]),
				point('The mistake shows later, in another place.', [
					'The symptom appears far from the cause.',
					'Something else breaks and is blamed.'
				])
			]),
			deeper(3, 'How do you narrow it to the failure that you expect, in this language?', [
				essential('Catch the one type or check the code of the error, and throw the rest on.', [
					'Filter by class and rethrow others.',
					'Handle only the expected error.'
				]),
				point('Keep the attempt as short as the call that may fail.', [
					'Put only one statement into it.',
					'A small block catches less by accident.'
				])
			])
		]
	});
}
