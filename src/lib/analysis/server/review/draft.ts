import type { Finding } from '../../findings';
import type { Manifest } from '../../manifests';
import type { Place } from '../../project';
import type { ProjectReview } from './report';
import type { SurveyedFile } from './survey';

/** A finding whose lines are not read yet. */
export interface Draft extends Omit<Finding, 'evidence'> {
	/** The best first. */
	places: Place[];
	/** What stands there must not be shown. */
	isSecret?: boolean;
}

export interface Material {
	review: ProjectReview;
	manifests: readonly Manifest[];
	files: readonly SurveyedFile[];
	paths: ReadonlySet<string>;
	/** Also of files that are there and were too large to be read, as lock files may be. */
	listed: ReadonlySet<string>;
}

/** One thing that follows surely from the review, or nothing. */
export type Finder = (material: Material) => Draft[];
