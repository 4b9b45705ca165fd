import { readAnswer, readQuestion } from '../comparison';
import { exactCoverage } from '../features/coverage';
import { isLong, measured, nearest, type Marking, type Measured } from '../marking';
import { rubbishOf } from '../rubbish';
import { TextIndex } from '../text-index';
import { isRightOrWrong, type GradedAnswer } from './graded-answer';

/** A graded answer, measured. */
export interface Example {
	qid: string;
	score: number;
	/** IDF-weighted recall of the reference: the baseline. */
	recall: number;
	/** Undefined for rubbish, from which nothing is learnt. */
	measured?: Measured;
}

/** Of one data set. */
export interface Examples {
	kind: Marking['kind'];
	list: readonly Example[];
}

/** Measures all answers of a set, by the features of long references where most of them are. */
export function examplesOf(answers: readonly GradedAnswer[]): Examples {
	const read = answers.map(({ qid, question, reference, answer, score }) => {
		const asked = readQuestion(question);
		const answered = readAnswer(answer);
		const related = new TextIndex([question, ...reference].join('\n'));
		const isRubbish = rubbishOf({ asked, answer: answered.index, related }) !== undefined;
		return { qid, score, isRubbish, comparison: nearest(asked, reference, answered) };
	});
	const long = read.filter(({ comparison }) => isLong(comparison)).length;
	const kind = long > read.length / 2 ? 'long' : isRightOrWrong(answers) ? 'paired' : 'short';
	return {
		kind,
		list: read.map(({ qid, score, isRubbish, comparison }) => ({
			qid,
			score,
			recall: exactCoverage(comparison),
			...(!isRubbish && { measured: measured(comparison, kind) })
		}))
	};
}
