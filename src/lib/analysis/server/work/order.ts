import type { SourceEnv, SourceRequest } from '../source/open-source';

/** What is to be analysed, and where. Plain data: it travels to another process. */
export interface WorkOrder {
	analysisId: string;
	request: SourceRequest;
	/** Of this analysis alone; a source that was brought here before a restart lies in it already. */
	folder: string;
	env: SourceEnv;
}
