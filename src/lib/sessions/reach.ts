/** What a server on this machine alone would have to be started with, for others to reach it. */
export interface Reach {
	/** One for each address of this machine; none where it is on no network. */
	origins: readonly string[];
}
