import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Reader } from '../../server/database';
import type { CodePiece } from '../code-pieces';
import type { Language } from '../facts';
import { analysis, codePiece } from './schema';

type From = Pick<Reader, 'select'>;

/** An analysis that has code to type. */
interface CodeHolder {
	analysisId: string;
	/** What its repository is called. */
	name: string;
	/** By the number of pieces, the most first. */
	languages: Language[];
}

/** What a choice among pieces goes by. */
export interface ListedPiece {
	id: string;
	path: string;
	name: string;
	characters: number;
}

interface KeptPiece {
	piece: CodePiece;
	analysisId: string;
	/** What its repository is called. */
	repository: string;
}

/** Of each of somebody's repositories the newest analysis that has pieces; the newest first. */
export function holdersOf(from: From, userId: string): CodeHolder[] {
	const rows = from
		.select({
			analysisId: analysis.id,
			name: analysis.name,
			repository: analysis.repository,
			language: codePiece.language
		})
		.from(codePiece)
		.innerJoin(analysis, eq(analysis.id, codePiece.analysisId))
		.where(eq(analysis.userId, userId))
		.groupBy(analysis.id, codePiece.language)
		.orderBy(desc(analysis.createdAt), desc(analysis.id), desc(count()))
		.all();
	const newest = new Map<string, string>();
	for (const { repository, analysisId } of rows) {
		if (!newest.has(repository)) newest.set(repository, analysisId);
	}
	const ofNewest = rows.filter((row) => newest.get(row.repository) === row.analysisId);
	return Array.from(
		Map.groupBy(ofNewest, ({ analysisId }) => analysisId),
		([analysisId, own]) => ({
			analysisId,
			name: own[0]!.name,
			languages: own.map(({ language }) => language)
		})
	);
}

/** Pieces of those of the analyses that are this person's. */
export function listPieces(
	from: From,
	userId: string,
	{ analysisIds, language }: { analysisIds: readonly string[]; language?: Language | undefined }
): ListedPiece[] {
	return from
		.select({
			id: codePiece.id,
			path: sql<string>`json_extract(${codePiece.piece}, '$.path')`,
			name: sql<string>`json_extract(${codePiece.piece}, '$.name')`,
			characters: codePiece.characters
		})
		.from(codePiece)
		.innerJoin(analysis, eq(analysis.id, codePiece.analysisId))
		.where(
			and(
				eq(analysis.userId, userId),
				inArray(codePiece.analysisId, [...analysisIds]),
				language && eq(codePiece.language, language)
			)
		)
		.all();
}

/** Undefined where it is gone since it was listed. */
export function pieceById(from: From, id: string): KeptPiece | undefined {
	const row = from
		.select({
			piece: codePiece.piece,
			analysisId: codePiece.analysisId,
			repository: analysis.name
		})
		.from(codePiece)
		.innerJoin(analysis, eq(analysis.id, codePiece.analysisId))
		.where(eq(codePiece.id, id))
		.get();
	return row && { ...row, piece: JSON.parse(row.piece) as CodePiece };
}
