import type { SymbolFact } from '../../facts';
import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { distinct, finding, listed, placeOf, type Detector } from './detector';
import { libraryFindings } from './libraries';
import { JVM, SCRIPTS, type Mark, type Use } from './marks';

const NAME = 'validation';
const BEAN_VALIDATION = 'Bean Validation';

const validators: readonly Mark[] = [
	{
		name: 'Zod',
		in: SCRIPTS,
		imports: /^zod(\/.*)?$/,
		calls:
			/^(z|zod)\.(object|strictObject|looseObject|discriminatedUnion)$|\.(safeParse|parseAsync|safeParseAsync)$/,
		dependency: /^zod$/
	},
	{
		name: 'Joi',
		in: SCRIPTS,
		imports: /^(joi|@hapi\/joi)$/i,
		calls: /^(Joi|joi)\.object(\(\)\.\w+)*$|^celebrate$/,
		dependency: /^(joi|@hapi\/joi|celebrate)$/
	},
	{
		name: 'Yup',
		in: SCRIPTS,
		imports: /^yup$/,
		calls: /^(yup|Yup)\.object(\(\)\.shape)?$|^object$/,
		dependency: /^yup$/
	},
	{
		name: 'Valibot',
		in: SCRIPTS,
		imports: /^valibot$/,
		calls: /^v\.(object|parse|safeParse)$/,
		dependency: /^valibot$/
	},
	{
		name: 'class-validator',
		in: SCRIPTS,
		imports: /^class-validator$/,
		annotations:
			/^(Is\w+|Min|Max|MinLength|MaxLength|Length|Matches|ValidateNested|ArrayNotEmpty)$/,
		calls: /^validate(Sync|OrReject)?$/,
		dependency: /^class-validator$/
	},
	{
		name: 'express-validator',
		in: SCRIPTS,
		imports: /^express-validator/,
		calls: /^(body|check|param|query|checkSchema|validationResult)$/,
		dependency: /^express-validator$/
	},
	{
		name: 'Ajv',
		in: SCRIPTS,
		imports: /^ajv/,
		calls: /^new (Ajv|Ajv2020)$|\.compile$/,
		dependency: /^ajv$/
	},
	{
		name: 'TypeBox',
		in: SCRIPTS,
		imports: /^@sinclair\/typebox$/,
		calls: /^(Type|t)\.Object$/,
		dependency: /^@sinclair\/typebox$/
	},
	{ name: 'superstruct', in: SCRIPTS, imports: /^superstruct$/, calls: /^(object|assert|create)$/ },
	{
		name: 'Pydantic',
		in: ['python'],
		imports: /^(pydantic|pydantic_settings)(\.|$)/,
		bases: /^(pydantic\.)?BaseModel$/,
		annotations: /^(field_)?validator$|^model_validator$/,
		dependency: /^pydantic$/i
	},
	{
		name: 'Marshmallow',
		in: ['python'],
		imports: /^(marshmallow|flask_marshmallow|webargs)/,
		bases: /Schema$/,
		dependency: /^marshmallow$/i
	},
	{ name: "DRF's serializers", in: ['python'], imports: /^rest_framework/, bases: /Serializer$/ },
	{
		name: "Django's forms",
		in: ['python'],
		imports: /^django(\.|$)/,
		bases: /^(forms\.)?(Model)?Form$/
	},
	{ name: 'WTForms', in: ['python'], imports: /^(wtforms|flask_wtf)/, bases: /Form$/ },
	{ name: 'Cerberus', in: ['python'], imports: /^cerberus$/, calls: /Validator$/ },
	{
		name: BEAN_VALIDATION,
		in: JVM,
		imports: /^(javax|jakarta|org\.hibernate)\.validat(ion|or)/,
		annotations:
			/^((field|get):)?(NotNull|NotBlank|NotEmpty|Size|Min|Max|Email|Pattern|Positive\w*|Past|Future\w*|Valid|Validated|Digits|Length)$/
	},
	{
		name: 'go-playground/validator',
		in: ['go'],
		imports: /go-playground\/validator/,
		calls: /validator\.New$|\.Struct$|RegisterValidation$/,
		dependency: /go-playground\/validator/
	},
	{
		name: "Gin's binding",
		in: ['go'],
		imports: /gin-gonic\/gin/,
		calls: /\.(ShouldBind\w*|Bind|BindJSON|BindWith|MustBindWith)$/
	},
	{ name: 'ozzo-validation', in: ['go'], imports: /ozzo-validation/, calls: /^validation\.\w+$/ },
	{
		name: 'FluentValidation',
		in: ['csharp'],
		bases: /^AbstractValidator/,
		calls: /^RuleFor$/,
		dependency: /^FluentValidation/
	},
	{
		name: 'Data annotations',
		in: ['csharp'],
		imports: /^System\.ComponentModel\.DataAnnotations$/,
		annotations:
			/^(Required|StringLength|MaxLength|MinLength|Range|EmailAddress|RegularExpression)$/
	},
	{
		name: "Active Record's validations",
		in: ['ruby'],
		calls: /^(validates|validates_\w+)$/
	},
	{
		name: 'strong parameters',
		in: ['ruby'],
		calls: /^params(\(\))?\.(require|permit)(\(\)\.permit)?$|\.require\(\)\.permit$/
	},
	{
		name: 'dry-validation',
		in: ['ruby'],
		bases: /^Dry::Validation::Contract$/,
		dependency: /^dry-validation$/
	},
	{
		name: "Laravel's form requests",
		in: ['php'],
		bases: /(^|\\)FormRequest$/
	},
	{
		name: "Laravel's validator",
		in: ['php'],
		imports: /^\\?(Illuminate\\|Validator$)/,
		calls: /^(\w*[rR]equest\.validate|this\.validate|Validator\.make)$/
	},
	{
		name: "Symfony's constraints",
		in: ['php'],
		imports: /^Symfony\\Component\\Validator/,
		annotations: /^Assert\\\w+$/
	},
	{
		name: 'validator',
		in: ['rust'],
		imports: /^(validator|garde)/,
		annotations: /^(validate|garde)$/,
		calls: /\.validate$/,
		dependency: /^(validator|garde)$/
	}
];

