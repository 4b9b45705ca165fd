/** What stands for a secret that was taken out. */
export const REDACTED = '…';

/** Names whose literal values are nobody's to read. */
const SECRET_NAME =
	'\\w*(?:secret|passw(?:or)?d|passwd|passphrase|token|api_?key|access_?key|private_?key|signing_?key|encryption_?key|credential)\\w*';

/** Without one of these no name and no option is called so: quicker to see than that none is. */
const ANY_NAME =
	/secret|passw|passphrase|token|(?:api|access|private|signing|encryption)[_-]?key|credential/i;

const ASSIGNED = new RegExp(
	`(${SECRET_NAME}["'\\]]{0,2}\\s{0,4}(?::\\s{0,2}[\\w<>?.]{1,40}\\s{0,2}=|=>|:=|\\?\\?=|[=:])\\s{0,4})(["'\`])([^\\s"'\`$]{4,400})\\2`,
	'gi'
);

/** What says what a value must be, and is none: rules of validation, types, kinds of field, versions. */
const NO_SECRET =
	/^(?:[~^<>=v]{0,2}\d+(?:\.[\dx*]+){2,3}$|required|nullable|sometimes|string|text|password|hidden|bearer|confirmed|token|secret|min|max|filled|present|hashed|https?:|\/|\.)/i;

/** What stands in for a variable that is not set. */
const FALLBACK = new RegExp(
	`(${SECRET_NAME}["'\\])]{0,3}\\s{0,4}(?:\\|\\||\\?\\?|\\?:|\\bor\\b|,)\\s{0,4})(["'\`])([^\\s"'\`$]{3,400})\\2`,
	'gi'
);

const WELL_KNOWN =
	/\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abpr]-[\w-]{10,255}|AKIA[A-Z\d]{16}|AIza[\w-]{35}|sk-[\w-]{20,255}|[sr]k_(?:live|test)_\w{10,255}|npm_\w{36}|eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000})/g;

const IN_URL = /(\w{1,20}:\/\/[^\s/@:"'`]{0,200}:)([^\s/@"'`{}$<>]{1,200})@/g;

/** Of a command: `--token abc`, `--password=abc`; not what a variable gives it. */
const OPTION =
	/((?:^|[\s"'`])--?(?:password|passwd|passphrase|token|secret|api-?key|access-?key)[ =]["']?)[\w+/.~-]{6,400}/gi;

const KEY_BLOCK = /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]{1,20000}/g;

/**
 * Takes out of code what looks like a secret: literals given to names that are called so,
 * credentials in URLs, tokens of well-known forms, private keys. Lines stay lines.
 *
 * @param known literals that are secrets though nothing in the code around them says so
 */
export function redactedCode(code: string, known: readonly string[] = []): string {
	const without = known.reduce(
		(text, literal) => (literal.length < 3 ? text : text.replaceAll(literal, REDACTED)),
		code
	);
	return withoutCredentials(ANY_NAME.test(without) ? withoutNamed(without) : without)
		.replace(WELL_KNOWN, REDACTED)
		.replace(
			KEY_BLOCK,
			(block, begin: string) => begin + block.slice(begin.length).replace(/.+/g, REDACTED)
		);
}

const withoutNamed = (code: string) =>
	code
		.replace(ASSIGNED, (whole, before: string, quote: string, value: string) =>
			NO_SECRET.test(value) ? whole : `${before}${quote}${REDACTED}${quote}`
		)
		.replace(FALLBACK, `$1$2${REDACTED}$2`)
		.replace(OPTION, `$1${REDACTED}`);

const withoutCredentials = (code: string) =>
	code.includes('://') && code.includes('@') ? code.replace(IN_URL, `$1${REDACTED}@`) : code;
