import type { Manifest } from '../../manifests';
import type { License } from './report';
import { isLicense } from './wanted';

/** Words that only the text of one licence has; the first that are all there decide. */
const fingerprints: [string, readonly string[]][] = [
	['AGPL-3.0', ['gnu affero general public license', 'version 3']],
	['LGPL-3.0', ['gnu lesser general public license', 'version 3, 29 june 2007']],
	['LGPL-2.1', ['gnu lesser general public license', 'version 2.1']],
	['GPL-3.0', ['gnu general public license', 'version 3']],
	['GPL-2.0', ['gnu general public license', 'version 2']],
	['Apache-2.0', ['apache license', 'version 2.0']],
	['MPL-2.0', ['mozilla public license', '2.0']],
	['EPL-2.0', ['eclipse public license', '2.0']],
	['EUPL-1.2', ['european union public licence', '1.2']],
	['SSPL-1.0', ['server side public license']],
	['BUSL-1.1', ['business source license 1.1']],
	['Elastic-2.0', ['elastic license 2.0']],
	['BSL-1.0', ['boost software license - version 1.0']],
	['CC0-1.0', ['cc0 1.0 universal']],
	['CC-BY-SA-4.0', ['attribution-sharealike 4.0 international']],
	['CC-BY-4.0', ['attribution 4.0 international']],
	['Unlicense', ['this is free and unencumbered software released into the public domain']],
	['WTFPL', ['do what the fuck you want to public license']],
	[
		'Zlib',
		[
			"this software is provided 'as-is', without any express or implied warranty",
			'altered source versions'
		]
	],
	['Artistic-2.0', ['the artistic license 2.0']],
	[
		'PostgreSQL',
		[
			'permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee'
		]
	],
	['BSD-3-Clause', ['redistribution and use in source and binary forms', 'neither the name']],
	[
		'BSD-3-Clause',
		['redistribution and use in source and binary forms', 'may not be used to endorse']
	],
	['BSD-2-Clause', ['redistribution and use in source and binary forms']],
	[
		'ISC',
		[
			'permission to use, copy, modify, and/or distribute this software for any purpose',
			'provided that the above copyright notice'
		]
	],
	['0BSD', ['permission to use, copy, modify, and/or distribute this software for any purpose']],
	[
		'ISC',
		[
			'permission to use, copy, modify, and distribute this software for any purpose',
			'provided that the above copyright notice'
		]
	],
	[
		'MIT',
		[
			'permission is hereby granted, free of charge, to any person obtaining a copy',
			'the software is provided "as is"'
		]
	]
];

/** SPDX id of a licence's text; undefined where it is none of the well-known ones. */
export function licenseOf(text: string): string | undefined {
	const plain = text
		.slice(0, 100_000)
		.toLowerCase()
		.replaceAll(/[\s*#]+/g, ' ')
		.replaceAll(/[“”]/g, '"');
	return fingerprints.find(([, words]) => words.every((word) => plain.includes(word)))?.[0];
}

/** What the licence files say, then what the manifests say. */
export function licensesOf(
	texts: ReadonlyMap<string, string>,
	manifests: readonly Manifest[]
): License[] {
	const files = Array.from(texts)
		.filter(([path]) => isLicense(path))
		.map(([path, text]): License => ({ id: licenseOf(text), path, line: 1, from: 'text' }));
	const said = manifests.flatMap(({ license, path }): License[] =>
		license
			? [
					{
						id: license.slice(0, 200),
						path,
						line: lineOf(texts.get(path), license),
						from: 'manifest'
					}
				]
			: []
	);
	return [...files, ...said].slice(0, 50);
}

function lineOf(text: string | undefined, license: string): number {
	const lines = text?.split('\n') ?? [];
	const index = lines.findIndex((line) => /licen[cs]e/i.test(line) && line.includes(license));
	return index === -1 ? 1 : index + 1;
}
