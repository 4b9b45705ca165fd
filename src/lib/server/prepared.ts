/**
 * Statements that are asked again and again, prepared once a connection: building the text of a
 * query and compiling it are most of the cost of a small one.
 * @param prepare makes them for a connection
 */
export function preparedOnce<From extends object, T>(
	prepare: (from: From) => T
): (from: From) => T {
	const known = new WeakMap<From, T>();
	return (from) => {
		const earlier = known.get(from);
		if (earlier) return earlier;
		const made = prepare(from);
		known.set(from, made);
		return made;
	};
}
