import { expect, test } from 'vitest';
import { ownedByAnalysis } from './owned';
import {
	findingOf,
	questionOf,
	reportOf,
	scriptedHouse
} from './server/scripted-analyses.fixtures';

/** What leaves with a person, and what moves with one (rule R3). */

test('[R3] [I11] an export holds what was found and asked, and nothing that answers it', async () => {
	const house = await scriptedHouse();
	for (const name of ['ada', 'ben']) {
		const analysisId = await house.analyse(name);
		const run = await house.nextRun();
		await run.ledger.findings('project_review', [findingOf(`found for ${name}`)]);
		await run.ledger.stageDone('project_review', reportOf('project_review'));
		await run.ledger.questions([questionOf(`asked of ${name}`)]);
		run.finish();
		await house.until(name, analysisId, ({ status }) => status === 'completed');
	}
	const exported = Object.fromEntries(
		ownedByAnalysis.map((table) => [table.name, [...table.export(house.database.read, 'ada')]])
	);
	expect(exported).toMatchObject({
		analysis: [{ name: 'ada/shop', completedStages: ['project_review'] }],
		analysis_finding: [{ finding: { key: 'found for ada' } }],
		analysis_question: [{ question: { questionId: 'asked of ada' } }],
		analysis_stage: [{ report: { of: 'project_review' } }]
	});
	expect(JSON.stringify(exported)).not.toMatch(/ben|a secret/);
});

test('[R3] a guest’s analyses become the account’s, with what was said not so of them', async () => {
	const house = await scriptedHouse();
	const dismissed = [];
	for (const name of ['guest', 'ada']) {
		const analysisId = await house.analyse(name);
		const run = await house.nextRun();
		await run.ledger.findings('project_review', ['both', name].map(findingOf));
		const { items } = await house.service.findings(name, analysisId, { limit: 5 });
		for (const { id } of items) await house.service.dismiss(name, analysisId, id, true);
		dismissed.push(analysisId);
	}
	await house.database.write((tx) => {
		for (const table of ownedByAnalysis) table.move(tx, 'guest', 'ada');
	});
	const { items } = await house.service.list('ada', { limit: 5 });
	expect(items.map(({ analysisId }) => analysisId).toSorted()).toEqual(dismissed.toSorted());
	expect(items.map(({ findings }) => findings)).toEqual([0, 0]);
	expect((await house.service.list('guest', { limit: 5 })).items).toEqual([]);
});
