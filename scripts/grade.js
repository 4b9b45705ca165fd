// npm run grade -- FILE.jsonl [--scores OUT.jsonl]: how well the grader agrees with people.
// npm run grade -- FILE.jsonl --folds [--repeats N]: the same for questions that the fit has not seen, with rubbish
// and contrary claims, into docs/measurements.md. --fit: the constants anew.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readFileSync, writeFileSync } from 'node:fs';
import { built } from './grade/built.js';
import { measureFolds } from './grade/folds.js';
import { ensureBuilt } from './house/build.js';
import { requireNode } from './house/node-version.js';
import { ensurePackages } from './house/packages.js';
import { run } from './house/processes.js';

const FITTED = 'src/lib/interview/server/grader/fitted.ts';

requireNode();
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		scores: { type: 'string' },
		folds: { type: 'boolean', default: false },
		repeats: { type: 'string', default: '10' },
		fit: { type: 'boolean', default: false }
	}
});
const [file, ...others] = positionals;
const repeats = Number(values.repeats);
if (file === undefined || others.length > 0 || !Number.isInteger(repeats) || repeats < 1) {
	console.error(
		'Name the graded answers: npm run grade -- FILE.jsonl [--scores OUT.jsonl | --folds [--repeats N] | --fit]'
	);
	process.exit(1);
}
await ensurePackages();
await ensureBuilt();
const grader = await built();
try {
	const answers = grader.parseGradedAnswers(readFileSync(file, 'utf8'));
	if (answers.length === 0) throw new Error(`There are no graded answers in ${file}.`);
	if (values.fit) await fit(answers);
	else if (values.folds) measureFolds(grader, answers, repeats);
	else grade(answers);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

/** @typedef {ReturnType<typeof grader.parseGradedAnswers>} Answers */

/** @param {Answers} answers */
async function fit(answers) {
	writeFileSync(FITTED, grader.fittedSource(answers, grader.generalBank));
	await run('prettier', ['--write', FITTED]);
	console.log(`Written: ${FITTED}. Build again, and measure with --folds.`);
}

/** @param {Answers} answers */
function grade(answers) {
	const lines = grader.gradeAll(answers);
	if (values.scores) {
		const shown = lines.map(({ dataset, qid, answer, score, predicted }) =>
			JSON.stringify({ dataset, qid, answer, score, predicted })
		);
		writeFileSync(values.scores, `${shown.join('\n')}\n`);
	}
	for (const one of grader.agreement(lines)) {
		const f1 = one.f1 === undefined ? '' : `, macro-F1 ${one.f1.toFixed(3)}`;
		console.log(
			`${one.dataset}: n ${one.answers} (${one.questions} questions), Pearson r ${one.r.toFixed(3)}, RMSE ${one.rmse.toFixed(3)}${f1}`
		);
	}
}
