import { setTimeout as delay } from 'node:timers/promises';
import { makeShop } from '../../src/lib/analysis/server/analyses.fixtures';
import type { AnalysisAnswer } from '../../src/lib/analysis/answers';
import type { Caller } from './rest';

const PATIENCE_MS = 60_000;

/** A small repository with its history, packed. */
export async function shopTar(): Promise<Uint8Array<ArrayBuffer>> {
	const shop = await makeShop();
	try {
		return await shop.tar();
	} finally {
		await shop.remove();
	}
}

/** Uploads it, and waits for nothing. @returns the analysis' id */
export async function uploadShop(caller: Caller): Promise<string> {
	const answer = await caller.upload('/api/analyses?kind=folder&name=shop', await shopTar());
	return (answer.body as { analysisId: string }).analysisId;
}

export async function analysisOf(caller: Caller, analysisId: string): Promise<AnalysisAnswer> {
	return (await caller.get(`/api/analyses/${analysisId}`)).body as AnalysisAnswer;
}

/** Resolves once something is true of an analysis. */
export async function analysisThat(
	caller: Caller,
	analysisId: string,
	is: (answer: AnalysisAnswer) => boolean
): Promise<AnalysisAnswer> {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await delay(50)) {
		const answer = await analysisOf(caller, analysisId);
		if (is(answer)) return answer;
	}
	const { status, stage, failure } = await analysisOf(caller, analysisId);
	throw new Error(`the analysis does not get there: ${JSON.stringify({ status, stage, failure })}`);
}

export const isCompleted = ({ status, failure }: AnalysisAnswer): boolean => {
	if (failure) throw new Error(failure.errorMessage);
	return status === 'completed';
};
