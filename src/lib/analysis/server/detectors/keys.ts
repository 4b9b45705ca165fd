/** A name as the second half of a finding's key: `Entity Framework Core` is `entity-framework-core`. */
export const keyOf = (name: string) =>
	name
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
