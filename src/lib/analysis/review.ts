/**
 * What the first stage, `project_review`, tells of a repository. Types only; the schema that they
 * come from is on the server.
 */
export type {
	Activity,
	Containers,
	Documentation,
	EntryPoint,
	Folder,
	LanguageShare,
	LeftOut,
	License,
	ManifestSummary,
	ProjectReview,
	Tests,
	Workflow
} from './server/review/report';
