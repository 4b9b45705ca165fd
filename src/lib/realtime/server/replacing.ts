import type { Catalogue } from '../catalogue';

/** Which messages make an unsent older one pointless (rules E5, L4). */
export class Replacing {
	readonly #fields = new Map<string, readonly string[]>();

	add(catalogue: Catalogue): void {
		for (const [type, entry] of Object.entries(catalogue)) {
			if (entry.direction === 'out' && entry.replaces) this.#fields.set(type, entry.replaces);
		}
	}

	/** @returns what those have in common that replace each other; undefined for one to be kept */
	keyOf(type: string, payload: object): string | undefined {
		const fields = this.#fields.get(type);
		if (fields === undefined) return undefined;
		const values = fields.map((field) => (payload as Record<string, unknown>)[field]);
		return [type, ...values].join('\n');
	}
}
