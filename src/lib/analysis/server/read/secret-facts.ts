import type { FileFacts } from '../../facts';
import { redactedCode } from '../../redact';

/** Without one of these words or forms there is nothing to look at more closely. */
const WORTH_A_LOOK =
	/secret|pass|pwd|token|key|credential|jwt|sign|verify|hmac|crypt|cipher|session|:\/\/[^\s/]*@|gh[pousr]_|glpat-|xox[abpr]-|AKIA|AIza|sk-|[sr]k_|npm_|-----BEGIN|eyJ/i;

/** What is given a key or a password that nothing else calls so. */
const TAKES_SECRETS = /jwt|jsonwebtoken|sign|verify|hmac|secret|passw|session|crypt|cipher/i;

const NAMES_SECRET =
	/secret|passw|passphrase|pwd|token|credential|(?:api|access|private|signing|jwt|auth|encryption)_?key/i;

/** A literal that could be one: a single word of some length, no path and no address. */
const LITERAL_WORD = /["'`](?!\w*:\/\/)[^\s"'`/$]{8,}["'`]/;

/**
 * Whether something that is, or may be, a secret stands in the facts of a file. Such facts are not
 * kept: detectors need the value to know it for a secret, and it is nobody else's to have.
 *
 * @param json of the facts
 */
export function mayHoldSecret(facts: FileFacts, json: string): boolean {
	if (!WORTH_A_LOOK.test(json)) return false;
	const { assignments, calls, annotations, texts, notes, symbols } = facts;
	return (
		assignments.some(({ name, value }) => isTold(name, NAMES_SECRET, value)) ||
		calls.some(({ callee, args }) => isTold(callee, TAKES_SECRETS, args.join(', '))) ||
		annotations.some(({ name, args }) => isTold(name, TAKES_SECRETS, args.join(', '))) ||
		[...texts, ...notes].some(({ text }) => isChanged(text)) ||
		symbols.some(({ parameters = [] }) => parameters.some(isChanged))
	);
}

/** Two ways to write it: what takes out secrets knows assignments. */
const isTold = (name: string, telling: RegExp, value: string) =>
	(telling.test(name) && LITERAL_WORD.test(value)) ||
	isChanged(value) ||
	isChanged(`${name} = ${value}`);

const isChanged = (code: string) => redactedCode(code) !== code;
