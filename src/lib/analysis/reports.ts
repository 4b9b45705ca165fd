import type { Category, Difficulty } from './questions';

/** What the second and the third stage tell, beside findings and questions: what pages draw. Types only. */

/** One file of people's own code, as the treemap shows it. */
export interface FileWeight {
	path: string;
	language: string;
	codeLines: number;
	/** Sum over its functions (McCabe). */
	complexity: number;
	/** Commits that changed it; 0 where there is no history. */
	commits: number;
	/** 0–1, churn × complexity; 0 where it is none. */
	heat: number;
}

/** A part of the module map: a folder, or a file where there are few. */
export interface MapNode {
	/** The folder's or file's path. */
	id: string;
	/** Files in it. */
	files: number;
	codeLines: number;
	/** 0 for what imports none of the others; what imports it stands higher. */
	layer: number;
	/** Whether it needs itself round about, by way of others. */
	isInCycle: boolean;
}

export interface MapEdge {
	from: string;
	to: string;
	/** Imports between the two. */
	imports: number;
}

export interface IntelligenceReport {
	/** Files by language, as they were parsed. */
	files: Record<string, number>;
	/** Files that could not be read whole, and why. */
	unread: Record<string, number>;
	functions: number;
	modules: {
		count: number;
		imports: number;
		/** Groups that need each other round about, the largest first. */
		cycles: string[][];
		layers: number;
		/** Those that most others import. */
		central: { path: string; in: number; out: number; layer: number }[];
	};
	/** At most 40 parts and 200 edges between them, the heaviest. */
	map: { nodes: MapNode[]; edges: MapEdge[] };
	/** The largest 400 files, the largest first. */
	weights: FileWeight[];
	complex: { path: string; name: string; complexity: number; startLine: number; endLine: number }[];
	hotSpots: {
		path: string;
		commits: number;
		complexity: number;
		score: number;
		worst?: { name: string; complexity: number; startLine: number; endLine: number };
	}[];
	coChanges: { paths: [string, string]; support: number; confidence: number; commits: string[] }[];
	duplicates: {
		places: [
			{ path: string; startLine: number; endLine: number },
			{ path: string; startLine: number; endLine: number }
		];
		lines: number;
	}[];
}

export interface InterviewReport {
	questions: number;
	categories: Record<Category, number>;
	difficulties: Record<Difficulty, number>;
	/** Pieces of code that are good to type. */
	codePieces: number;
}