/** What a form checks in the browser, a client may leave out. */
const ofServers = validators.map((mark) => ({ ...mark, isOfServers: true }));

/**
 * What a constraint on a parameter says is only checked where something asks for it: `@Valid`, a
 * validator that is called. One on a field is there for that.
 */
const ASKS = /^(Valid|Validated)$/;
const IS_BEAN = /^(javax|jakarta)\.validation(\.|$)/;

const CONSTRAINT =
	/^((field|get):)?(NotNull|NotBlank|NotEmpty|Size|Min|Max|Email|Pattern|Positive\w*|Past|Future\w*|Digits|Length)$/;

const isInMethod = (symbols: readonly SymbolFact[], line: number) =>
	symbols.some(
		({ kind, startLine, endLine }) => kind === 'method' && startLine <= line && line <= endLine
	);

const isOfInput =
	(project: Project) =>
	({ name }: Mark) =>
		name !== BEAN_VALIDATION ||
		project.sources.some(
			({ language, imports, annotations, calls, symbols }) =>
				JVM.includes(language) &&
				imports.some(({ specifier }) => IS_BEAN.test(specifier)) &&
				(annotations.some((one) => ASKS.test(one.name)) ||
					calls.some(({ callee }) => /[vV]alidator\.validate$/.test(callee)) ||
					annotations.some(
						({ name: constraint, line }) =>
							CONSTRAINT.test(constraint) && !isInMethod(symbols, line)
					))
		);

const isOnce = (all: readonly Use[]) => all.reduce((sum, { uses }) => sum + uses, 0) === 1;

/** What checks input before it is used, and input that goes to the database as it came. */
export const validation: Detector = {
	name: NAME,
	topics: ['validation'],
	detect: (project) => [
		...libraryFindings(project, NAME, ofServers.filter(isOfInput(project)), [
			{
				subject: 'libraries',
				topic: 'validation',
				title: (names, uses) =>
					`${isOnce(uses) ? 'At least one input' : 'Input'} is validated with ${names}.`,
				detail:
					'What is declared can be told to clients and tested alone. Look at what happens to fields that nobody declared, and at rules that only the database or only the page knows.'
			}
		]),
		...wholeBodies(project)
	]
};

const WRITES =
	/\.(create|insertOne|insertMany|insert|update|updateOne|updateMany|findByIdAndUpdate|findOneAndUpdate|save|upsert|bulkCreate|assign)$|^new [A-Z]\w+$|^Object\.assign$/;

/** The whole body of a request, nothing chosen from it. */
const WHOLE_BODY: Partial<Record<string, RegExp>> = {
	javascript:
		/^(\{\s*\.\.\.)?(req|request|ctx\.request|c\.req)\.body(\s*\})?$|data:\s*(req|request)\.body\b(?!\.)/,
	typescript:
		/^(\{\s*\.\.\.)?(req|request|ctx\.request|c\.req)\.body(\s*\})?$|data:\s*(req|request)\.body\b(?!\.)/,
	python: /^\*\*(request\.(json|data|form|POST)|request\.get_json\(\))$/,
	ruby: /^params$|params\.permit!/,
	php: /^\$request->all\(\)$/
};

/** Fields that were never meant to be set come along. */
function wholeBodies(project: Project): Finding[] {
	const calls = project
		.calls(/./, 'javascript', 'typescript', 'python', 'ruby', 'php')
		.filter(
			({ fact }) =>
				WRITES.test(fact.callee) ||
				/\.(create|update|fill|objects\.create|forceFill)$|^[A-Z]\w+$/.test(fact.callee)
		)
		.filter(
			({ fact }) =>
				!/^new (\w*(Error|Exception|Response|Request|Date|Map|Set|URL\w*|Dto|DTO|Command|Query|Event))$/.test(
					fact.callee
				)
		)
		// What is sent to somebody else is no body that came in.
		.filter(({ fact }) => !/(^|\.)params\.\w+$/.test(fact.callee))
		.filter(({ file, fact }) => fact.args.some((arg) => WHOLE_BODY[file.language]?.test(arg)));
	if (calls.length === 0) return [];
	const callees = distinct(calls.map(({ fact }) => fact.callee));
	return [
		finding(project, {
			detector: NAME,
			subject: 'whole-body',
			topic: 'validation',
			kind: 'risk',
			title: `The body of a request is handed on whole to ${listed(callees, 3)}.`,
			detail:
				'A client may set fields that no form has, a role or an owner among them, unless the model chooses or a schema strips what it does not know. Look at which of them stands in between.',
			confidence: 0.7,
			at: calls.map(placeOf),
			facts: { places: calls.length, callees: callees.slice(0, 10) }
		})
	];
}
