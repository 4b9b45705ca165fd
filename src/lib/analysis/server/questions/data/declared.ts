import type { Project } from '../../../project';
import { clarifying, deeper, draft, essential, foundBy, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { changeOf, commitName, lastChangeOf, nameAt, placeName } from './places';

/** A library for data that a manifest asks for and no code was seen to use. */
export const declaredQuestions: QuestionMaker = {
	name: 'declared',
	make: declared
};

/** A client that is generated into the project's own folders is not imported by this name. */
const isGenerated = ({ paths }: Project, dependency: string): boolean =>
	/prisma/.test(dependency) && paths.some((path) => path.endsWith('.prisma'));

function declared({ project, findings }: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const all = foundBy(findings, 'data-access');
	const finding = all.find(({ manifestOnly }) => manifestOnly);
	const used = all.find((one) => !one.manifestOnly && textOf(one, 'library') !== '');
	const [place] = finding?.evidence ?? [];
	if (!finding || !place || isGenerated(project, textOf(finding, 'dependency'))) return [];
	const name = textOf(finding, 'dependency');
	const code = used?.evidence[0];
	const commit = lastChangeOf(project, place.path);
	const open = code
		? phrasing.one('declared.beside', [
				`${placeName(project, place)} asks for ${name}, and no code was seen that uses it; ${nameAt(project, code)} reaches its data by ${textOf(used!, 'library')}.`,
				`Beside ${textOf(used!, 'library')}, which ${nameAt(project, code)} uses, the manifest names ${name}. Nothing was seen that calls it.`
			])
		: phrasing.one('declared.alone', [
				`${placeName(project, place)} asks for ${name}, and no code was seen that uses it${commit ? `; the manifest last changed with ${commitName(commit)}` : ''}.`,
				`${name} is asked for in ${placeName(project, place)} and, it seems, used nowhere.${commit ? ` The last change of that manifest was ${commitName(commit)}.` : ''}`
			]);
	const ask = phrasing.one('declared.ask', [
		'Where is it used after all, or what keeps it there?',
		'What does a dependency cost that nobody calls, and how would you prove that it can go?',
		'Was there a change from one to the other, and what is left of it?'
	]);
	return [
		draft({
			subject: 'only-declared',
			worth: code ? 0.6 : 0.45,
			topic: 'data_access',
			category: 'architecture',
			difficulty: 'junior',
			findings: used ? [finding, used] : [finding],
			question: `${open} ${ask}`,
			evidence: [place],
			related: [...(code ? [code] : []), ...(commit ? [changeOf(commit, place.path)] : [])],
			rubric: [
				essential(
					'Says whether it is used, for instance by configuration, generated code or another library, or is left over.',
					[
						'it is loaded by the framework through configuration',
						'it is a leftover and can be removed',
						'another package needs it at run time'
					]
				),
				point(
					'Each dependency brings updates, security notices and time to install, used or not.',
					[
						'unused packages are attack surface',
						'they have to be kept up to date for nothing',
						'it makes the build and image larger'
					]
				),
				point('Removing it and running build and tests shows whether anything misses it.', [
					'delete it and see whether everything still passes',
					'a tool that finds unused dependencies',
					'check the lock file for who needs it'
				])
			],
			modelAnswer: `${name} is named in ${placeName(project, place)}, and no code was seen that uses it. It may be used in a way that is not visible as a call, by configuration or by another library, or it may be left from an earlier way${used ? ` before ${textOf(used, 'library')}` : ''}. As long as it stands there it has to be updated and watched for security notices, and makes installation longer. I would look who asks for it, remove it, and run build and tests; what still works without it does not need it.`,
			hints: [
				'Could something load it that is no call in your code?',
				'How would you find out without reading everything?'
			],
			followUps: [
				clarifying(1, `Who brought ${name} in, and what for?`, [
					essential(
						'Names the reason or the change that brought it, or how to find that in the history.',
						['look at the commit that added it', 'it was needed for a feature that is gone']
					),
					point('Where nobody knows, that itself is a reason to try without.', [
						'unknown dependencies should be questioned',
						'document why each is there'
					])
				]),
				deeper(3, 'The tests pass without it. Are you sure, and what else do you look at?', [
					essential(
						'What tests do not load: start in production, scripts, migrations, optional features.',
						['it may be needed only at run time', 'scripts and plugins are not covered by tests']
					),
					point('A deployment to a test environment and its log tell more.', [
						'try it in staging',
						'watch for missing modules'
					])
				])
			]
		})
	];
}
