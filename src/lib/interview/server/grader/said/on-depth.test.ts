import { expect, test } from 'vitest';
import { depthOf } from '../depth/depth';
import { TextIndex } from '../text-index';
import { withDepth } from './on-depth';

const nothing = { strengths: [], weaknesses: [], missingPoints: [], feedback: '' };

const said = (text: string) =>
	withDepth(nothing, depthOf(new TextIndex(text), 'What does it cost?', []));

test('[I2] quotes a name of code that a deep answer has', () => {
	const { strengths, weaknesses } = said(
		'hashPassword runs bcrypt at cost 12: 250 ms of one core, so 4 cores carry 16 logins per second, not more. check_limit sits before verifyHash, but only per account; random names bypass it. I would not lower the cost but queue behind a semaphore, refuse with 429 past 50 waiting. Caching verified passwords would undo it, since the fast hash in memory is what a thief wants: then cost 12 buys nothing.'
	);
	expect(strengths.join()).toContain('“hashPassword”');
	expect(weaknesses).toEqual([]);
});

test('[I2] tells a shallow answer that it is one', () => {
	const { strengths, weaknesses } = said(
		'In general security is very important and it is a best practice to use modern standard tools. You should also have good monitoring and clean code. One could also use a cache or a bigger server, and the team should do reviews. Of course it should be scalable too, and there should be good documentation for it, as anybody would normally expect of a clean and professional solution.'
	);
	expect(strengths).toEqual([]);
	expect(weaknesses.join()).toContain('general');
});

test('[I2] says nothing of depth where there is too little to tell by', () => {
	expect(said('It is important.')).toEqual(nothing);
});
