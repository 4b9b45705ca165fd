export { questionSchema } from './formats/question-schema';
export type { Evidence } from './evidence';
export type {
	Category,
	Difficulty,
	FollowUp,
	PublicQuestion,
	Question,
	RubricPoint
} from './questions';
