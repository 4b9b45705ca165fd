import type { Finding } from '../../findings';
import type { Project } from '../../project';
import { counted, distinct, finding, listed, placeOf, type Detector } from './detector';
import { gates, type Gate } from './authorization-gates';
import { calledGuards } from './called-guards';
import { sureness, usesOf } from './marks';
import { unguardedRoutes } from './unguarded';

const NAME = 'authorization';

const said: Record<
	Gate['by'],
	{ title: (names: string, places: number) => string; detail: string }
> = {
	policies: {
		title: (names) => `Who may do what is decided by policies: ${names}.`,
		detail:
			'Rules stand in one place and can be tested alone; every path to the data must ask them. Look for paths that do not.'
	},
	roles: {
		title: (names) => `Access goes by roles and permissions: ${names}.`,
		detail:
			'A role says what somebody may do in general; whose row it is must be asked beside it. Look at where that is.'
	},
	guards: {
		title: (names, places) =>
			`${places === 1 ? 'At least one route is' : 'Routes are'} guarded before ${places === 1 ? 'its' : 'their'} function runs: ${names}.`,
		detail:
			'A guard answers whether somebody is signed in, and seldom whether this row is theirs. Look at how a new route comes to have one.'
	}
};

/** Guards, roles and policies; hand-made refusals; and changing routes beside guarded ones. */
export const authorization: Detector = {
	name: NAME,
	topics: ['authorization'],
	detect(project) {
		const uses = usesOf(project, gates).filter(({ manifestOnly }) => !manifestOnly);
		const gated = Object.entries(said).flatMap(([by, { title, detail }]) => {
			const own = uses.filter((use) => use.mark.by === by && use.uses > 0);
			const extra = by === 'guards' ? calledGuards(project) : [];
			const names = distinct([
				...own.map(({ mark }) => mark.name),
				...extra.map(({ name }) => name)
			]);
			if (names.length === 0) return [];
			const places = own.reduce((sum, use) => sum + use.uses, 0) + extra.length;
			return [
				finding(project, {
					detector: NAME,
					subject: by,
					topic: 'authorization',
					kind: 'decision',
					title: title(listed(names), places),
					detail,
					confidence: Math.max(...own.map(sureness), extra.length > 0 ? 0.9 : 0),
					at: [...own.flatMap(({ places }) => places), ...extra.map(({ place }) => place)],
					facts: {
						by,
						libraries: names,
						places
					}
				})
			];
		});
		return [
			...gated,
			...defaults(project),
			...refusals(project),
			...unguardedRoutes(project, NAME)
		];
	}
};

/** DRF's default for every view, in the settings. */
function defaults(project: Project): Finding[] {
	const found = project.sources.flatMap((file) =>
		file.assignments
			.filter(({ name }) => name === 'DEFAULT_PERMISSION_CLASSES')
			.map((fact) => ({ file, fact }))
	);
	const [first] = found;
	if (!first) return [];
	const named = /(\w+)['"]/.exec(first.fact.value)?.[1] ?? 'a class of its own';
	return [
		finding(project, {
			detector: NAME,
			subject: 'default',
			topic: 'authorization',
			kind: 'decision',
			title: `Every API view asks for ${named} unless it says otherwise.`,
			detail:
				named === 'AllowAny'
					? 'A view that forgets its permissions is open to everybody.'
					: 'A view that forgets its permissions stays closed: mistakes are seen, not exploited.',
			confidence: 0.95,
			at: found.map(placeOf),
			facts: { default: named }
		})
	];
}

const REFUSES =
	/^(new (\w*\.)?(Forbidden(Exception|Error|AccessException)?|AccessDeniedException|No\w*Authoriz\w*Exception|NotAuthorizedException|\w*ForbiddenException)|PermissionDenied|(exceptions\.)?PermissionDenied|Forbid|this\.Forbid|HttpResponseForbidden|createError\.Forbidden)$/;
const WITH_STATUS =
	/^(new (HttpException|HttpError|ApiError|AppError|HTTPException|RestException|createError)|createError|abort|HTTPException|error|head|res\.(status|sendStatus)|response\.status|c\.(AbortWithStatus|AbortWithStatusJSON|JSON|AbortWithError)|http\.Error|echo\.NewHTTPError)$/;
const FORBIDDEN =
	/^(403|status_code=403|http\.StatusForbidden|HttpStatus\.FORBIDDEN|HttpStatusCode\.Forbidden|status\.HTTP_403_FORBIDDEN|status_code=status\.HTTP_403_FORBIDDEN|:forbidden)$/;

/** Somebody is refused by code of the function itself: mostly because a row is not theirs. */
function refusals(project: Project): Finding[] {
	const calls = [
		...project.calls(REFUSES),
		...project.calls(WITH_STATUS).filter(({ fact }) => fact.args.some((arg) => FORBIDDEN.test(arg)))
	];
	if (calls.length < 2) return [];
	const functions = distinct(calls.flatMap(({ fact }) => fact.within ?? []));
	return [
		finding(project, {
			detector: NAME,
			subject: 'refused-by-hand',
			topic: 'authorization',
			kind: 'decision',
			title: `Code refuses access (403) itself in at least ${counted(calls.length, 'place')}${functions.length > 0 ? `, among them ${listed(functions, 3)}` : ''}.`,
			detail:
				'What belongs to whom is decided beside the work that it protects: easy to read there, and easy to forget in the next function. Look at whether the same rule is written more than once.',
			confidence: 0.85,
			at: calls.map(placeOf),
			facts: { places: calls.length, functions: functions.slice(0, 20) }
		})
	];
}
