import type { AssignmentFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed, placeOf } from './detector';

/** Flags of one cookie stand together. */
const NEAR = 8;

const HTTP_ONLY = /^(SESSION_COOKIE_)?http_?only$/i;
const SAME_SITE = /^(SESSION_COOKIE_)?same_?site$/i;
const SECURE = /^(SESSION_COOKIE_)?secure$/i;

const lastOf = (name: string) => name.split('.').at(-1)!;

const isFalse = (value: string) => /^false$/i.test(value);
const isTrue = (value: string) => /^true$/i.test(value);

/** Cookies that scripts cannot read, with what else keeps them at home. */
export function flagsOfCookies(project: Project, detector: string): Finding[] {
	const found = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name, value }) => HTTP_ONLY.test(lastOf(name)) && isTrue(value))
			.map((fact) => ({ place: placeOf({ file, fact }), flags: flagsBeside(file, fact) }))
	);
	if (found.length === 0) return [];
	const everywhere = distinct(found.flatMap(({ flags }) => flags)).filter((flag) =>
		found.every(({ flags }) => flags.includes(flag))
	);
	const places: Place[] = found.map(({ place }) => place);
	const others = project.sources.some((file) =>
		file.assignments.some(({ name, value }) => HTTP_ONLY.test(lastOf(name)) && isFalse(value))
	);
	const subject = others ? 'Not all, but some cookies' : 'Cookies';
	return [
		finding(project, {
			detector,
			subject: 'cookie-flags',
			topic: 'authentication',
			kind: 'decision',
			title: `${places.length === 1 ? 'A cookie is' : `${subject} are`} set ${listed(['HttpOnly', ...everywhere])}.`,
			detail:
				'Scripts of a page cannot read such a cookie, injected ones neither. Look at SameSite, which decides whether another site’s request brings it along, and at Secure, which keeps it off plain HTTP.',
			confidence: 0.9,
			at: places,
			facts: { flags: ['HttpOnly', ...everywhere], places: places.length }
		})
	];
}

function flagsBeside({ assignments }: FileFacts, { line }: AssignmentFact): string[] {
	const near = assignments.filter((one) => Math.abs(one.line - line) <= NEAR);
	const site = near.find(({ name }) => SAME_SITE.test(lastOf(name)))?.value;
	// `isSecure ? 'none' : 'lax'` is one of two, and nobody knows which.
	const mode = site?.includes('?')
		? undefined
		: /(lax|strict|none)(?:mode)?\b/i.exec(site ?? '')?.[1];
	const isSecure = near.some(({ name, value }) => SECURE.test(lastOf(name)) && isTrue(value));
	return [
		...(mode ? [`SameSite=${mode[0]!.toUpperCase()}${mode.slice(1).toLowerCase()}`] : []),
		...(isSecure ? ['Secure'] : [])
	];
}
