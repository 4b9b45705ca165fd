/**
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {{
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[]
 * }} VitestReport
 *
 * @typedef {{
 *   stats: { expected: number, unexpected: number, flaky: number },
 *   errors: unknown[]
 * }} PlaywrightReport
 */

/**
 * A file that could not be loaded has no tests to count, and is a failure all the same.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest({ numPassedTests, numFailedTests, testResults }) {
	const broken = testResults.filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0
	);
	return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/**
 * A flaky test failed once, so it failed; errors outside any test count one each.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors }) {
	return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/**
 * What a step adds to the sum. A step that failed counts as failed whatever its report says, and
 * one that ran no test proves nothing.
 *
 * @param {boolean} ok how the command ended
 * @param {Counts | undefined} counts what its report says; undefined for a check without tests
 * @returns {Counts}
 */
export function settle(ok, counts) {
	if (counts === undefined) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
	const { passed, failed } = counts;
	const isSilentFailure = failed === 0 && (!ok || passed === 0);
	return isSilentFailure ? { passed, failed: 1 } : counts;
}
