import type { Evidence } from '../analysis';
import { categoryNames, difficultyNames, topicName } from '../question-words';
import { askedQuestions, settledTurns, type Attempt } from './asked';
import type { InterviewAnswer, ShownTurn, Summary } from './formats/answers';
import { block, escaped, heading, quoted } from './markdown-text';
import { attemptScore, gradedBy } from './scores';
import { studyList, type StudyPoint } from './study-list';
import {
	asSentence,
	counted,
	describeEvaluator,
	describeGrading,
	describeKind,
	duration,
	isOver,
	percent,
	rubbishSentences,
	turnNames,
	verdictNames
} from './words';

/** An interview as a file to keep. Whatever others wrote stands in it as text and changes nothing around it. Pure. */

/** @param summary how it went, or how it goes so far; @returns Markdown (CommonMark with tables) */
export function interviewAsMarkdown(interview: InterviewAnswer, summary: Summary): string {
	const turns = settledTurns(interview);
	const questions = askedQuestions(turns);
	const parts = [
		heading(1, `Interview: ${interview.title}`),
		factsOf(interview, summary),
		...scoresOf(interview, summary),
		...listOf('Strong', summary.keyStrengths),
		...listOf('Weak', summary.keyWeaknesses),
		...listOf('To work on', summary.improvementAreas),
		...(questions.length > 0 ? [heading(2, 'Answers')] : []),
		...questions.flatMap(({ attempts }, index) =>
			attempts.flatMap((attempt, at) =>
				attemptParts(attempt, index + 1, attempts.length > 1 ? at + 1 : undefined)
			)
		),
		...studyParts(turns)
	];
	return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** `interview-owner-shop-2026-03-02.md` */
export function fileName({ title, createdAt }: Pick<InterviewAnswer, 'title' | 'createdAt'>) {
	const name = title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return `interview-${name === '' ? '' : `${name}-`}${createdAt.slice(0, 10)}.md`;
}

function factsOf(interview: InterviewAnswer, summary: Summary): string {
	const { questionsAnswered, averageResponseTime } = summary;
	return [
		`${describeKind(interview)}, ${interview.createdAt.slice(0, 10)}${isOver(interview) ? '' : ', not over yet'}`,
		`${questionsAnswered} of ${counted(interview.totalQuestions, 'question')} answered`,
		...(questionsAnswered > 0 ? [`${averageResponseTime} an answer`] : [])
	].join(' · ');
}

function scoresOf({ turns }: InterviewAnswer, { overallScore, categoryScores }: Summary) {
	if (overallScore === null) return ['Nothing was answered, so there is no score.'];
	const rows = Object.entries(categoryScores).map(
		([category, score]) =>
			`| ${categoryNames[category as keyof typeof categoryNames]} | ${score ?? '–'} |`
	);
	const graded = gradedBy(turns);
	return [
		`**${overallScore} of 100**`,
		...(graded ? [escaped(describeGrading(graded))] : []),
		['| Category | Score |', '| --- | ---: |', ...rows].join('\n')
	];
}

const listOf = (title: string, lines: readonly string[]): string[] =>
	lines.length === 0
		? []
		: [heading(2, title), lines.map((line) => `- ${escaped(line)}`).join('\n')];

function attemptParts(attempt: Attempt<ShownTurn>, number: number, attemptNumber?: number) {
	const { main, followUps } = attempt;
	const score = attemptScore(attempt);
	const which = attemptNumber === undefined ? '' : ` (attempt ${attemptNumber})`;
	const about = [
		`${categoryNames[main.category]}, ${difficultyNames[main.difficulty].toLowerCase()}`,
		score === null ? 'no score' : `${Math.round(score)} of 100`
	];
	/** Each place in the code once a question. */
	const shown = new Set<string>();
	return [
		heading(3, `Question ${number}${which}: ${main.question}`),
		`*${about.join(' · ')}*`,
		...codeParts(main.evidence, shown),
		...main.hints.map((hint) => `*Hint asked for:* ${escaped(hint)}`),
		...answerParts(main, shown),
		...followUps.flatMap((turn) => [
			heading(4, `${turnNames[turn.type]}: ${turn.question}`),
			...answerParts(turn, shown)
		])
	];
}

function answerParts(turn: ShownTurn, shown: Set<string>): string[] {
	const { answer, evaluation, modelAnswer } = turn;
	if (answer === null) {
		return [
			turn.isLate ? '*The time ran out with nothing written.*' : '*It was not answered.*',
			...modelParts(modelAnswer)
		];
	}
	const asides = [
		...(turn.responseMs === undefined ? [] : [duration(turn.responseMs)]),
		...(turn.isLate ? ['the clock ended it'] : [])
	];
	return [
		`**Answer**${asides.length === 0 ? '' : ` (${asides.join('; ')})`}`,
		quoted(answer),
		...(evaluation ? evaluationParts(turn, evaluation, shown) : []),
		...modelParts(modelAnswer)
	];
}

function evaluationParts(
	{ answer, claims }: ShownTurn,
	{ score, confidence, feedback, evaluator, points, rubbish }: NonNullable<ShownTurn['evaluation']>,
	shown: Set<string>
): string[] {
	const lines = points.flatMap(({ pointId, verdict, claim, isEssential, quote, evidence }) => {
		const claimed = claims.findLast((one) => one.pointId === pointId);
		const words = ({ start, end }: { start: number; end: number }) =>
			escaped(answer?.slice(start, end) ?? '');
		return [
			`- **${verdictNames[verdict]}**${isEssential ? ' (essential)' : ''}: ${escaped(claim)}`,
			...evidence.map((place) => `  - In the code: ${placeOf(place)}`),
			...(quote ? [`  - In the answer: “${words(quote)}”`] : []),
			...(claimed ? [`  - The candidate says it is said here: “${words(claimed.span)}”`] : [])
		];
	});
	return [
		`**${score} of 100**, ${percent(confidence)} sure (${escaped(describeEvaluator(evaluator))})`,
		...(rubbish ? [rubbishSentences[rubbish]] : []),
		escaped(feedback),
		lines.join('\n'),
		...codeParts(
			points.flatMap(({ evidence }) => evidence),
			shown
		)
	];
}

const modelParts = (modelAnswer: string | undefined): string[] =>
	modelAnswer === undefined ? [] : ['**A good answer**', quoted(modelAnswer)];

/** Places with their lines, without those that were shown. */
function codeParts(evidence: readonly Evidence[], shown: Set<string>): string[] {
	return evidence.flatMap((one) => {
		const place = placeOf(one);
		if (shown.has(place) || one.snippet.trim() === '') return [];
		shown.add(place);
		return [place, block(one.snippet)];
	});
}

/** `src/users.js, lines 3–4` */
function placeOf({ path, startLine, endLine, commit }: Evidence): string {
	const lines = endLine === startLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`;
	const at = commit === undefined ? '' : `, at ${escaped(commit.slice(0, 10))}`;
	return `${escaped(path)}, ${lines}${at}`;
}

function studyParts(turns: readonly ShownTurn[]): string[] {
	const topics = studyList(turns);
	if (topics.length === 0) return [];
	return [
		heading(2, 'What to study'),
		...topics.flatMap(({ topic, questions, paths }) => [
			heading(3, topicName(topic)),
			...questions.flatMap(({ question, score, points }) => [
				`*${escaped(question)}* ${score === null ? 'Not answered.' : `${score} of 100.`}`,
				points.flatMap(studyLines).join('\n')
			]),
			paths.length === 0 ? '' : `Look at ${paths.map((path) => escaped(path)).join(', ')}`
		])
	];
}

/** A point, below what it would have answered where a follow-up asked for it. */
function studyLines(
	{ claim, asked, verdict, isClaimed }: StudyPoint,
	index: number,
	points: readonly StudyPoint[]
): string[] {
	const asides = [
		...(verdict === 'missing' ? [] : [verdictNames[verdict].toLowerCase()]),
		...(isClaimed ? ['said, says the candidate'] : [])
	];
	const line = `- ${escaped(asSentence(claim))}${asides.length === 0 ? '' : ` *(${asides.join('; ')})*`}`;
	if (asked === undefined) return [line];
	const isNew = asked !== points[index - 1]?.asked;
	return [...(isNew ? [`- Asked further: ${escaped(asked)}`] : []), `  ${line}`];
}
