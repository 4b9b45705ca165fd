import { describe, expect, it } from 'vitest';
import { categories, difficulties } from '../../questions';
import { selected, type Candidate } from './selection';

const words = ['Why', 'How', 'When', 'Where', 'Who'];

/** No two of them alike: their number is written in plain words. */
const candidate = (place: number, parts: Partial<Candidate> = {}): Candidate => ({
	questionId: String(place),
	subject: String(place),
	worth: 0.9 - place / 1000,
	isRelated: true,
	question: String(place)
		.split('')
		.map((digit) => `${words[Number(digit) % 5]!.toLowerCase()}${Number(digit) > 4 ? ' so' : ''}`)
		.join(' then '),
	category: categories[place % 4]!,
	difficulty: difficulties[place % 3]!,
	topic: 'structure',
	fileReferences: [`src/${place}.ts`],
	evidence: [],
	findingKeys: [`detector:${place}`],
	rubric: [],
	modelAnswer: '',
	hints: [],
	followUps: [],
	...parts
});

const some = (count: number, parts: (place: number) => Partial<Candidate> = () => ({})) =>
	Array.from({ length: count }, (_, place) => candidate(place, parts(place)));

describe('selected', () => {
	it('[Q3] begins with what is worth most, and takes forty at most', () => {
		const chosen = selected(some(60));
		expect(chosen[0]?.questionId).toBe('0');
		expect(chosen).toHaveLength(40);
	});

	it('[Q3] keeps the better of two that differ in names and numbers only', () => {
		const chosen = selected([
			candidate(1, { question: '12 files use src/a.ts. Why?' }),
			candidate(2, { question: '9 files use lib/b.rb. Why?' })
		]);
		expect(chosen.map(({ questionId }) => questionId)).toEqual(['1']);
	});

	it('[Q3] asks about one finding from one side once', () => {
		const parts: Partial<Candidate> = { findingKeys: ['jwt:signing'], category: 'architecture' };
		const both = [candidate(1, parts), candidate(2, parts)];
		expect(selected(both)).toHaveLength(1);
		expect(selected([both[0]!, { ...both[1]!, category: 'tradeoffs' }])).toHaveLength(2);
	});

	it('[Q3] mixes categories, difficulties and topics from the beginning', () => {
		const lopsided = some(24, (place) => ({
			category: place < 16 ? 'implementation' : categories[place % 4]!,
			topic: place < 16 ? 'history' : 'schema'
		}));
		const first = selected(lopsided).slice(0, 8);
		expect(new Set(first.map(({ category }) => category)).size).toBe(4);
		expect(first.filter(({ topic }) => topic === 'history').length).toBeLessThan(6);
	});

	it('[Q3] has at least half of two places, as long as twelve are left', () => {
		const single = some(30, (place) => ({ isRelated: place % 3 === 0 }));
		const chosen = selected(single);
		const related = chosen.filter(({ isRelated }) => isRelated).length;
		expect(related * 2).toBeGreaterThanOrEqual(chosen.length);
		expect(selected(some(14, () => ({ isRelated: false })))).toHaveLength(12);
	});
});
