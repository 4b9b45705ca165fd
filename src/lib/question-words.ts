/** How what a question is about is called, wherever questions are shown. Pure. */

export const categoryNames = {
	architecture: 'Architecture',
	implementation: 'Implementation',
	tradeoffs: 'Trade-offs',
	scalability: 'Scalability'
};

export const difficultyNames = {
	junior: 'Junior',
	'mid-level': 'Mid-level',
	senior: 'Senior'
};

const ACRONYMS = /\b(api|http|sql)\b/gi;

/** A finding’s topic, or a question’s own: `rate_limits` is `Rate limits`, `api_style` is `API style`. */
export const topicName = (topic: string): string =>
	`${topic.slice(0, 1).toUpperCase()}${topic.slice(1)}`
		.replaceAll('_', ' ')
		.replace(ACRONYMS, (name) => name.toUpperCase());
