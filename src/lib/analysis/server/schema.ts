import {
	blob,
	index,
	integer,
	primaryKey,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { user } from '../../accounts/server/schema';
import { languages } from '../facts';
import { findingKinds, topics } from '../findings';
import { analysisStatuses, stages } from '../stages';

/** One analysis of one state of a repository (section N). */
export const analysis = sqliteTable(
	'analysis',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		sourceKind: text('source_kind', { enum: ['git', 'archive', 'folder', 'path'] }).notNull(),
		/** A git URL without credentials, or a local path; null for what was uploaded. */
		sourceAddress: text('source_address'),
		/** For people: `owner/name`, the archive's or the folder's name. */
		name: text('name').notNull(),
		/** The same for the same repository of the same person: what dismissals and re-analyses go by. */
		repository: text('repository').notNull(),
		status: text('status', { enum: analysisStatuses }).notNull(),
		/** The stage that runs, or failed. */
		stage: text('stage', { enum: stages }),
		/** JSON of Stage[]. */
		completedStages: text('completed_stages').notNull().default('[]'),
		/** JSON of what `analysis_progress` said last. */
		progress: text('progress'),
		/** JSON of `{ errorCode, errorMessage, retryable }`. */
		failure: text('failure'),
		commit: text('commit'),
		/** Of the first stage, once it is done. */
		mainLanguage: text('main_language'),
		/** The analysis whose unchanged files are not parsed again. */
		previousId: text('previous_id'),
		/** What lies on disk for it. */
		bytes: integer('bytes').notNull().default(0),
		createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
		finishedAt: integer('finished_at', { mode: 'timestamp_ms' })
	},
	(table) => [
		index('analysis_user').on(table.userId, table.createdAt),
		index('analysis_repository').on(table.userId, table.repository),
		index('analysis_status').on(table.status)
	]
);

const ofAnalysis = () =>
	text('analysis_id')
		.notNull()
		.references(() => analysis.id, { onDelete: 'cascade' });

/** What a stage found out, whole: JSON of its report. */
export const analysisStage = sqliteTable(
	'analysis_stage',
	{
		analysisId: ofAnalysis(),
		stage: text('stage', { enum: stages }).notNull(),
		report: text('report').notNull(),
		finishedAt: integer('finished_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.analysisId, table.stage] })]
);

/** A step's outcome that later steps need: after a restart it is not done again (rule N6). */
export const analysisStep = sqliteTable(
	'analysis_step',
	{
		analysisId: ofAnalysis(),
		step: text('step').notNull(),
		/** JSON, deflated. */
		outcome: blob('outcome', { mode: 'buffer' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.analysisId, table.step] })]
);

/** A file as its syntax tree told it. */
export const analysisFile = sqliteTable(
	'analysis_file',
	{
		analysisId: ofAnalysis(),
		path: text('path').notNull(),
		/** Names its content: git's id of the blob. */
		hash: text('hash').notNull(),
		/** Which reader made the facts: another one's are made anew. */
		reader: text('reader').notNull(),
		/** JSON of FileFacts, deflated. */
		facts: blob('facts', { mode: 'buffer' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.analysisId, table.path] })]
);

export const analysisFinding = sqliteTable(
	'analysis_finding',
	{
		/** What `?findingId` names. */
		id: text('id').primaryKey(),
		analysisId: ofAnalysis(),
		/** Gapless from 1 within the analysis (rule N3). */
		seq: integer('seq').notNull(),
		stage: text('stage', { enum: stages }).notNull(),
		key: text('key').notNull(),
		topic: text('topic', { enum: topics }).notNull(),
		kind: text('kind', { enum: findingKinds }).notNull(),
		/** JSON of Finding. */
		finding: text('finding').notNull()
	},
	(table) => [
		uniqueIndex('analysis_finding_seq').on(table.analysisId, table.seq),
		uniqueIndex('analysis_finding_key').on(table.analysisId, table.key)
	]
);

/** A question of the bank, kept as it is found: an interview may start from the third. */
export const analysisQuestion = sqliteTable(
	'analysis_question',
	{
		id: text('id').primaryKey(),
		analysisId: ofAnalysis(),
		seq: integer('seq').notNull(),
		/** JSON of Question. */
		question: text('question').notNull()
	},
	(table) => [uniqueIndex('analysis_question_seq').on(table.analysisId, table.seq)]
);

/** A piece of the repository's code that is good to type. */
export const codePiece = sqliteTable(
	'code_piece',
	{
		id: text('id').primaryKey(),
		analysisId: ofAnalysis(),
		language: text('language', { enum: languages }).notNull(),
		characters: integer('characters').notNull(),
		/** JSON of CodePiece. */
		piece: text('piece').notNull()
	},
	(table) => [index('code_piece_analysis').on(table.analysisId, table.language)]
);

/** "Not so": hidden, with its questions, in this and every later analysis of the repository. */
export const dismissedFinding = sqliteTable(
	'dismissed_finding',
	{
		userId: text('user_id')
			.notNull()
			.references(() => user.id, { onDelete: 'cascade' }),
		repository: text('repository').notNull(),
		key: text('key').notNull(),
		dismissedAt: integer('dismissed_at', { mode: 'timestamp_ms' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.userId, table.repository, table.key] })]
);
