import { counted, listed } from '../../detectors/detector';
import { clarifying, deeper, draft, essential, foundBy, listOf, numberOf, point } from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';
import { halfIsLeft, keepItShort, must, oneTransaction } from './data-claims';
import { callerOf, functionAt, historyAt, isElsewhere, nameAt } from './places';

/** Writes that belong together and are not held together: beside functions with a transaction, or where there is none. */
export const writesApartQuestions: QuestionMaker = {
	name: 'writes-apart',
	make: ruleAndException
};

/** Files and pages lose things, too. */
const NO_ROWS =
	/(^|\.)(file|image|img|tmp\w*|temp\w*|dir|folder|node|element|doc|document)\.\w+!?$/i;

/** Services over the network: no transaction holds what is sent to them. */
const OF_OTHERS =
	/^(Stripe|Aws|AWS|S3|Redis|Twilio|Slack|GitHub|Octokit|Paypal|Braintree|Twitter|Google|Firebase|Http\w*|HTTP|axios|fetch)\b/;

/** Two writes that belong together: beside functions with a transaction, or where there is none at all. */
function ruleAndException(material: QuestionMaterial, phrasing: Phrasing): QuestionDraft[] {
	const { project } = material;
	const without = foundBy(material.findings, 'transactions', 'writes-without')[0];
	const [place] = without?.evidence ?? [];
	const [name = ''] = without ? listOf(without, 'functions') : [];
	const [one = '', other = ''] = without ? listOf(without, 'first') : [];
	if (
		!without ||
		!place ||
		other === '' ||
		[one, other].some((callee) => NO_ROWS.test(callee) || OF_OTHERS.test(callee))
	) {
		return [];
	}
	const opened = foundBy(material.findings, 'transactions', 'opened')[0];
	const rule = opened?.evidence.find((evidence) => isElsewhere(evidence, place));
	const count = numberOf(without, 'count');
	const others = listOf(without, 'functions').slice(1, 3);
	const symbol = functionAt(project, place);
	const caller = symbol && callerOf(project, place.path, symbol);
	const history = historyAt(project, phrasing, place, !rule && !caller);
	const beside = rule
		? phrasing.one('mixed.open', [
				`${nameAt(project, rule)} opens a transaction; ${name} does not, though it calls ${one} and then ${other}.`,
				`${numberOf(opened!, 'places') === 1 ? `The only transaction of this code is opened in ${nameAt(project, rule)}` : `Transactions are opened in ${numberOf(opened!, 'places')} places of this code, ${nameAt(project, rule)} among them`}. ${name} writes twice, by ${one} and by ${other}, outside of any.`,
				`In ${name}, ${one} is followed by ${other} with nothing around the two, while ${nameAt(project, rule)} uses a transaction for its writes.`
			])
		: phrasing.one('without.open', [
				`${name} calls ${one} and, a little later, ${other}. No transaction was seen around the two, or anywhere else${count > 1 ? `; ${counted(count - 1, 'other function writes', 'other functions write')} in the same way` : ''}.`,
				`Two writes in a row make up ${name}: ${one}, then ${other}.${others.length > 0 ? ` ${listed(others)} ${others.length === 1 ? 'is' : 'are'} built the same way.` : ''} None of this code opens a transaction.`,
				`${caller ? `${caller.name} calls ${name}, which` : name} writes by ${one} first and by ${other} second, each committed on its own.`
			]);
	const ask = phrasing.one('mixed.ask', [
		'What is left behind when the second write fails, and who would notice?',
		'Suppose the process is killed between the two. What does the next reader see, and how does it get fixed?',
		'Was that a decision? Say what it costs when only the first succeeds, and what you would change.',
		'Which of the two may safely happen without the other, and what follows for their order?',
		'How would a user run into this, and how would you rebuild it so that they cannot?'
	]);
	return [
		draft({
			subject: 'writes-without',
			worth: rule ? 0.95 : 0.88,
			topic: 'transactions',
			category: rule ? 'tradeoffs' : 'implementation',
			difficulty: rule ? 'senior' : 'mid-level',
			findings: opened ? [without, opened] : [without],
			question: `${beside}${history.sentence} ${ask}`,
			evidence: [place, ...without.evidence.slice(1, 3)],
			related: [...(rule ? [rule] : []), ...(caller ? [caller.evidence] : []), ...history.related],
			rubric: [
				{ ...must(halfIsLeft()), evidence: [place] },
				{
					...must(oneTransaction()),
					evidence: rule ? [rule] : [],
					contradictions: [
						`${name} already runs in a transaction`,
						'both writes are rolled back together when one fails'
					]
				},
				point(
					'Where no transaction is possible, the order of the writes decides which half is harmless.',
					[
						'write the thing that is useless alone first',
						'put the less dangerous write first so that a failure leaves something harmless',
						'the order should leave a state that can be repaired'
					]
				),
				point('A job that looks for half-finished rows can fix what a failure left.', [
					'reconcile with a periodic cleanup',
					'detect orphans and repair them in the background',
					'a consistency check that finds the broken rows'
				]),
				keepItShort()
			],
			modelAnswer: `In ${name} the first write, ${one}, is committed before the second, ${other}, starts. If the second throws or the process dies between the two, the first stays: the data says one thing in one place and another thing in the other, and nobody is told. ${rule ? `${nameAt(project, rule)} shows that transactions are at hand here, so I would put both writes into one` : 'I would put both writes into one transaction'}, so that they happen together or not at all. Inside of it belong only the writes; mail and HTTP calls come after the commit. If that were not possible, I would order the writes so that the half that may be left is the harmless one, and run a job that looks for such halves and fixes them.`,
			hints: [
				'Think of the moment after the first write has been stored and before the second is.',
				`Imagine that ${other} throws. What has ${one} already done that nobody takes back?`,
				'The database can treat several writes as one. What would have to be around them, and what must not be inside?'
			],
			followUps: [
				clarifying(
					1,
					`Take one concrete run of ${name}: which row exists afterwards that should not, if ${other} throws?`,
					[
						essential(
							`The row written by ${one} exists without what ${other} should have written.`,
							[
								`what ${one} stored is there alone`,
								'the first row is saved and its counterpart is missing'
							]
						),
						point('Later code that expects both reads it as valid and goes wrong.', [
							'other queries trip over the orphan',
							'the inconsistency shows up somewhere else later'
						])
					]
				),
				deeper(
					2,
					'Your fix is in place, and now the function should also send an e-mail about the change. Where do you put that call?',
					[
						essential('After the commit, so that nothing is announced that is rolled back later.', [
							'send the mail once the transaction has committed',
							'an after-commit hook'
						]),
						point(
							'A row in an outbox table, written in the same transaction, makes sure that it is sent at last.',
							[
								'use the outbox pattern',
								'store the message in the database and let a worker send it'
							]
						),
						point('Inside the transaction a slow mail server would keep the rows locked.', [
							'it would hold the connection and locks while waiting',
							'the transaction would stay open for the time of the network call'
						])
					]
				)
			]
		})
	];
}
