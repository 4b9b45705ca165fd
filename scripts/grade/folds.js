import { report } from '../../bench/report.js';
import { answersInOrder, readAnswered } from '../../bench/answers-in-order.js';

/**
 * @typedef {Awaited<ReturnType<typeof import('./built.js').built>>} Grader
 * @typedef {ReturnType<Grader['parseGradedAnswers']>} Answers
 * @typedef {'r' | 'rmse' | 'f1'} Figure
 */

const COMMAND = 'npm run grade -- FILE.jsonl --folds';

/** Rubbish of each class and data set. */
const CASES = 500;
const SEED = 20_260;

/**
 * What each set has to reach, beyond the baseline on the same folds.
 *
 * @type {Record<string, { title: string, targets: Partial<Record<Figure, number>> }>}
 */
const TARGETS = {
	mohler: { title: 'G1 Mohler, unseen questions', targets: { r: 0.08, rmse: -0.06 / 5 } },
	saf_english: { title: 'G2 SAF English, unseen questions', targets: { r: 0.1 } },
	beetle_2way: { title: 'G2 Beetle, unseen questions', targets: { f1: 0.05 } },
	scientsbank_2way: { title: 'G2 SciEntsBank, unseen questions', targets: { f1: 0.05 } }
};

const NAMES = { r: 'Pearson r', rmse: 'RMSE of scores from 0 to 1', f1: 'macro-F1' };

/**
 * Ten folds grouped by question, repeated; rubbish; contrary claims. Into docs/measurements.md.
 *
 * @param {Grader} grader
 * @param {Answers} answers
 * @param {number} repeats
 */
export function measureFolds(grader, answers, repeats) {
	for (const [dataset, members] of Map.groupBy(answers, (one) => one.dataset)) {
		agreementWith(grader, dataset, members, repeats);
	}
	rubbish(grader, answers);
	contraries(grader, answers);
	claims(grader);
}

/**
 * @param {Grader} grader
 * @param {string} dataset
 * @param {Answers} answers
 * @param {number} repeats
 */
function agreementWith(grader, dataset, answers, repeats) {
	const { title, targets } = TARGETS[dataset] ?? {
		title: `${dataset}, unseen questions`,
		targets: {}
	};
	const areRightOrWrong = grader.isRightOrWrong(answers);
	const examples = grader.examplesOf(answers);
	const repetitions = grader.crossValidate(examples, areRightOrWrong, repeats);
	const { each, intervals, differences } = grader.compared(examples.list, repetitions);
	/** @type {Figure[]} */
	const figures = areRightOrWrong ? ['f1', 'r'] : ['r', 'rmse'];
	const questions = new Set(answers.map(({ qid }) => qid)).size;
	const said = figures.map(
		(figure) =>
			`${NAMES[figure]} ${range(intervals[figure])}, less the baseline’s ${range(differences[figure])}`
	);
	const { bins, error, brier, brierOfMean } = calibration(grader, examples.list, repetitions);
	report(
		title,
		COMMAND,
		`${answers.length} answers to ${questions} questions: ten folds grouped by question, drawn ${repeats} times, one run each; beside it a line through IDF-weighted recall of the reference, fitted on the same folds${areRightOrWrong ? ', its threshold chosen in the same way' : ''}. 95 % intervals, by a bootstrap over questions: ${said.join('; ')}. How often people’s score lay within 0.15, where confidence said so (tenths of it, answers of all draws in brackets): ${bins.map((bin) => `${bin.stated.toFixed(2)} → ${bin.true.toFixed(2)} (${bin.count})`).join(', ')}.`,
		[
			...figures.map((figure) => row(figure, each, differences[figure], targets[figure])),
			{ what: 'confidence, expected calibration error', values: [error], target: 'reported' },
			{
				...{ what: 'confidence, Brier score', values: [brier] },
				...{ peer: 'its mean for all', peerValues: [brierOfMean], target: 'reported' }
			},
			...(dataset === 'mohler' ? [answersInOrder(grader)] : [])
		]
	);
}

/**
 * Confidence in answers to questions that were not seen.
 *
 * @param {Grader} grader
 * @param {ReturnType<Grader['examplesOf']>['list']} list
 * @param {ReturnType<Grader['crossValidate']>} repetitions
 */
