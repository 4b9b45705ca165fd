export { shownQuestion } from './formats/answers';
export { questionSchema } from './formats/question-schema';
export { shownEvidence } from './formats/shown-finding';
export { categories, difficulties } from './questions';
export type { Evidence } from './evidence';
export type {
	Category,
	Difficulty,
	FollowUp,
	PublicQuestion,
	Question,
	RubricPoint
} from './questions';
