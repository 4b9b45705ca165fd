import { expect, test } from 'vitest';
import { generalBank } from '../../bank';
import { fittedSource } from './fitted-source';

test('[G1] without the sets that all others are read like no constants are made', () => {
	const claim = { qid: 'q1', question: 'Why?', reference: ['A.'], answer: 'A.', score: 1 };
	const answers = ['claims', 'mohler'].map((dataset) => ({ ...claim, dataset }));
	expect(() => fittedSource(answers.slice(0, 1), generalBank)).toThrow(/mohler and saf_english/);
	expect(() => fittedSource(answers, generalBank)).toThrow(/answers of saf_english/);
});
