import linguist from 'linguist-js';
import { expect, test } from 'vitest';
import { linguistList } from './linguist-list';

test('[Q4] the list says of every name and ending what its own package says', async () => {
	const { byName, byEnding, languages } = await linguistList();
	const endings = [...byEnding.keys()].filter((ending) => ending.lastIndexOf('.') === 0);
	const asked: [string, readonly string[] | undefined][] = [
		...[...byName].filter(([name]) => !(name in Object.prototype)),
		...endings.map((ending): [string, readonly string[] | undefined] => [
			`x${ending}`,
			byName.get(`x${ending}`) ?? byEnding.get(ending)
		])
	];
	expect(asked.length).toBeGreaterThan(1_500);
	const { files, languages: told } = await linguist(
		asked.map(([name]) => name),
		{
			fileContent: asked.map(() => ''),
			...{ offline: true, quick: true, keepVendored: true, keepBinary: true, calculateLines: false }
		}
	);
	const theirs = asked.map(([name]) => [
		name,
		[files.results[name], ...(files.alternatives[name] ?? [])]
	]);
	expect(asked).toEqual(theirs);
	for (const [name, { type, color }] of Object.entries(told.results)) {
		expect(languages.get(name)).toMatchObject({ kind: type, ...(color && { color }) });
	}
});
