import { readdirSync, readFileSync } from 'node:fs';
import { report } from './report.js';

/**
 * One finding of those that were drawn at random, as it was judged by reading the repository.
 *
 * @typedef {object} Label
 * @property {string} key
 * @property {boolean} manifestOnly only a manifest says so: counts apart
 * @property {'right' | 'wrong' | 'unsure'} verdict
 */

/**
 * What somebody who read a repository says of it, before an analysis did.
 *
 * @typedef {object} List
 * @property {string} repository
 * @property {boolean} isNew nobody had looked at it while the detectors were made
 * @property {{ statement: string, found: string | null }[]} items `found`: the finding that says it,
 * `report` where a report does
 */

const LABELS = 'docs/analysis-labels.json';
const LISTS = 'docs/analysis-lists';

/** 95 %. */
const Z = 1.96;

/** Q2: how many findings are right, and how much of what a reader sees is found. */
export async function findingsJudged() {
	/** @type {Label[]} */
	const labels = JSON.parse(readFileSync(LABELS, 'utf8')).labels;
	const seen = labels.filter(({ manifestOnly }) => !manifestOnly);
	const declared = labels.filter(({ manifestOnly }) => manifestOnly);
	const precision = rightOf(seen);
	const lists = readdirSync(LISTS).map(
		(name) => /** @type {List} */ (JSON.parse(readFileSync(`${LISTS}/${name}`, 'utf8')))
	);
	const fresh = lists.filter(({ isNew }) => isNew);
	const known = lists.filter(({ isNew }) => !isNew);
	report(
		'Q2 Findings, judged by reading',
		'npm run bench -- Q2',
		`Verdicts in ${LABELS}: findings drawn at random from repositories that nobody had used while the detectors were made, each held against the code; what could not be decided counts as wrong. Statements in ${LISTS}/: what a reader says of repositories, written down before an analysis ran on them; found where a finding or a report says the same. What the first five lists showed to be missing was built afterwards, so that only the others tell how much a new repository yields. ${interval(seen)}`,
		[
			{
				what: `precision of ${seen.length} findings`,
				values: [precision],
				target: '≥ 0.9',
				met: precision >= 0.9
			},
			...(declared.length > 0
				? [
						{
							what: `precision of ${declared.length} findings that only a manifest tells`,
							values: [rightOf(declared)],
							target: 'counts apart'
						}
					]
				: []),
			...recalled('new to the detectors', fresh),
			...recalled('that the detectors were built on', known)
		]
	);
}

/** @param {string} which @param {List[]} lists */
function recalled(which, lists) {
	const all = lists.flatMap(({ items }) => items);
	return [
		{
			what: `recall of ${all.length} statements about ${lists.length} repositories ${which}`,
			values: [foundOf(all)],
			target: 'reported'
		},
		...lists.map(({ repository, items }) => ({
			what: `of them of ${repository} (${items.length})`,
			values: [foundOf(items)],
			target: 'reported'
		}))
	];
}

/** @param {Label[]} labels */
const rightOf = (labels) =>
	labels.filter(({ verdict }) => verdict === 'right').length / labels.length;

/** @param {List['items']} items */
const foundOf = (items) => items.filter(({ found }) => found !== null).length / items.length;

/** Wilson's interval of a share. @param {Label[]} labels */
function interval(labels) {
	const share = rightOf(labels);
	const square = Z ** 2 / labels.length;
	const middle = (share + square / 2) / (1 + square);
	const half =
		(Z / (1 + square)) *
		Math.sqrt((share * (1 - share)) / labels.length + square / 4 / labels.length);
	const [low, high] = [middle - half, middle + half].map((value) => value.toFixed(2));
	return `The precision's 95 % interval is ${low} to ${high} (Wilson).`;
}
