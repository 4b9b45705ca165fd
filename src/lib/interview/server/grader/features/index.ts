import type { Comparison } from '../comparison';
import * as coverage from './coverage';
import type { Feature } from './feature';
import * as polarity from './polarity';
import * as size from './size';
import * as wording from './wording';

/** What is measured of an answer beside a reference, by name; the fitted constants go by these names. */
export const features = {
	coverage: coverage.coverage,
	fullCoverage: coverage.fullCoverage,
	exactCoverage: coverage.exactCoverage,
	countedCoverage: coverage.countedCoverage,
	keyCoverage: coverage.keyCoverage,
	clauseCoverage: coverage.clauseCoverage,
	pairCoverage: coverage.pairCoverage,
	leastPiece: coverage.leastPiece,
	neighbours: wording.neighbours,
	companions: wording.companions,
	trigramCosine: wording.trigramCosine,
	tetragramCosine: wording.tetragramCosine,
	longestRun: wording.longestRun,
	order: wording.order,
	precision: size.precision,
	newPrecision: size.newPrecision,
	newWords: size.newWords,
	answerLength: size.answerLength,
	lengthRatio: size.lengthRatio,
	lengthDifference: size.lengthDifference,
	questionShare: size.questionShare,
	askedShare: size.askedShare,
	missingNumbers: size.missingNumbers,
	referenceLength: size.referenceLength,
	referenceShare: size.referenceShare,
	negationMismatch: polarity.negationMismatch,
	opposition: polarity.opposition,
	sameVerdict: polarity.sameVerdict
} satisfies Record<string, Feature>;

export type FeatureName = keyof typeof features;

export type FeatureRow = Record<FeatureName, number>;

export const measureAll = (comparison: Comparison): FeatureRow => {
	const row: Partial<FeatureRow> = {};
	for (const name of Object.keys(features) as FeatureName[]) row[name] = features[name](comparison);
	return row as FeatureRow;
};
