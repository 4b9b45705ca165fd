/** What a guest without a name of his own is called by the accounts. */
const UNNAMED = 'Guest';

/** @returns what to call somebody in a sentence */
export function nameOf({ name }: { name: string }): string {
	if (name === '') return 'A deleted person';
	return name === UNNAMED ? 'A guest' : name;
}
