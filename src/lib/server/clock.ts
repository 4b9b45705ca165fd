/** The wall clock in milliseconds since 1970; passed in, so that a test can move it. */
export type Clock = () => number;
