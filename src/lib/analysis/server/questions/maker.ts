import type { Finding } from '../../findings';
import type { Project } from '../../project';
import type { Question } from '../../questions';
import type { IntelligenceReport } from '../../reports';
import type { ProjectReview } from '../review/report';
import type { Phrasing } from './phrasing';

/** All that a repository's questions are made of. */
export interface QuestionMaterial {
	/** `owner/name`, or what the archive or folder is called. */
	name: string;
	project: Project;
	/** Of the first two stages. */
	findings: readonly Finding[];
	review: ProjectReview;
	report: IntelligenceReport;
}

export interface QuestionDraft extends Omit<Question, 'questionId'> {
	/** Stable within the maker, as a finding's key is: the question's id comes from both. */
	subject: string;
	/**
	 * 0–1: how much an interviewer who knows this repository would want to ask it. What rests on two
	 * related places (rule and exception, definition and caller, code and the commit that changed it) is
	 * worth more than what rests on one.
	 */
	worth: number;
	/** Whether its evidence shows two places that have to do with one another. */
	isRelated: boolean;
}

/** Makes questions about one kind of thing: a file of its own, with its test beside it. */
export interface QuestionMaker {
	/** First half of what its questions' ids come from: never renamed. */
	name: string;
	make(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[];
}
