import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { composed, draft, foundBy, numberOf, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';
import { filesOf, followUps, replacing, styleOf } from './doubles-and-real-parts';
import { haveLanguageInCommon, isOneSided } from './languages';
import { realOnly, replacedOnly } from './one-kind-of-tests';

/** What tests replace, what they go through for real, and what each of the two can tell. */
export const testStyles: QuestionMaker = {
	name: 'test-styles',
	make: (material, phrasing) => {
		const { project, findings } = material;
		const [doubles] = [
			...foundBy(findings, 'testing', 'doubles'),
			...foundBy(findings, 'testing', 'fakes')
		];
		const real = foundBy(findings, 'testing')
			.filter(({ facts }) => 'what' in facts)
			.toSorted((one, other) => numberOf(other, 'files') - numberOf(one, 'files'));
		if (doubles && !isOneSided(doubles)) return [];
		const near = doubles && real.find((one) => haveLanguageInCommon(project, one, doubles));
		if (doubles && near) return [bothKinds(doubles, near, phrasing)];
		const [through] = real;
		if (through && !doubles && numberOf(through, 'files') >= FEW)
			return [realOnly(material, through, phrasing)];
		return doubles && !through && isUsual(project, doubles)
			? [replacedOnly(material, doubles, phrasing)]
			: [];
	}
};

/** Fewer are no habit. */
const FEW = 3;

/** Whether most tests are like that, and of one language: elsewhere others may go another way. */
function isUsual(project: Project, doubles: Finding): boolean {
	const tests = project.files.filter(({ isTest }) => isTest);
	const isOneLanguage = new Set(tests.map(({ language }) => language)).size === 1;
	return isOneLanguage && tests.length >= 3 && numberOf(doubles, 'files') * 2 >= tests.length;
}

function bothKinds(doubles: Finding, through: Finding, phrasing: Phrasing): QuestionDraft {
	const style = styleOf(doubles);
	const what = textOf(through, 'what');
	const replaced = filesOf(doubles);
	const real = numberOf(through, 'files');
	return draft({
		subject: 'both-kinds',
		worth: 0.84,
		topic: 'testing',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		findings: [doubles, through],
		evidence: doubles.evidence.slice(0, 2),
		related: through.evidence.slice(0, 2),
		question: composed(
			phrasing,
			'both-kinds',
			[
				`${counted(replaced, 'test file')} put ${style} in place of real parts, while tests of ${counted(real, 'file')} go through ${what}.`,
				`Your tests come in two kinds: ${style} in ${counted(replaced, 'test file')}, and ${what} in ${counted(real, 'file')}.`,
				`Some tests replace what is around the code (${style}, ${counted(replaced, 'test file')}), others use ${what} (${counted(real, 'file')}).`,
				`Compare ${placeOf(doubles)}, which puts ${style} in place of a part, with ${placeOf(through)}, which goes through ${what}.`
			].slice(replaced === 1 ? 1 : 0) as [string, ...string[]],
			[
				'How do you decide which kind a new test becomes?',
				'What has each kind caught that the other could not?',
				'Which of the two would you trust when the other disagrees, and why?',
				'If you could keep only one of them, which would it be, and what would you lose?',
				'Where do they overlap, and which of the two would you delete there?',
				'Name a fault that passes all of the first kind and is found by the second.'
			]
		),
		rubric: replacing(style, what),
		modelAnswer: `
			Tests with ${style} are fast and reach errors that are hard to make, but they only hold what
			the code asks of its partner, not that the partner answers so. Tests through ${what} hold that
			the parts fit together, and pay for it with time and with what one test leaves behind for the
			next. I replace what is slow, costs money or cannot be made to fail on purpose, and use the real
			thing where the question is whether two parts agree. A double that nobody compares with the
			real part grows wrong in silence. Where many tests replace the same part, that part wants an
			interface and one fake. With ten times as many tests I would keep most of them in the fast kind
			and a few through everything.
		`,
		hints: [
			`What does a test with ${style} believe that nobody checks?`,
			`What does a test through ${what} cost that the other does not?`,
			'Think of a partner that changes its answer: which of your tests would notice?'
		],
		followUps: followUps(what)
	});
}

const placeOf = ({ evidence }: Finding) => {
	const [first] = evidence;
	return first ? `${first.path}:${first.startLine}` : '';
};
