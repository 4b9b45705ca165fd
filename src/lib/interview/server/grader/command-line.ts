/** The grader for the command line: `scripts/grade.js` and the benches use what is built of this. */
export { generalBank } from '../bank';
export { claimTrials } from './fit/claim-trials';
export { compared, crossValidate } from './fit/cross-validation';
export { examplesOf } from './fit/examples';
export { fittedSource } from './fit/fitted-source';
export { agreement, gradeAll, isWithin } from './fit/graded';
export { calibrationOf, wilson } from './fit/measures';
export { isRightOrWrong, parseGradedAnswers } from './fit/graded-answer';
export { contraryTrials, rubbishTrials } from './fit/trials';
export { grade } from './grade';
