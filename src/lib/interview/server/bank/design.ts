import { clarifying, deeper, essential, point, topic } from './topic';

export const design = topic('design', [
	{
		slug: 'coupling',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'What do coupling and cohesion mean, and how do you see in everyday work that they are wrong?',
		rubric: [
			essential(0.35, 'Coupling: how much one part must know about another; low is better', [
				'dependence between modules',
				'changing one forces changes in the other',
				'if I touch this one, I have to touch that one as well'
			]),
			essential(
				0.3,
				'Cohesion: what is in one part belongs together and changes for the same reason',
				[
					'one purpose',
					'related things live in one place',
					'everything in there has to do with the same thing'
				]
			),
			essential(
				0.35,
				'Signs: one small change touches many files, parts that always change together lie apart, tests need half of the system',
				[
					'shotgun changes',
					'everything must be set up for a test',
					'for a tiny feature you have to open ten places'
				],
				['splitting into more files always lowers coupling']
			)
		],
		modelAnswer: `
			Coupling is how much one part must know about another: its names, its order of
			calls, its tables, its timing. Low is better, because then I can change one without
			the other. Cohesion is the other side: what is in one part belongs together and
			changes for the same reason. I see in everyday work that they are wrong when one
			small change, a new field for example, touches twelve files; when files that always
			change together lie in different corners, which the history shows; when a test needs
			half of the system to be set up; or when there is a drawer called utils. Splitting
			into more files alone does not help, two services that share a table are coupled
			more than two classes.
		`,
		hints: [
			'Take your last small change request. How many places did you have to open?',
			'One word is about what lies between the boxes, the other about what lies within. The version history knows both.'
		],
		followUps: [
			clarifying('p3', 'What does the history of commits tell you that the diagram does not?', [
				point(0.5, 'Which files keep changing in the same commits', [
					'co-change',
					'hidden dependencies'
				]),
				point(0.5, 'If these are far apart, the boundary is drawn in the wrong place', [
					'move together',
					'extract the common reason'
				])
			]),
			deeper(
				'p1',
				'Two services call each other by clean interfaces, and yet every release needs both. Where might the knot be?',
				[
					point(0.5, 'They share a table or a data format', ['common database', 'same model']),
					point(0.5, 'One relies on the order or inner states of the other', [
						'temporal coupling',
						'chatty protocol; bring together or define events'
					])
				]
			)
		]
	},
	{
		slug: 'solid',
		category: 'architecture',
		difficulty: 'junior',
		question:
			'Which of the SOLID principles do you use most in practice? Explain it by an example, and say when following it goes too far.',
		rubric: [
			essential(
				0.3,
				'Single responsibility: one reason to change, one group of people who ask for it',
				[
					'a class serves one concern',
					'separate what changes for different reasons',
					'it should only have one job'
				]
			),
			essential(
				0.3,
				'Dependency inversion: the core defines an interface, details such as database or mail implement it',
				[
					'depend on abstractions',
					'pass the detail in from outside',
					'the important code says what it needs, and the technical code complies'
				],
				['dependency inversion means using a DI container']
			),
			point(0.2, 'It buys: parts can be tested and replaced alone', [
				'swap in a fake',
				'change without touching the rest'
			]),
			point(
				0.2,
				'Too far: interfaces with one implementation, layers that only pass on, abstraction before there is a second case',
				['needless indirection', 'wait until variation is real']
			)
		],
		modelAnswer: `
			Most I use single responsibility and dependency inversion. The first says that a
			part has one reason to change: if the invoice class computes, prints and mails, then
			accounting, design and operations all change it, so I separate what changes for
			different reasons. The second: the core defines an interface, such as a payment port
			with charge and refund, and the detail, the client of some provider, implements it
			and is passed in from outside, no container is needed for that. It buys that parts
			can be tested and replaced alone. It goes too far with interfaces for everything
			with one implementation, with layers that only pass on, with abstraction before
			there is a second case. Then one jumps through five files to find one line of work.
		`,
		hints: [
			'Take a class about which three departments keep calling you.',
			'Who should know whom: the rule the tool, or the tool the rule? And when is a wall between them just a wall?'
		],
		followUps: [
			clarifying(
				'p2',
				'Your rule for discounts makes its own database client. What would you turn around, and what does it look like then?',
				[
					point(0.5, 'The rule receives what it needs, data or an interface it defines', [
						'parameter or constructor',
						'port'
					]),
					point(0.5, 'The client implements that and is put together at the entrance', [
						'composition root',
						'wiring in main'
					])
				]
			),
			deeper(
				'p4',
				'How do you recognise that an abstraction came too early, and what do you do with it?',
				[
					point(0.5, 'It has one use, flags for special cases, or its users reach around it', [
						'leaky and parameterised',
						'wrong abstraction'
					]),
					point(
						0.5,
						'Inline it again, duplicate for a while, and extract when the common shape is clear',
						['rule of three', 'remove indirection']
					)
				]
			)
		]
	},
	{
		slug: 'code-review',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			"What do you look for when you review somebody's code, and what do you leave to machines?",
		rubric: [
			essential(
				0.35,
				'Does it solve the right problem, and is it correct at the edges: errors, concurrency, security, data',
				[
					'intent first',
					'what happens when it fails',
					'whether it does what was wanted, also when something goes wrong'
				]
			),
			essential(0.25, 'Will others understand and change it: names, size, tests that can fail', [
				'readability',
				'tests cover the behaviour',
				'whether someone else can work with it in a year'
			]),
			point(
				0.2,
				'Format, style, types and known patterns are for tools',
				['linters and formatters', 'do not argue about spaces'],
				['the main job of a review is to enforce the code style']
			),
			point(
				0.2,
				'Tone and flow: small changes, quick answers, say what must and what may be changed, ask rather than order',
				['distinguish blocking from taste', 'review within a day']
			)
		],
		modelAnswer: `
			I begin with the intent: does it solve the right problem, and is this the place for
			it? Then correctness at the edges: what happens with errors, twice at once, with
			hostile input, with the existing data, on rollback. Then whether others will
			understand and change it: names, size, tests that can fail and that say what
			behaviour is meant. Format, style, types and known patterns are for tools; arguing
			about spaces wastes two people's day. How it is done matters as much: changes are
			small, because nobody reads a thousand lines well; I answer within a day, say what
			must and what may be changed, ask rather than order, and say what I liked. And if it
			goes round three times, we sit together.
		`,
		hints: [
			'What can no tool know about this change?',
			'Start with why it exists, go on to when it breaks, then think of the next reader, and of the person who wrote it.'
		],
		followUps: [
			clarifying('p4', 'You get two thousand lines to look at on Friday. What do you do?', [
				point(0.5, 'Ask for a split into steps, or go through it together', [
					'too large to review',
					'stacked changes'
				]),
				point(0.5, 'Otherwise begin with the risky parts: data, security, interfaces', [
					'say what was not looked at',
					'prioritise'
				])
			]),
			deeper(
				'p1',
				'Name a kind of mistake that tests and tools pass and that a careful reader finds.',
				[
					point(0.5, 'A missing permission check or wrong assumption about the business', [
						'absent code is invisible to tests',
						'wrong requirement'
					]),
					point(0.5, 'Races, unsafe retries or migrations that do not suit the old version', [
						'timing problems',
						'behaviour on failure'
					])
				]
			)
		]
	},
	{
		slug: 'tech-debt',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'A system has grown for ten years and each change takes longer. How do you decide between refactoring in steps and a rewrite?',
		rubric: [
			essential(
				0.35,
				'A rewrite takes longer than planned, must hit a moving target, and loses knowledge hidden in odd code',
				[
					'big bang rewrites usually fail',
					'old behaviour is forgotten',
					'it never gets finished, as the old one keeps moving, and you repeat mistakes already solved'
				],
				['a rewrite from scratch is usually quicker']
			),
			essential(
				0.3,
				'In steps: put a facade before it, and replace piece by piece, each in production',
				[
					'strangler fig',
					'old and new run side by side',
					'exchange one bit after another while everything keeps running'
				]
			),
			point(
				0.2,
				'Begin where it hurts: often changed and complicated places, from history and incidents',
				['hot spots by churn and complexity', 'where the business wants to move']
			),
			point(
				0.15,
				'Make the cost visible and give it a steady share of time, with measures before and after',
				['lead time and failure rate', 'part of every sprint']
			)
		],
		modelAnswer: `
			I start from a distrust of the rewrite: it takes longer than planned, it must hit a
			moving target because the old one goes on changing, and it loses knowledge that is
			hidden in odd-looking code, each a bug from years ago. So usually in steps: I put a
			facade in front and replace piece by piece, each going to production and earning its
			keep, the strangler fig. I begin where it hurts: places that are changed often and
			are complicated, which the history shows, and where the business wants to move; ugly
			code that nobody touches may stay. The cost is made visible, lead time, failures,
			onboarding, and gets a steady share of time. A rewrite is right when it is small,
			well specified, or its platform dies.
		`,
		hints: [
			'Who knows why that strange condition is there, and what do customers do in the two years of building?',
			'A tree can be overgrown slowly. Where would you plant the first shoot?'
		],
		followUps: [
			clarifying(
				'p3',
				'You may improve three of four hundred files this quarter. How do you choose?',
				[
					point(0.5, 'Those changed often and hard to understand', [
						'churn times complexity',
						'version history'
					]),
					point(0.5, 'Those behind incidents or in the way of what is planned', [
						'defects',
						'roadmap'
					])
				]
			),
			deeper(
				'p2',
				'The new part and the old must both know about orders while you move. How do you keep the data right?',
				[
					point(0.5, 'One owns the data at each time; the other reads through it or gets events', [
						'single writer',
						'anti-corruption layer'
					]),
					point(0.5, 'Run both and compare results before switching, with a way back', [
						'shadow traffic',
						'parallel run'
					])
				]
			)
		]
	}
]);
