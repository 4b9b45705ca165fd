import type { Finding } from '../../../findings';
import { clarifying, deeper, draft, essential, point, textOf } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { expandThenContract, inBatches, must } from './data-claims';
import { accessOf } from './mapper-sides';
import { placeName } from './places';

/** Documents whose form only the code knows. */
export const documentQuestions: QuestionMaker = {
	name: 'documents',
	make: (material, phrasing) => {
		const access = accessOf(material, /^document mapper$/);
		return access ? documents(material, access, phrasing) : [];
	}
};

function documents(
	material: QuestionMaterial,
	access: Finding,
	phrasing: Phrasing
): QuestionDraft[] {
	const { project } = material;
	const library = textOf(access, 'library');
	const [asked = access.evidence[0]!] = access.evidence.filter(({ path }) =>
		/model|schema/i.test(path)
	);
	const other = access.evidence.find((one) => one.path !== asked.path);
	const open = phrasing.one('documents.open', [
		`The schema in ${placeName(project, asked)} lives in the code; the database behind ${library} takes any document.`,
		`${library} checks documents by the schema at ${placeName(project, asked)}, and only when this program writes them.`,
		`What a document looks like is said at ${placeName(project, asked)} and nowhere in the database.`
	]);
	const ask = phrasing.one('documents.ask', [
		'A field becomes required tomorrow. What about the documents that are stored already?',
		'What do you give up by that, compared with constraints in tables, and where would you notice first?',
		'Why was that the right store for this data, and which question about the data is hard to answer with it?'
	]);
	return [
		draft({
			subject: 'documents',
			worth: other ? 0.78 : 0.6,
			topic: 'data_access',
			category: 'tradeoffs',
			difficulty: 'mid-level',
			findings: [access],
			question: `${open} ${ask}`,
			evidence: [asked],
			related: other ? [other] : [],
			rubric: [
				essential(
					'Documents that are stored already keep their old form and have to be borne or moved.',
					[
						'old documents lack the new field',
						'existing data is not changed by a new schema',
						'you need a data migration or defaults when reading'
					]
				),
				point(
					'The database itself refuses nothing: whoever writes past the mapper can store anything.',
					[
						'there are no constraints in the store',
						'a script or another service could write invalid documents',
						'validation happens only in the application'
					]
				),
				point('References between documents are not kept by foreign keys.', [
					'orphans appear when the referenced document is deleted',
					'no referential integrity',
					'you have to clean up dangling ids yourself'
				]),
				must(expandThenContract()),
				point('What is read together can be stored together, which saves joins.', [
					'embedding makes reads fast',
					'one document holds all that a page needs',
					'denormalised for the access pattern'
				])
			],
			modelAnswer: `With ${library} the schema is checked by the program when it writes; the database takes whatever comes. So a change of ${placeName(project, asked)} does nothing to documents that are stored already: they keep their old form until somebody moves them, and reading has to bear both. I would add the field as optional with a default, fill it in batches, and require it afterwards. References are not kept by foreign keys, so deleting leaves ids that point nowhere. In return, what is read together can be stored together, without joins.`,
			hints: [
				'Who checks a document, and at which moment?',
				'Think of what was stored last year, and of a script that does not use this code.'
			],
			followUps: [
				clarifying(
					2,
					'Where else could such a document be written, without this schema being asked?',
					[
						essential(
							'By scripts, other services, an admin tool or updates that skip validation.',
							['direct updates do not run validators', 'someone using the shell']
						),
						point('A validator in the database itself would catch those.', [
							'json schema validation on the collection',
							'put the rule into the database'
						])
					]
				),
				deeper(4, 'There are forty million of them. How do you move them while people write?', [
					inBatches(),
					point('Code that reads both forms is deployed first.', [
						'support old and new at the same time',
						'readers must tolerate the missing field'
					]),
					point('The migration can be stopped and started again without doing harm.', [
						'it is idempotent and resumable',
						'remember the last processed id'
					])
				])
			]
		})
	];
}
