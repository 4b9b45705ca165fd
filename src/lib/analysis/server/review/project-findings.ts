import type { Place } from '../../project';
import type { Draft, Finder, Material } from './draft';
import { codeFiles } from './languages';
import { folderOf } from './paths';
import type { SurveyedFile } from './survey';

/** What a project lacks, or has beside its code. */
export const projectFindings: readonly Finder[] = [
	noTests,
	noLicense,
	licensesDiffer,
	noReadme,
	noWorkflow,
	workflowsWithoutTests,
	decisionRecords
];

/** Where to look when what is found is that something is missing: the root's manifest or README. */
function home({ review, manifests, files }: Material): Place[] {
	const [manifest] = manifests.toSorted((one, other) => depth(one.path) - depth(other.path));
	const path = manifest?.path ?? review.documentation.readme?.path ?? files[0]?.path;
	return path === undefined ? [] : [{ path, startLine: 1 }];
}

const depth = (path: string) => path.split('/').length;

const largest = (files: readonly SurveyedFile[], most: number): Place[] =>
	files
		.toSorted((one, other) => other.lines - one.lines)
		.slice(0, most)
		.map(({ path }) => ({ path, startLine: 1 }));

function noTests(material: Material): Draft[] {
	const { tests } = material.review;
	const code = codeFiles(material.files);
	if (code.length < 5 || tests.files > 0 || tests.inlineFiles > 0) return [];
	return [
		{
			key: 'review/no-tests:',
			detector: 'review/no-tests',
			topic: 'testing',
			kind: 'risk',
			title: `None of the ${code.length} files of code is a test.`,
			detail:
				'What a change breaks is seen only where somebody tries it. The largest files are where a first test tells the most.',
			confidence: 0.9,
			manifestOnly: false,
			places: largest(code, 3),
			facts: { files: code.length }
		}
	];
}

function noLicense(material: Material): Draft[] {
	if (material.review.licenses.length > 0 || material.files.length === 0) return [];
	return [
		{
			key: 'review/no-license:',
			detector: 'review/no-license',
			topic: 'structure',
			kind: 'fact',
			title: 'No licence stands at the root, and no manifest names one.',
			detail:
				'Without a licence nobody else may use or change this code. For a private project that may be what is meant.',
			confidence: 0.9,
			manifestOnly: false,
			places: home(material),
			facts: {}
		}
	];
}

function licensesDiffer({ review: { licenses } }: Material): Draft[] {
	const text = licenses.find(({ from, id }) => from === 'text' && id !== undefined);
	const plain = (id: string) => id.toLowerCase().replace(/-(?:only|or-later)$/, '');
	const other = licenses.find(
		({ from, id, path }) =>
			from === 'manifest' &&
			folderOf(path) === '' &&
			/^[A-Z][\w.]*-?[\w.-]*$/i.test(id ?? '') &&
			/^(?:MIT|ISC|Apache-2|BSD-|GPL-|LGPL-|AGPL-|MPL-|Unlicense)/.test(id ?? '') &&
			plain(id ?? '') !== plain(text?.id ?? '')
	);
	if (!text?.id || !other?.id) return [];
	return [
		{
			key: 'review/licenses-differ:',
			detector: 'review/licenses-differ',
			topic: 'structure',
			kind: 'risk',
			title: `${other.path} names ${other.id}, and ${text.path} is the text of ${text.id}.`,
			detail: 'Registries show the one, readers of the repository see the other: which one holds?',
			confidence: 0.85,
			manifestOnly: false,
			places: [
				{ path: other.path, startLine: other.line },
				{ path: text.path, startLine: 1, endLine: 3 }
			],
			facts: { text: text.id, manifest: other.id }
		}
	];
}

function noReadme(material: Material): Draft[] {
	if (material.review.documentation.readme || codeFiles(material.files).length < 5) return [];
	return [
		{
			key: 'review/no-readme:',
			detector: 'review/no-readme',
			topic: 'structure',
			kind: 'fact',
			title: 'No README says what this is and how it is run.',
			detail: 'Whoever comes new has to find out from manifests and scripts.',
			confidence: 0.95,
			manifestOnly: false,
			places: home(material),
			facts: {}
		}
	];
}

/** Systems whose files are not read. */
const OTHER_CI =
	/^(?:\.?ci|\.buildkite|\.teamcity|\.semaphore|\.woodpecker)\/|^(?:\.?appveyor\.ya?ml|\.drone\.ya?ml|\.woodpecker\.ya?ml|cloudbuild\.ya?ml|buildspec\.ya?ml|\.cirrus\.yml|wercker\.yml|\.scrutinizer\.yml)$/;

function noWorkflow(material: Material): Draft[] {
	const isElsewhere = material.files.some(({ path }) => OTHER_CI.test(path));
	if (material.review.workflows.length > 0 || isElsewhere) return [];
	if (codeFiles(material.files).length < 10) return [];
	return [
		{
			key: 'review/no-ci:',
			detector: 'review/no-ci',
			topic: 'build_and_deployment',
			kind: 'fact',
			title: 'No continuous integration is set up in the repository.',
			detail:
				'Nothing here builds or tests a change before it is merged, unless a system outside does so.',
			confidence: 0.85,
			manifestOnly: false,
			places: home(material),
			facts: {}
		}
	];
}

function workflowsWithoutTests({ review: { workflows, tests } }: Material): Draft[] {
	const runTests = workflows.some(({ purposes }) => purposes.includes('test'));
	if (workflows.length === 0 || tests.files === 0 || runTests) return [];
	return [
		{
			key: 'review/ci-without-tests:',
			detector: 'review/ci-without-tests',
			topic: 'testing',
			kind: 'risk',
			title: `There are ${tests.files} files of tests, and no workflow seems to run them.`,
			detail:
				'Tests that nobody runs grow wrong in silence. A command that hides behind another name would escape this look.',
			confidence: 0.65,
			manifestOnly: false,
			places: workflows.slice(0, 4).map(({ path }) => ({ path, startLine: 1, endLine: 5 })),
			facts: { tests: tests.files, workflows: workflows.map(({ path }) => path) }
		}
	];
}

function decisionRecords({ review: { documentation } }: Material): Draft[] {
	const { decisions } = documentation;
	if (decisions.length === 0) return [];
	return [
		{
			key: 'review/decision-records:',
			detector: 'review/decision-records',
			topic: 'structure',
			kind: 'decision',
			title: `Decisions are written down: ${decisions.length} records in ${folderOf(decisions[0]!)}.`,
			detail: 'They say why, which no code does. Which of them would be decided otherwise today?',
			confidence: 0.95,
			manifestOnly: false,
			places: decisions.slice(0, 8).map((path) => ({ path, startLine: 1, endLine: 5 })),
			facts: { records: decisions.length, paths: decisions.slice(0, 20) }
		}
	];
}
