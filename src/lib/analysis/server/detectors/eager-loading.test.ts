import { describe, expect, it } from 'vitest';
import { dataAccess } from './data-access';
import { findingOf, placesIn } from './detectors.fixtures';

const loaded: [string, Record<string, string>][] = [
	['Python', { 'a.py': 'A.objects.select_related("owner")\nB.objects.prefetch_related("tags")\n' }],
	[
		'PHP',
		{
			'a.php':
				"<?php use App\\Models\\A; A::query()->with('owner');\nA::query()->with(['tags' => fn ($q) => $q, 'b']);\n"
		}
	],
	['Ruby', { 'a.rb': 'Story.includes(:user)\nStory.preload(:tags)\n' }],
	['C#', { 'a.cs': 'var a = x.Include(o => o.Items);\nvar b = y.Include(o => o.Owner);\n' }],
	[
		'Go',
		{
			'a.go': 'package a; func f() { db.Preload("Items").Find(&x)\ndb.Preload("Owner").Find(&y) }\n'
		}
	]
];

describe('eager loading', () => {
	it.each(loaded)('[Q2] sees related rows that come along: %s', async (_, contents) => {
		const found = await findingOf(dataAccess, 'eager-loading', contents);
		expect(placesIn(found).map((place) => place.split(':')[1])).toEqual(['1', '2']);
		expect(found?.facts['places']).toBe(2);
	});

	it('[Q2] says nothing of lists that include an element, and of values for a view', async () => {
		expect(
			await findingOf(dataAccess, 'eager-loading', {
				'a.rb': 'roles.includes("admin")\nroles.includes(role)\n',
				'a.php':
					"<?php\nuse App\\Models\\User;\nview('a')->with('user', 1);\nredirect()->with('status', 'ok');\nview('b')->with(['a' => 1]);\n$driver->with(['prompt' => 'x']);\n",
				'a.ts': "names.includes('a');\nnames.includes('b');\n"
			})
		).toBeUndefined();
	});
});
