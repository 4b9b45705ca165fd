import type { Finding } from '../../../findings';
import type { Project } from '../../../project';
import { counted } from '../../detectors/detector';
import { clarifying, composed, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker } from '../maker';
import type { Phrasing } from '../phrasing';

/** Fields that a container fills, where other classes ask in their constructors. */
export const injectedFields: QuestionMaker = {
	name: 'injected-fields',
	make: ({ findings, project }, phrasing) =>
		foundBy(findings, 'dependency-injection', 'fields').map((found) =>
			asked(project, found, phrasing)
		)
};

function asked(project: Project, found: Finding, phrasing: Phrasing): QuestionDraft {
	const inFields = new Set(found.evidence.map(({ path }) => path));
	const asking = project.sources.filter(
		({ path, language, symbols, annotations }) =>
			language === 'java' &&
			!inFields.has(path) &&
			annotations.some(({ name }) =>
				/^(Service|Component|RestController|Controller)$/.test(name)
			) &&
			symbols.some(({ name, parameters }) => isConstructor(name) && (parameters?.length ?? 0) > 0)
	);
	const [example] = asking;
	const [fields, classes] = [numberOf(found, 'fields'), numberOf(found, 'classes')];
	const constructor = example?.symbols.find(({ name }) => isConstructor(name));
	const others = example
		? `${counted(asking.length, 'other class asks', 'other classes ask')} for theirs in the constructor, ${example.path} among them`
		: 'no class was seen that asks for its parts in a constructor';
	const [first] = found.evidence;
	return draft({
		subject: 'fields',
		worth: example ? 0.83 : 0.72,
		topic: 'dependency_injection',
		category: example ? 'tradeoffs' : 'implementation',
		difficulty: 'junior',
		findings: [found],
		evidence: found.evidence.slice(0, 3),
		related:
			example && constructor
				? [project.evidence({ path: example.path, startLine: constructor.startLine })]
				: [],
		question: composed(
			phrasing,
			'fields',
			[
				`${counted(fields, 'field is', 'fields are')} filled by the container in ${counted(classes, 'class', 'classes')}; ${others}.`,
				`In ${first?.path ?? 'some classes'} the container fills fields, as in ${counted(classes, 'class', 'classes')} altogether; ${others}.`,
				`You let the container set ${counted(fields, 'field')} behind the back of ${counted(classes, 'class', 'classes')}, and ${others}.`
			],
			[
				'What does that change for whoever writes a test?',
				'Is there a rule, and which of the two would you choose today?',
				'What can go wrong in such a class that could not in the other kind?',
				'Which class would show that it needs too much if it had to ask for everything?'
			]
		),
		rubric: [
			essential(
				'Such an object cannot be made complete without the container: a test needs it too, or reflection',
				[
					'you cannot just call new in a unit test',
					'the fields would be null',
					'tests have to start the framework or inject by reflection'
				],
				{ evidence: found.evidence.slice(0, 2) }
			),
			essential('A constructor says what the class needs, and its fields can be final', [
				'dependencies are explicit and immutable',
				'the object is never half initialised',
				'required collaborators are visible in the signature'
			]),
			point('A class that needs too much shows it by a long constructor, and not by fields', [
				'many constructor parameters are a smell you can see',
				'field injection hides that the class does too much'
			]),
			point(
				'Cycles between parts are found at the start with constructors, and hidden with fields',
				['circular dependencies fail fast', 'field injection allows cycles silently']
			),
			point('Fields are shorter to write, and a constructor can be generated', [
				'less boilerplate',
				'Lombok RequiredArgsConstructor gives the same brevity'
			])
		],
		modelAnswer: `
			${counted(fields, 'field is', 'fields are')} set by the container in ${counted(classes, 'class', 'classes')}, and ${others}. With fields such an
			object cannot be made complete without the container, so a unit test has to start the framework
			or reach in by reflection. With a constructor the class says what it needs, the fields are final
			and nothing is half made. A class that needs too much shows it in a long constructor, and a cycle
			between two parts fails at the start instead of hiding. Fields are shorter, but a constructor can
			be generated. So I would use constructors for what is required, and keep one way in all classes.
		`,
		hints: [
			'Write the first line of a unit test for such a class.',
			'How does a reader see what the class needs?',
			'What happens when two of those classes need each other?'
		],
		followUps: [
			clarifying(
				1,
				'In a plain unit test you call the class’s constructor. What do you get, and what happens at the first call?',
				[
					essential('An object whose fields are null, and a NullPointerException', [
						'the dependencies are missing',
						'it fails with a null reference'
					]),
					point('One has to set them by reflection or start a context', [
						'InjectMocks or ReflectionTestUtils',
						'a SpringBootTest'
					])
				]
			),
			deeper(4, 'Two of them need each other. What do you do, other than fill fields?', [
				essential('Take out what both need into a third class', [
					'extract the shared responsibility',
					'redesign so that the cycle disappears'
				]),
				point('Or let one tell the other by an event', [
					'publish an application event',
					'decouple by messaging'
				])
			])
		]
	});
}

const isConstructor = (name: string) => {
	const [type, method] = name.split('.').slice(-2);
	return type !== undefined && type === method;
};
