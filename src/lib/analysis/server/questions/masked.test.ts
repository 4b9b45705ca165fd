import { describe, expect, it } from 'vitest';
import { masked } from './masked';

describe('masked', () => {
	it('[Q3] takes paths, names, quotations and numbers out of a text', () => {
		expect(
			masked(
				'“Add a cache” was in src/api/user.ts for 9 days before 3d2e59b took UserApi.find out.'
			)
		).toBe('# was in # for # days before # took # out.');
	});

	it('[Q3] is the same for the same sentence about another repository', () => {
		const one = masked('12 files use app/models/user.rb. What would you move out first?');
		const other = masked('7 files use src/store.ts. What would you move out first?');
		expect(one).toBe(other);
	});

	it('[Q3] tells two sentences apart by their plain words', () => {
		expect(masked('12 files use a.ts.')).not.toBe(masked('12 files need a.ts.'));
	});

	it('[Q3] takes out plain words that are names in this repository', () => {
		expect(masked('the table articles has no index', ['articles'])).toBe(
			'the table # has no index'
		);
	});

	it('[Q3] makes one sign of a list of names, however long', () => {
		expect(masked('a.ts, b.ts and c.ts import it')).toBe(masked('a.ts and b.ts import it'));
	});
});
