import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from '../../server/env';
import type { CodePiece } from '../code-pieces';
import type { Finding } from '../findings';
import type { Question } from '../questions';
import type { StageReports, StepProgress } from './ledger';
import { MemoryLedger } from './memory-ledger';
import { carryOut } from './pipeline';
import { readerVersion } from './read/read-facts';
import { ReaderPool } from './read/reader-pool';
import type { SourceRequest } from './source/open-source';
import type { WorkOrder } from './work/order';

/** Everything that an analysis tells; questions with their rubrics, for who runs it owns them. */
export interface Analysis extends StageReports {
	/** Which reader made the facts. */
	reader: string;
	name: string;
	commit?: string;
	findings: Finding[];
	questions: Question[];
	codePieces: readonly CodePiece[];
}

/**
 * `npm run analyse`: the same analysis without a server. What is named is a path of this machine, an
 * archive or a git URL.
 *
 * @throws AnalysisError with a sentence; ConfigurationError for a wrong environment
 */
export async function analyseFrom(
	source: string,
	signal: AbortSignal,
	onProgress: (progress: StepProgress) => void = () => undefined
): Promise<Analysis> {
	const folder = await mkdtemp(join(tmpdir(), 'greenroom-analysis-'));
	const readers = new ReaderPool();
	const ledger = new MemoryLedger({ onProgress });
	try {
		await carryOut(orderFor(source, folder), ledger, { signal, readers });
	} finally {
		await readers.close();
		await rm(folder, { recursive: true, force: true });
	}
	return {
		reader: readerVersion,
		...ledger.opening,
		...ledger.stages,
		findings: ledger.allFindings,
		questions: ledger.allQuestions,
		codePieces: ledger.pieces
	};
}

/** @param source a path, an archive or a URL; whoever runs a command may read what it names */
export function orderFor(source: string, folder: string): WorkOrder {
	const request = requestFor(source);
	const roots = request.kind === 'path' ? dirname(request.path) : '';
	const env = parseEnv({ ...process.env, LOCAL_REPO_ROOTS: roots });
	return { analysisId: 'command', request, folder, env };
}

function requestFor(source: string): SourceRequest {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return { kind: 'git', url: source };
	const path = resolve(source);
	if (/\.(zip|tar|tgz|tar\.gz)$/i.test(path)) return { kind: 'archive', file: path, name: source };
	return { kind: 'path', path };
}
