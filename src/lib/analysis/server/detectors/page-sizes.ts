import type { AssignmentFact, FileFacts } from '../../facts';
import type { Finding } from '../../findings';
import type { Found, Place, Project } from '../../project';
import { distinct, finding, listed, placeOf } from './detector';

interface Size {
	size: number;
	place: Place;
}

const LARGEST_NAME = /(^|[._])max_?(page_?size|per_?page|limit|page_?limit)$/i;

const number = (value: string): number | undefined =>
	/^\d{1,5}$/.test(value.replaceAll('_', '')) ? Number(value.replaceAll('_', '')) : undefined;

/** The most that a client may ask for. */
export function largestPages(project: Project, detector: string): Finding[] {
	const bounds = [...settings(project, LARGEST_NAME), ...clamped(project), ...declared(project)];
	if (bounds.length === 0) return [];
	const numbers = distinct(bounds.map(({ size }) => size)).sort((one, other) => one - other);
	return [
		finding(project, {
			detector,
			subject: 'largest',
			topic: 'paging',
			kind: 'decision',
			title: `A list gives at most ${oneOf(numbers)} rows, whatever number is asked for.`,
			detail:
				'The cost of one request stays known. Look at lists that take a number from the client without this bound.',
			confidence: 0.88,
			at: bounds.map(({ place }) => place),
			facts: { largest: numbers.map(String).slice(0, 12), places: bounds.length }
		})
	];
}

/** Of the server: a table in the browser has pages too. */
const settings = (project: Project, name: RegExp): Size[] =>
	ofServers(project)
		.filter(
			({ fact }) => name.test(fact.name) && (name === LARGEST_NAME || !/max/i.test(fact.name))
		)
		.flatMap(({ file, fact }) => {
			const size = number(fact.value);
			return size && size > 1 ? [{ size, place: placeOf({ file, fact }) }] : [];
		});

const ofServers = (project: Project): Found<AssignmentFact>[] =>
	project.sources
		.filter(isServer)
		.flatMap((file) => file.assignments.map((fact) => ({ file, fact })));

const isServer = ({ path, language }: FileFacts) =>
	!/^(svelte|vue|c|cpp|sql)$/.test(language) &&
	!/\.(tsx|jsx)$|(^|\/)(frontend|client|web|ui|public|static|assets|javascript|components|hooks|resources\/(js|assets))\/|(^|\/)admin\.py$/.test(
		path
	);

const ASKED =
	/^(\(?int\)?\s*\(?|parseInt\(|Number\(|\+|\()*(\$?(req|request|ctx|c|params|query|args|input)\b.*|\$?\w*)(limit|per_?page|page_?size|\bsize\b|\btake\b)/i;

/** `10`, `10 or 20`, `10, 20 or 50`. */
const oneOf = (numbers: readonly number[]) =>
	listed(numbers.map(String)).replace(/ and (?=\d+$)/, ' or ');

/** `Math.min(limit, 100)`, `min(limit, 100)`. */
const clamped = (project: Project): Size[] =>
	project.calls(/^(Math\.(min|Min|max)|min|Math\.Min)$/).flatMap(({ file, fact }) => {
		if (!isServer(file) || fact.args.length !== 2 || /max$/.test(fact.callee)) return [];
		const bound = fact.args.map(number).find((one) => one !== undefined);
		const other = fact.args.find((arg) => number(arg) === undefined);
		return bound && bound >= 10 && other && !other.includes('.length') && ASKED.test(other)
			? [{ size: bound, place: placeOf({ file, fact }) }]
			: [];
	});

/** FastAPI: `limit: int = Query(20, le=100)`. */
const declared = (project: Project): Size[] =>
	project.importing(/^fastapi/).flatMap((file) =>
		file.symbols.flatMap(({ parameters = [], startLine }) =>
			parameters.flatMap((parameter) => {
				const found = /^(\w+).*\bQuery\(.*\ble=(\d{2,5})\b/.exec(parameter);
				return found && ASKED.test(found[1]!)
					? [{ size: Number(found[2]), place: { path: file.path, startLine } }]
					: [];
			})
		)
	);