const calibration = (grader, list, repetitions) =>
	grader.calibrationOf(
		repetitions.flatMap(({ ours, sure }) =>
			list.map(({ score }, index) => ({
				chance: /** @type {number} */ (sure[index]),
				isTrue: grader.isWithin(/** @type {number} */ (ours[index]), score)
			}))
		)
	);

/** @param {[number, number]} interval */
const range = ([low, high]) => `${low.toFixed(3)} to ${high.toFixed(3)}`;

/**
 * @param {Figure} figure
 * @param {ReturnType<Grader['compared']>['each']} each
 * @param {[number, number]} difference
 * @param {number | undefined} target
 */
function row(figure, each, [low, high], target) {
	const values = each.map(({ ours }) => ours[figure]);
	const peerValues = each.map(({ baseline }) => baseline[figure]);
	const shown = { what: NAMES[figure], values, peer: 'IDF recall', peerValues };
	if (target === undefined) return { ...shown, target: 'reported' };
	const gained = mean(values) - mean(peerValues);
	const isMet = target < 0 ? gained <= target && high < 0 : gained >= target && low > 0;
	const way = target < 0 ? 'lower' : 'higher';
	return { ...shown, target: `${way} by ${Math.abs(target)}, surely so`, met: isMet };
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {Grader} grader @param {Answers} answers */
function rubbish(grader, answers) {
	const trials = grader.rubbishTrials(answers, CASES, SEED);
	report(
		'G3 Rubbish',
		COMMAND,
		`${CASES} cases a class and data set, made by rule and seed ${SEED}: share of them that got 10 of 100 at most, and the most that one got.`,
		[...Map.groupBy(trials, ({ kind }) => kind)].map(([kind, members]) => {
			const most = Math.max(...members.map((trial) => trial.most));
			const values = members.map(({ atMostTen }) => atMostTen);
			return {
				what: `${kind}, by data set; none above ${Math.ceil(most)}`,
				values,
				target: '≥ 0.99, none above 25',
				met: Math.min(...values) >= 0.99 && most <= 25
			};
		})
	);
}

/** @param {Grader} grader @param {Answers} answers */
function contraries(grader, answers) {
	const trials = grader.contraryTrials(answers);
	report(
		'G4 Contrary claims',
		COMMAND,
		'Each reference beside itself negated, affirmed, turned round or with its sides swapped, by rule: how often the true one gets more.',
		[...Map.groupBy(trials, ({ rule }) => rule)].map(([rule, members]) => {
			const pairs = members.reduce((sum, trial) => sum + trial.pairs, 0);
			const right = members.reduce((sum, { pairs, truthHigher }) => sum + pairs * truthHigher, 0);
			return {
				what: `${rule}, ${pairs} pairs`,
				values: [right / pairs],
				target: '≥ 0.9',
				met: right / pairs >= 0.9
			};
		})
	);
}

/** Where each way's pairs come from; only those of analyses were never looked at. */
const WAYS = /** @type {const} */ ({ rubric: 'through the rubric', reference: 'as a reference' });

/** @param {Grader} grader */
function claims(grader) {
	/** @type {[string, Parameters<Grader['claimTrials']>[0]][]} */
	const sources = [
		['twenty rubrics of analyses', readAnswered(2).map(({ question }) => question)],
		['general bank, looked at in development', grader.generalBank]
	];
	report(
		'G4 Contrary claims of rubrics',
		COMMAND,
		'Each claim of a rubric beside itself negated, affirmed, turned round or with its sides swapped, by rule: how often the true one gets more, with its 95 % interval (Wilson). The rubrics of analyses are those of bench/answers/version-2/, whose claims were not looked at.',
		sources.flatMap(([source, tasks]) => {
			const trials = grader.claimTrials(tasks);
			return Object.entries(WAYS).map(([way, how]) => {
				const members = trials.filter((trial) => trial.way === way);
				const pairs = members.reduce((sum, trial) => sum + trial.pairs, 0);
				const share = members.reduce((sum, { right }) => sum + right, 0) / pairs;
				const rules = members.map(({ rule, right, pairs: of }) => `${rule} ${right} of ${of}`);
				return {
					what: `${source}, ${how}: ${pairs} pairs (${rules.join(', ')}), ${range(grader.wilson(share, pairs))}`,
					values: [share],
					target: '≥ 0.9',
					met: share >= 0.9
				};
			});
		})
	);
}
