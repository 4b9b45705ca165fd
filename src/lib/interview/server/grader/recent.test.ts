import { expect, it } from 'vitest';
import { generalBank } from '../bank';
import { grade } from './grade';
import { Recent } from './recent';

it('[G5] what was made of a text is made once, and forgotten once others were asked about more lately', () => {
	const recent = new Recent<string>(2);
	const made: string[] = [];
	const ask = (key: string) => {
		const value = recent.of(key, () => {
			made.push(key);
			return `made of ${key}`;
		});
		expect(value).toBe(`made of ${key}`);
	};
	for (const key of ['one', 'two', 'one', 'three', 'one', 'two']) ask(key);
	expect(made).toEqual(['one', 'two', 'three', 'two']);
});

const taskFor = (pointId: string) => ({
	question: 'How are backups kept safe?',
	rubric: [
		{
			...{ pointId, claim: 'Encrypt the archive before upload', wordings: [] },
			...{ weight: 1, isEssential: true, evidence: [] }
		}
	]
});

const verdictOn = (pointId: string, answer: string) => {
	const [point] = grade({ ...taskFor(pointId), answer }).points;
	return { share: point?.share, quote: point?.quote };
};

it('[G5] an answer gets the same whatever was graded by its rubric before', () => {
	// One stem, of which only the second is a slip for the claim's word.
	const before = 'They are encripting the archive before they upload it to the other place.';
	const answer = 'They encript the archive before they upload it to the other place.';
	verdictOn('second', before);
	expect(verdictOn('second', answer)).toEqual(verdictOn('first', answer));
	expect(verdictOn('second', before)).not.toEqual(verdictOn('second', answer));
});

it('[G5] every question gives the same again once its rubric was forgotten', () => {
	const some = generalBank.slice(0, 70);
	const gradeAll = () =>
		some.map((question, index) =>
			grade({ ...question, answer: generalBank[index + 1]!.modelAnswer })
		);
	expect(gradeAll()).toEqual(gradeAll());
});
