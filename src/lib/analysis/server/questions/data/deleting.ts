import type { Evidence } from '../../../evidence';
import type { CallFact } from '../../../facts';
import type { Project } from '../../../project';
import { distinct, listed } from '../../detectors/detector';
import type { TableModel } from '../../detectors/tables';
import { clarifying, deeper, draft, essential, foundBy, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { dataCallsOf, DELETES, targetOf } from './data-calls';
import { inBatches, longDeleteLocks, mistakeTakesAll, must } from './data-claims';
import { nameAt } from './places';
import { type Child, childrenOf, tableNamed } from './tables-by-name';

/** Code that deletes a row others point at. */
export const deletingQuestions: QuestionMaker = {
	name: 'deleting',
	make: deleting
};

interface Deletion {
	callee: string;
	place: Evidence;
	table: TableModel;
	children: Child[];
}

/** What rows are handed to when they shall go: a session, a context, a repository. */
const DELETES_WHAT_IT_GETS =
	/(^|\.)(\w*session|_?context|_?db|em|\w*[mM]anager|\w*[rR]epo(sitory)?)$/;

/** Lists lose members, and pages lose elements. */
const isRow = ({ callee, args }: CallFact) =>
	!(/\.(remove|delete)$/.test(callee) && /[sS]ervice\.\w+$/.test(callee)) &&
	!(args.length === 0 && callee.endsWith('.remove')) &&
	!/^[:'"`]/.test(args[0] ?? '');

/** Code that deletes a row others point at, those with most below them first. */
function deletionsOf(project: Project): Deletion[] {
	const reaching = new Set(dataCallsOf(project).map(({ file }) => file));
	return project
		.calls(DELETES)
		.filter(({ file, fact }) => reaching.has(file) && isRow(fact))
		.flatMap(({ file, fact }): Deletion[] => {
			const [argument = ''] = fact.args;
			const target = targetOf(fact);
			const table =
				(DELETES_WHAT_IT_GETS.test(target) && /^[a-z]\w*$/i.test(argument)
					? tableNamed(project, argument)
					: undefined) ?? (isRelation(target) ? undefined : tableNamed(project, target));
			const children = table ? childrenOf(project, table) : [];
			if (table?.softDelete && !/force|really/i.test(fact.callee)) return [];
			if (!table || !children.some((child) => child.table.name !== table.name)) return [];
			const place = project.evidence({
				path: file.path,
				startLine: fact.startLine,
				endLine: fact.endLine
			});
			return [{ callee: fact.callee, place, table, children }];
		})
		.toSorted((one, other) => other.children.length - one.children.length);
}

/** `self.follows` are the links of one row, and removing one leaves what it points at. */
const isRelation = (target: string) =>
	/^(self|this|@?\w+)\.\w+s$/.test(target) &&
	!/^(this\.\w*[rR]epo|_?context|_?db|prisma)/.test(target);

const ruleOf = ({ onDelete }: Child) => onDelete ?? 'no rule';

function deleting(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project, findings } = material;
	const [deletion] = deletionsOf(project);
	if (!deletion) return [];
	const { callee, place, table, children } = deletion;
	const names = distinct(children.map((child) => child.table.name)).filter(
		(one) => one !== table.name
	);
	const rules = distinct(children.map(ruleOf));
	const cascades = children.filter(({ onDelete }) => onDelete === 'CASCADE');
	const [child] = cascades.length > 0 ? cascades : children;
	const name = nameAt(project, place);
	const pointing = `${listed(names, 3)} ${names.length === 1 ? 'points' : 'point'} at ${table.name}`;
	const open = phrasing.one('delete.open', [
		`${name} deletes from ${table.name} by ${callee}, and ${pointing}.`,
		`One call of ${callee} in ${name} and a row of ${table.name} is gone, while ${pointing}.`,
		`${pointing}${rules.length === 1 && cascades.length > 0 ? `, ${names.length > 1 ? 'each ' : ''}with ON DELETE CASCADE` : rules.length > 1 ? `, with ${listed(rules)}` : ''}; the delete itself is in ${name}.`
	]);
	const ask = phrasing.one('delete.ask', [
		'What is left of the rows that pointed there, and who decided that: the database, the mapper or this code?',
		'Somebody deletes the wrong one. What is gone, what can be brought back, and how?',
		'What else disappears with it, how long does that take for the largest one, and what if it was the wrong one?',
		'What is gone after a mistake, and what would speak for marking the row instead?'
	]);
	return [
		draft({
			subject: 'deleting',
			worth: 0.91,
			topic: 'schema',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [
				...foundBy(findings, 'schema', 'cascades'),
				...foundBy(findings, 'data-access').slice(0, 1)
			],
			question: `${open} ${ask}`,
			evidence: [place],
			related: child ? [project.evidence(child.place), project.evidence(table.place)] : [],
			rubric: [
				essential(
					cascades.length > 0
						? `Deleting a row of ${table.name} takes the rows of ${listed(distinct(cascades.map((one) => one.table.name)), 3)} along.`
						: `Rows of ${listed(names, 3)} that point at it must be deleted first, or the delete is refused or leaves orphans.`,
					cascades.length > 0
						? [
								'the cascade removes all dependent rows',
								'everything that references it is deleted as well',
								'the children go with the parent'
							]
						: [
								'the foreign key stops the delete while children exist',
								'without a rule you get a constraint error or orphans',
								'the dependent rows have to be handled by the code'
							],
					{ evidence: child ? [project.evidence(child.place)] : [] }
				),
				must(mistakeTakesAll()),
				longDeleteLocks(),
				point(
					'Marking the row as deleted keeps it for undoing and for history, and every query has to leave it out.',
					[
						'soft delete with a flag or a timestamp',
						'archive it instead of removing it',
						'a deleted-at column makes it recoverable'
					]
				),
				point('What the law wants erased has to go for good, also from copies and backups.', [
					'personal data must really be removed',
					'gdpr requires deletion',
					'anonymise the rows that must stay'
				])
			],
			modelAnswer: `${name} deletes from ${table.name}, and ${pointing}. ${cascades.length > 0 ? `The database then deletes the rows of ${listed(distinct(cascades.map((one) => one.table.name)), 3)} as well, within the same statement and without the code seeing them` : 'No rule was found that deletes them along, so the code or the mapper has to do it first, or the database refuses'}. That leaves no orphans, but one wrong call takes everything below along and only a backup brings it back. With very many rows below, it is one long transaction whose locks others wait for, so it should be done in batches. Marking the row instead keeps it for undoing, at the price that every query leaves marked rows out; what has to be erased by law must still go for good.`,
			hints: [
				`Draw ${table.name} and everything that refers to it.`,
				'What happens to each of those rows in the moment of the delete, and who says so?',
				'Now think of a mistake, and of a row with a million others below it.'
			],
			followUps: [
				clarifying(
					1,
					`Take ${child?.table.name ?? names[0]}: where exactly is it said what happens to its rows?`,
					[
						essential(
							child?.onDelete
								? `In the foreign key of ${child.table.name}, which says ${child.onDelete}.`
								: 'Nowhere in the schema, so the default applies and the delete is refused while they exist.',
							child?.onDelete
								? ['in the on delete clause of the constraint', 'the database enforces it']
								: ['the default is restrict or no action', 'the constraint blocks the delete']
						),
						point(
							'A mapper may also delete them itself, with its own hooks, before the database would.',
							[
								'the orm has its own cascade setting',
								'dependent destroy loads and deletes each row'
							]
						)
					]
				),
				deeper(
					3,
					'The largest one has three million rows below it. How do you delete it without anybody noticing?',
					[
						inBatches(),
						point(
							'Hide it first, so that users see it gone at once, and clean up in the background.',
							['mark it as deleted and let a job remove the rest', 'asynchronous deletion']
						),
						point(
							'An index on the column that points at it is needed, or each step reads the whole table.',
							[
								'the foreign key column must be indexed',
								'otherwise every delete scans the child table'
							]
						)
					]
				)
			]
		})
	];
}
