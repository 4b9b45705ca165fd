import { closeSync, openSync } from 'node:fs';

/** @returns {boolean} whether a terminal controls this process now */
function hasTerminal() {
	try {
		closeSync(openSync('/dev/tty', 'r'));
		return true;
	} catch {
		return false;
	}
}

const hadTerminal = hasTerminal();

/** SIGHUP comes from `kill`, and from a terminal that was closed: then there is none any more. */
export const terminalIsGone = () => hadTerminal && !hasTerminal();
