import { beforeAll, describe, expect, test } from 'vitest';
import { bank, ledger, notes, relay, service, shop } from './data/data.fixtures';
import { dataMakers } from './data-makers';
import type { QuestionDraft, QuestionMaterial } from './maker';
import { masked } from './masked';
import { Phrasing } from './phrasing';
import { faultsOf, materialOf } from './questions.fixtures';

let materials: QuestionMaterial[];
beforeAll(async () => {
	materials = await Promise.all(
		[shop, relay, service, bank, notes, ledger].map((contents) => materialOf(contents))
	);
});

const draftsFor = (name: string): QuestionDraft[] =>
	materials.flatMap((material) =>
		dataMakers.flatMap((maker) => maker.make(material, new Phrasing(name)))
	);

/** Enough repositories for every way of saying a thing to turn up. */
const names = Array.from({ length: 60 }, (_, place) => `people/project-${place}`);

describe('[Q3] questions about data and about work, in whatever words they come', () => {
	test('are whole, and read as sentences', () => {
		for (const draft of names.flatMap(draftsFor)) {
			expect(faultsOf(draft)).toEqual([]);
			expect(draft.question).toMatch(/[.?]$/);
			expect(`${draft.question} ${draft.modelAnswer} ${draft.hints.join(' ')}`).not.toMatch(
				/undefined|NaN|\[object| {2}| [,.;?]|,,|\.\.|\b1 (places|files|tables|calls|writes|locks)\b|\b(the the|a a)\b/
			);
		}
	});

	test('lead to the points without naming them', () => {
		for (const { question, hints, rubric, followUps } of names.flatMap(draftsFor)) {
			const told = `${question} ${hints[0]}`.toLowerCase();
			for (const { claim, wordings } of rubric) {
				for (const said of [claim, ...wordings]) expect(told).not.toContain(said.toLowerCase());
			}
			const types = new Set(followUps.map(({ type }) => type));
			expect(types).toEqual(new Set(['clarifying', 'deeper_technical']));
		}
	});

	test('are rarely asked of two repositories in the same words', () => {
		const counts = new Map<string, number>();
		for (const { question } of names.flatMap(draftsFor)) {
			const words = masked(question);
			counts.set(words, (counts.get(words) ?? 0) + 1);
		}
		const often = [...counts].filter(([, count]) => count > names.length / 4);
		expect(often).toEqual([]);
	});

	test('are of all categories and difficulties, and mostly about two places', () => {
		const drafts = draftsFor('ann/shop');
		expect(new Set(drafts.map(({ category }) => category)).size).toBe(4);
		expect(new Set(drafts.map(({ difficulty }) => difficulty)).size).toBe(3);
		const related = drafts.filter(({ isRelated }) => isRelated).length;
		expect(related / drafts.length).toBeGreaterThan(0.75);
	});

	test('show places that exist', () => {
		for (const material of materials) {
			for (const maker of dataMakers) {
				for (const { evidence } of maker.make(material, new Phrasing('ann/shop'))) {
					for (const { path, startLine, commit } of evidence) {
						expect(commit ?? material.project.lines(path).length).toBeTruthy();
						expect(startLine).toBeLessThanOrEqual(material.project.lines(path).length);
					}
				}
			}
		}
	});
});

test('[Q3] makers are told apart by their names', () => {
	expect(new Set(dataMakers.map(({ name }) => name)).size).toBe(dataMakers.length);
});

test('[Q3] nearly every maker has something to ask of one of these', () => {
	const silent = dataMakers.filter((maker) =>
		materials.every((material) => maker.make(material, new Phrasing('ann/shop')).length === 0)
	);
	expect(silent.map(({ name }) => name)).toEqual([]);
});

test('[Q3] of a repository in which nothing was found nothing is asked', async () => {
	const empty = await materialOf({ 'README.md': 'Words.' });
	expect(dataMakers.flatMap((maker) => maker.make(empty, new Phrasing('ann/words')))).toEqual([]);
});
