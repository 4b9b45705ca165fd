const DEFAULT = 2;
const MOST = 64;

/**
 * @param {readonly string[]} args of the command
 * @returns {number} how many instances it asks for
 * @throws where that is no number of instances, with what to write instead
 */
export function instanceCount(args) {
	const [text = String(DEFAULT), ...more] = args;
	const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
	if (count < 1 || count > MOST || more.length > 0) {
		throw new Error(
			`"${args.join(' ')}" is no number of instances. Write npm run cluster -- ${DEFAULT}, or any number from 1 to ${MOST}.`
		);
	}
	return count;
}
