import { createContext, tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

/** How a form reaches one of its fields. */
export interface FormField {
	/** @returns what is wrong with what stands in it */
	check: () => string | undefined;
	focus: () => void;
}

/** An error that may name the field it is about. */
type FieldError = Error & { field?: string };

/** What a form and its fields know together: what is wrong, what is under way, what came of it. */
export class FormState {
	isBusy = $state(false);
	/** What is wrong with the form as a whole. */
	problem = $state('');
	/** What came of it. */
	outcome = $state('');
	readonly #problems = new SvelteMap<string, string>();
	readonly #fields = new Map<string, FormField>();
	readonly #focusProblem: () => void;

	constructor(focusProblem: () => void) {
		this.#focusProblem = focusProblem;
	}

	/** @returns what takes the field out again */
	add(name: string, field: FormField): () => void {
		this.#fields.set(name, field);
		return () => {
			this.#fields.delete(name);
			this.#problems.delete(name);
		};
	}

	problemOf(name: string): string | undefined {
		return this.#problems.get(name);
	}

	/** Somebody changes a field: what was said of it holds no longer. */
	touch(name: string): void {
		this.#problems.delete(name);
		this.problem = '';
		this.outcome = '';
	}

	/**
	 * Checks all fields, then does the work once; a second call meanwhile does nothing. What is
	 * wrong is shown where it is, and gets the focus.
	 *
	 * @param work resolves with what came of it, in words
	 */
	async submit(work: () => Promise<string | undefined>): Promise<void> {
		if (this.isBusy) return;
		this.problem = '';
		this.outcome = '';
		this.#problems.clear();
		for (const [name, { check }] of this.#fields) {
			const problem = check();
			if (problem !== undefined) this.#problems.set(name, problem);
		}
		if (this.#problems.size > 1) this.problem = `${this.#problems.size} fields need a look.`;
		if (this.#problems.size > 0) return this.#showProblem();
		this.isBusy = true;
		try {
			this.outcome = (await work()) ?? '';
		} catch (error) {
			this.#take(error as FieldError);
			await this.#showProblem();
		} finally {
			this.isBusy = false;
		}
	}

	#take({ message, field }: FieldError): void {
		if (field !== undefined && this.#fields.has(field)) this.#problems.set(field, message);
		else this.problem = message;
	}

	async #showProblem(): Promise<void> {
		// The words are there before the focus comes: then they are read with it.
		await tick();
		const first = [...this.#fields].find(([name]) => this.#problems.has(name));
		if (first) first[1].focus();
		else this.#focusProblem();
	}
}

/** `useForm` for what stands in a Form; the Form itself calls `provideForm`. */
export const [useForm, provideForm] = createContext<FormState>();
