import type { JobReader } from '../../server/job-rows';
import type { Waiting } from '../../server/jobs';
import { ownersOf } from './store';

/**
 * Which analyses may begin, in the order in which they should (rule L6): nobody runs more than `most` at a
 * time on all instances together, and who runs fewer comes first. Those whose owner is gone come first of
 * all: there is nothing to do about them.
 */
export function takeTurns(most: number): (from: JobReader, waiting: Waiting) => string[] {
	return (from, { due, running }) => {
		const owners = ownersOf(from, [...due, ...running]);
		const runs = new Map<string, number>();
		const add = (id: string) => {
			const owner = owners.get(id) ?? '';
			const place = runs.get(owner) ?? 0;
			runs.set(owner, place + 1);
			return place;
		};
		for (const id of running) add(id);
		runs.delete('');
		return due
			.map((id) => ({ id, place: owners.has(id) ? add(id) : -1 }))
			.filter(({ place }) => place < most)
			.toSorted((a, b) => a.place - b.place)
			.map(({ id }) => id);
	};
}
