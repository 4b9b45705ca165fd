/** What is wrong, in a sentence, and what to do about it, in another. */
export class Trouble extends Error {
	/** @override */
	name = 'Trouble';

	/**
	 * @param {string} message
	 * @param {string} advice
	 */
	constructor(message, advice) {
		super(message);
		this.advice = advice;
	}
}
