import type { InterviewView } from './formats/answers';
import type { InterviewState, OpenTurn } from './interview';

/** What of an interview travels (rules S2, I11): the same for everybody with a part in it. Pure. */
export function showInterview(state: InterviewState): InterviewView {
	const { phase, isPaused, turn, analysisId } = state;
	return {
		kind: 'interview',
		status: isPaused ? 'paused' : phase,
		sessionType: state.sessionType,
		pace: state.pace,
		...(analysisId !== undefined && { analysisId }),
		title: state.title,
		candidateId: state.candidateId,
		totalQuestions: state.totalQuestions,
		questionNumber: turn?.number ?? state.number,
		...(turn && { current: showTurn(turn) }),
		clock: state.standing ?? state.clock,
		transcriptVersion: state.transcriptVersion
	};
}

function showTurn(turn: OpenTurn): NonNullable<InterviewView['current']> {
	const { question, type, relatedToQuestionId, attempt, hints, hintsLeft, askedAt } = turn;
	return {
		...question,
		type,
		...(relatedToQuestionId !== undefined && { relatedToQuestionId }),
		attempt,
		hints: [...hints],
		hintsLeft,
		askedAt
	};
}
