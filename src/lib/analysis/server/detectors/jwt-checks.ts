import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { counted, distinct, finding, listed, placeOf } from './detector';
import type { JwtCall } from './jwt-calls';

const OFF: Record<string, string> = {
	ValidateIssuer: 'the issuer',
	ValidateAudience: 'the audience',
	ValidateLifetime: 'the expiry',
	ValidateIssuerSigningKey: 'the key',
	verify_aud: 'the audience',
	verify_iss: 'the issuer',
	verify_exp: 'the expiry',
	validate_exp: 'the expiry',
	validate_aud: 'the audience'
};

/** Claims that a check is told not to look at. */
export function checksLeftOut(
	project: Project,
	detector: string,
	calls: readonly JwtCall[]
): Finding[] {
	const languages = distinct(calls.map(({ file }) => file.language));
	const off = project.sources
		.filter(({ language }) => languages.includes(language))
		.flatMap((file) =>
			file.assignments
				.filter(({ name, value }) => /^(false|False)$/.test(value) && OFF[lastOf(name)])
				.map((fact) => ({ what: OFF[lastOf(fact.name)]!, place: placeOf({ file, fact }) }))
		);
	const ignored = project.sources
		.filter(({ language }) => languages.includes(language))
		.flatMap((file) =>
			file.assignments
				.filter(({ name, value }) => lastOf(name) === 'ignoreExpiration' && value === 'true')
				.map((fact) => ({ what: 'the expiry', place: placeOf({ file, fact }) }))
		);
	const found = [...off, ...ignored];
	if (found.length === 0) return [];
	const what = distinct(found.map((one) => one.what));
	const isRisk = what.some((one) => /expiry|key/.test(one));
	return [
		finding(project, {
			detector,
			subject: 'checks-left-out',
			topic: 'authentication',
			kind: isRisk ? 'risk' : 'decision',
			title: `When a token is checked, ${listed(what)} ${what.length === 1 ? 'is' : 'are'} left out.`,
			detail: isRisk
				? 'A token that ran out is accepted as if it were new, unless something else looks. Right only where a token is exchanged for a fresh one.'
				: 'A token that the same key signed for another service or purpose is accepted here too. With one issuer and one audience nothing is lost; look again when a second comes.',
			confidence: 0.92,
			at: found.map(({ place }) => place),
			facts: { leftOut: what }
		})
	];
}

const lastOf = (name: string) => name.split('.').at(-1)!;

const TAKES_BACK =
	/(black|block|deny)_?list\w*(token|jwt)|(token|jwt)\w*(black|block|deny)_?list|token_?version|security_?stamp$|(revoke|invalidate)_?\w*(token|jwt)s?$|(token|jwt)s?_?(is_?)?revoked$|revoked_?(token|jwt)s?$/i;

/** What lets a token be refused before it runs out. */
export function tokensTakenBack(project: Project, detector: string): Finding[] {
	const found = project.sources
		.filter(({ path }) => !/\.(jsx|tsx|svelte|vue)$|(^|\/)(frontend|client|web|ui)\//.test(path))
		.flatMap((file) =>
			file.symbols
				.filter(({ name }) => TAKES_BACK.test(lastOf(name)))
				.filter(({ name }) => project.isUsed(file, { within: name }))
				.map(({ name, startLine }) => ({
					name,
					place: { path: file.path, startLine } satisfies Place
				}))
		);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ name }) => name));
	return [
		finding(project, {
			detector,
			subject: 'taken-back',
			topic: 'authentication',
			kind: 'decision',
			title: `Tokens can be taken back before they run out: ${listed(names, 3)}.`,
			detail:
				'A sign-out or a stolen token ends at once, and something must be asked on every request or every renewal. Look at which tokens it reaches, and at how soon.',
			confidence: 0.85,
			at: found.map(({ place }) => place),
			facts: { by: names.slice(0, 12) }
		})
	];
}

/** Libraries whose payload, or options beside it, say when a token runs out, and nothing else does. */
const BY_PAYLOAD = /^(jsonwebtoken|PyJWT|ruby-jwt)$/;
const SPEAKS_OF_TIME = /\bexp\b|expir|lifetime|\bttl\b|max_?age|\biat\b/i;

/** The whole payload stands at the call, and neither it nor its file says a word of time. */
export function withoutExpiry(
	project: Project,
	detector: string,
	signed: readonly JwtCall[]
): Finding[] {
	const calls = signed.filter(
		({ library, file, fact: { args } }) =>
			BY_PAYLOAD.test(library.name) &&
			/^\{/.test(args[0] ?? '') &&
			!/\.\.\.|\*\*/.test(args[0]!) &&
			!args.slice(2).some((arg) => /^[\w.]+$|\.\.\./.test(arg)) &&
			!project.lines(file.path).some((line) => SPEAKS_OF_TIME.test(line))
	);
	if (calls.length === 0) return [];
	return [
		finding(project, {
			detector,
			subject: 'without-expiry',
			topic: 'authentication',
			kind: 'risk',
			title: `Tokens are signed without an expiry in at least ${counted(calls.length, 'place')}.`,
			detail:
				'A token that leaked is good until the key changes, unless each request asks for more than its signature. Look at what else is in it: a hash of the password ends it with the password.',
			confidence: 0.88,
			at: calls.map(placeOf),
			facts: { places: calls.length }
		})
	];
}
