import type { Evidence } from '../../../evidence';
import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import { routesOf } from '../../detectors/routes';
import { clarifying, deeper, draft, essential, foundBy, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { agree, fileName, shown, worded } from './worded';

/** Lists in pages: what late pages cost, and who says how large one is. */
export const pagingQuestions: QuestionMaker = {
	name: 'paging',
	make(material, phrasing) {
		const { findings } = material;
		const [offset] = foundBy(findings, 'paging', 'offset');
		const [cursor] = foundBy(findings, 'paging', 'cursor');
		const [size] = foundBy(findings, 'paging', 'size-of-the-clients');
		return [
			...(offset?.evidence[0] ? [latePages(offset, cursor, material, phrasing)] : []),
			...(cursor?.evidence[0] && !offset ? [byCursor(cursor, phrasing)] : []),
			...(size?.evidence[0] ? [sizeOfAPage(size, offset ?? cursor, phrasing)] : [])
		];
	}
};

/** A list that somebody may page through. */
function listIn({ project }: QuestionMaterial, near: readonly Evidence[]) {
	const lists = routesOf(project).filter(
		({ method, path }) =>
			method === 'GET' &&
			/\/[a-z][\w-]*s\/?$/i.test(path) &&
			!/[:{<]/.test(path) &&
			!/stat(u)?s$|health|metrics|docs|settings/.test(path)
	);
	const folders = new Set(near.map(({ path }) => path.split('/').slice(0, -1).join('/')));
	return (
		lists.find(({ place }) => folders.has(place.path.split('/').slice(0, -1).join('/'))) ?? lists[0]
	);
}

function latePages(
	offset: Finding,
	cursor: Finding | undefined,
	material: QuestionMaterial,
	phrasing: Phrasing
): QuestionDraft {
	const at = fileName(offset.evidence[0]!.path);
	const places = numberOf(offset, 'places');
	const list = listIn(material, offset.evidence);
	const whose = list?.path ?? (/settings/.test(at) ? 'one of these lists' : `the list in ${at}`);
	const cursorAt = cursor?.evidence[0] && fileName(cursor.evidence[0].path);
	const related = [
		...(cursor?.evidence.slice(0, 2) ?? []),
		...(list ? [shown(material.project, list.place)] : []),
		...offset.evidence.slice(1, 3)
	];
	const question = worded(
		phrasing,
		'late pages',
		[
			`${at} pages by offset${places > 1 ? `, and so ${agree(places - 1, 'does one other place', `do ${places - 1} other places`)}` : ''}.`,
			list
				? `Somebody walks through ${list.path} to its last page while others add rows; ${at} skips by offset.`
				: `Somebody walks through ${whose} to its last page while others add rows.`,
			`There are ten million rows behind ${whose}, and a crawler asks for page two hundred thousand.`,
			`A user reports that they saw the same entry on two pages; ${at} pages by offset.`,
			`The last pages of ${whose} have become a hundred times slower than the first.`,
			...(cursorAt ? [`${at} pages by offset and ${cursorAt} by a cursor.`] : [])
		],
		[
			'What does the database do for that, and from which size on would you change it?',
			'How does it come to that, and what would you have to give up to be rid of it?',
			'What did you gain by counting rows, and when does it stop being worth it?',
			'What would the interface look like with a cursor instead, and what could a client no longer do?'
		]
	);
	return draft({
		subject: 'late-pages',
		worth: cursor ? 0.8 : 0.61,
		category: 'scalability',
		difficulty: 'mid-level',
		topic: 'paging',
		question,
		findings: cursor ? [offset, cursor] : [offset],
		evidence: offset.evidence.slice(0, 1),
		related,
		rubric: [
			essential(
				'For a late page the database reads everything before it and throws it away, so pages get slower the further one goes.',
				[
					'Offset scans and discards all the skipped rows.',
					'The cost grows with the page number.',
					'A deep offset is linear in the rows before it.'
				],
				{
					evidence: offset.evidence.slice(0, 2),
					contradictions: [
						'Every page costs the same.',
						...(cursor ? [] : ['The lists are paged by a cursor.'])
					]
				}
			),
			essential(
				'Rows that come or go meanwhile shift the rest, so that something is seen twice or never.',
				[
					'Inserts push entries onto the next page, deletes make one skip.',
					'The window moves under the reader.',
					'Duplicates and gaps appear between pages.'
				]
			),
			essential(
				'A cursor asks for what comes after the last row seen, by an index, and costs the same everywhere.',
				[
					'Keyset paging uses a where clause on the sort key instead of skipping.',
					'Seek past the last id or time with an index.',
					'Continue from the last item rather than counting.'
				]
			),
			point('With a cursor one cannot jump to a page or say how many there are.', [
				'You lose page numbers and totals.',
				'Only next and previous are left.'
			]),
			point('The order must be total, so an id is added where times can be equal.', [
				'Break ties with the primary key.',
				'Sort by time and id together, with an index on both.'
			]),
			point('A largest page number, or size, is a cheap first limit.', [
				'Cap how deep clients may go.',
				'Forbid very large offsets.'
			])
		],
		modelAnswer: `${at} pages by offset, in ${counted(places, 'place')} altogether. The database reads and throws away all rows before the page, so the first pages are cheap and the last ones are not. Rows that come or go while somebody reads move the rest, and an entry is seen twice or never. It buys page numbers and a total, which is worth it for lists of some thousand rows. Beyond that I would ask for what comes after the last row seen, with an index on the order and the id as a tie-breaker${cursorAt ? `, as ${cursorAt} does` : ''}: every page costs the same and nothing shifts, but nobody can jump to page fifty. Until then a largest page keeps crawlers from the worst.`,
		hints: [
			'What does the database have to read before it can return the first row of page 1000?',
			'Put a new row at the top between two requests.',
			'What could the client send instead of a number?'
		],
		followUps: [
			clarifying(3, 'Write, in words, the condition of the query for the page after this one.', [
				essential(
					'Those whose sort value comes after that of the last row, with the id deciding between equals.',
					[
						'Where created is older than the last one, or equal with a smaller id.',
						'Compare the tuple of time and id.'
					]
				),
				point('In the order of an index, with a limit.', [
					'Ordered by the same columns.',
					'Take the first twenty.'
				])
			]),
			deeper(
				5,
				'Two rows have the same time. What goes wrong with a cursor that knows only the time?',
				[
					essential('Rows of that time are skipped or repeated at the edge of a page.', [
						'You lose the ones that share the timestamp.',
						'Equal values make it ambiguous.'
					]),
					point('The id in the cursor and in the index makes the order unique.', [
						'Add a tie-breaker.',
						'Use a compound key.'
					])
				]
			)
		]
	});
}

function byCursor(cursor: Finding, phrasing: Phrasing): QuestionDraft {
	const at = fileName(cursor.evidence[0]!.path);
	const question = worded(
		phrasing,
		'cursor',
		[
			`${at} pages by a cursor.`,
			`A page in ${at} begins behind the last row of the one before.`,
			`A product manager wants page numbers for the list that ${at} serves by cursor.`
		],
		[
			'Why not by number, and what can clients not do now?',
			'What must be true of the order for that to work, and where is it ensured?',
			'What is in the cursor, and what happens when its row has been deleted?'
		]
	);
	return draft({
		subject: 'cursor',
		worth: 0.66,
		category: 'scalability',
		difficulty: 'mid-level',
		topic: 'paging',
		question,
		findings: [cursor],
		evidence: cursor.evidence.slice(0, 1),
		related: cursor.evidence.slice(1, 3),
		rubric: [
			essential(
				'Every page costs the same, because it is found by an index and nothing is skipped.',
				['No rows are read and thrown away.', 'It seeks directly to the position.'],
				{ evidence: cursor.evidence.slice(0, 1), contradictions: ['Lists are paged by offset.'] }
			),
			essential('The order must be total and have an index, or rows are lost at the edges.', [
				'Ties need a unique column such as the id.',
				'Sort by a unique combination.'
			]),
			point('There are no page numbers and no jumps.', [
				'Clients can only go on or back.',
				'A total must be counted apart.'
			]),
			point('The cursor holds the values and not the position, so a deleted row does no harm.', [
				'It compares with the last values seen.',
				'It works even if that row is gone.'
			])
		],
		modelAnswer: `${at} asks for what comes after the last row, so each page is found by an index and costs the same. Rows that come or go do not shift anything. The order has to be total, with the id behind a time that can be equal, and an index must hold both. The cursor carries those values, so it still works when its row is gone. The price is that nobody can jump to a page and that a total has to be counted apart.`,
		hints: [
			'What would the tenth thousandth page cost the other way?',
			'Can two rows be equal in the order?'
		],
		followUps: [
			clarifying(
				4,
				'The row that the cursor names is deleted before the next request. What comes back?',
				[
					essential('The rows after its values, as if it were there.', [
						'It still continues at the right place.',
						'Comparison by value needs no row.'
					]),
					point('If the cursor were only an id to look up, it would fail.', [
						'Looking the row up breaks.',
						'Store the sort value too.'
					])
				]
			),
			deeper(
				2,
				'The order may be changed by the client. What does that do to the cursor and the indexes?',
				[
					essential('A cursor belongs to one order and must say which.', [
						'Encode the sort in it.',
						'Changing the sort starts again.'
					]),
					point('Each order needs an index of its own.', [
						'Only allow orders that are indexed.',
						'Limit the choices.'
					])
				]
			)
		]
	});
}

function sizeOfAPage(size: Finding, other: Finding | undefined, phrasing: Phrasing): QuestionDraft {
	const at = fileName(size.evidence[0]!.path);
	const question = worded(
		phrasing,
		'size',
		[
			`In ${at} the limit of a query is what the client asks for.`,
			`I ask ${at} for a million rows in one page.`,
			`A partner's script asks for everything at once, and ${at} passes the number on.`
		],
		[
			'What happens to the process and to the database, and to everybody else meanwhile?',
			'Where would you put an end to it, and what should a client that asks for more get?',
			'How do you choose the largest page, and how do you bring it in without breaking anybody?'
		]
	);
	return draft({
		subject: 'size',
		worth: 0.85,
		category: 'scalability',
		difficulty: 'junior',
		topic: 'paging',
		question,
		findings: other ? [size, other] : [size],
		evidence: size.evidence.slice(0, 2),
		related: other?.evidence.slice(0, 2) ?? size.evidence.slice(1),
		rubric: [
			essential(
				'One request may load a whole table into memory.',
				[
					'It reads everything and can exhaust the process.',
					'Memory and database time are unbounded.'
				],
				{
					evidence: size.evidence.slice(0, 1),
					contradictions: ['There is an upper bound on the page size.']
				}
			),
			essential('A largest size is enforced where the parameter is read.', [
				'Clamp the limit on the server.',
				'Take the smaller of the wish and the maximum.'
			]),
			point('A wish beyond it is cut down or refused, and the answer says so.', [
				'Return fewer and tell the client.',
				'Answer 400 above the maximum.'
			]),
			point('A text that is no number, or a negative one, must not reach the query.', [
				'Parse and validate it as a positive integer.',
				'NaN and negatives have to be handled.'
			]),
			point('It is an easy way to bring the service down on purpose.', [
				'Attackers can abuse it for denial of service.',
				'A few such requests are enough.'
			])
		],
		modelAnswer: `${at} hands the client's number on to the query, so one request may load a whole table: memory, the database and everybody who waits behind it pay. I would clamp it where it is read, at a size that the page needs with room to spare, and treat text and negative numbers as wrong input. Whoever asks for more gets the largest page and the way to the next, or a clear refusal. Before bringing it in I would look in the log which sizes are asked for, and write to those above. As it is, a few requests on purpose are enough to bring the service down.`,
		hints: [
			'Who decides how much work one request is?',
			'What is the largest number that an honest page needs?'
		],
		followUps: [
			clarifying(4, 'What does the query get when the parameter is "abc"?', [
				essential('Something that is not a number, and an error or no limit at all.', [
					'NaN reaches the driver.',
					'It may be ignored and return everything.'
				]),
				point('It should be refused as wrong input.', ['Answer 400.', 'Validate before use.'])
			]),
			deeper(3, 'A client needs all rows once a day. What do you offer them?', [
				essential('Pages by cursor, or an export that is made in the background or streamed.', [
					'A dedicated export job.',
					'Stream it instead of one response.'
				]),
				point('Not a larger page for everybody.', [
					'Do not raise the limit for all.',
					'Keep the bound.'
				])
			])
		]
	});
}
