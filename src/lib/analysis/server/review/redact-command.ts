import { REDACTED, redactedCode } from '../../redact';

const VALUE =
	/((?:password|passwd|secret|token|api[-_]?key|access[-_]?key)\w{0,40}["']?\s{0,4}[=:]\s{0,4}|--?(?:password|passwd|token|secret)\s{1,4})(?!["']?\$)["']?[^\s"']{1,400}["']?/gi;

/**
 * Takes out of a command what looks like a secret: what is one in code too, and values of options
 * and variables that are called so, which stand without quotes in a shell.
 */
export const redactedCommand = (command: string): string =>
	redactedCode(command).replace(VALUE, `$1${REDACTED}`);
