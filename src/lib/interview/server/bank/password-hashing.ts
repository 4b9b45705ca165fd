import { clarifying, deeper, essential, point, topic } from './topic';

export const passwordHashing = topic('password_hashing', [
	{
		slug: 'why-slow-hash',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'How should passwords be stored, and why is a plain SHA-256 of the password not good enough?',
		rubric: [
			essential(
				0.35,
				'Use a deliberately slow password hash such as Argon2id, scrypt or bcrypt',
				[
					'a hash function made for passwords that takes real time',
					'argon2 or bcrypt with a cost parameter',
					'take a function that is expensive on purpose so that each guess hurts'
				],
				['encrypt passwords with AES so that they can be decrypted', 'base64 is enough']
			),
			essential(
				0.3,
				'SHA-256 is fast, so that an attacker with the table tries billions of guesses a second on a GPU',
				[
					'general hashes can be brute-forced quickly',
					'graphics cards compute fast hashes in huge numbers',
					'ordinary digests are so cheap that a whole dictionary is tried in seconds'
				]
			),
			essential(
				0.35,
				'A random salt for each password makes equal passwords look different and rainbow tables useless',
				[
					'unique salts prevent precomputed tables',
					'with a per-user salt every hash must be attacked alone',
					'every user gets some random bytes mixed in, so two with the same password do not look the same'
				],
				['one common salt for all users is enough']
			)
		],
		modelAnswer: `
			I store the output of a deliberately slow password hash: Argon2id by preference,
			scrypt or bcrypt if that is what the platform has, with a cost that takes perhaps a
			hundred milliseconds on our server. SHA-256 is made to be fast, and that is exactly
			what is wrong with it here: an attacker who has the table tries billions of guesses
			a second on a GPU, and most people's passwords fall in hours. Each password also
			gets its own random salt. That makes equal passwords look different and makes
			rainbow tables useless, because every hash must be attacked alone. The salt is no
			secret and is stored in the hash string.
		`,
		hints: [
			'Picture the thief at home, with the table and a good graphics card.',
			'One property should cost the thief time, another should keep them from doing the work once for all people.'
		],
		followUps: [
			clarifying(
				'p3',
				'Two people chose the very same password. What does somebody who reads the table see?',
				[
					point(0.5, 'Two different strings that share nothing', [
						'different hashes because the salts differ',
						'nothing tells that they are equal'
					]),
					point(0.5, 'The salt stands beside the hash in clear', [
						'it is stored in the same string',
						'salts need not be secret'
					])
				]
			),
			deeper(
				'p1',
				'What makes the modern choices harder on special hardware than the older ones?',
				[
					point(0.5, 'They need much memory for each guess, so that parallel attack is costly', [
						'memory-hard functions limit what a GPU can do at once',
						'Argon2 fills megabytes per attempt'
					]),
					point(0.5, 'Bcrypt uses only a few kilobytes and cuts off after 72 bytes', [
						'bcrypt ignores what is beyond 72 bytes and needs little memory',
						'its small memory makes it cheaper to attack in hardware'
					])
				]
			)
		]
	},
	{
		slug: 'raise-the-cost',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'Hardware gets faster every year. How do you raise the work factor for accounts that already exist?',
		rubric: [
			essential(
				0.3,
				'The hash string carries its algorithm and parameters, so old and new can live side by side',
				[
					'the cost is encoded within the stored string',
					'each record tells with what it was made',
					'from the stored value one can see which settings were used'
				]
			),
			essential(
				0.4,
				'At the next successful login the plain password is there: verify with the old, then hash again with the new parameters',
				[
					'rehash when the user signs in',
					'upgrade transparently after a correct password',
					'when they sign in we have it in clear for a moment and can store it anew with a higher cost'
				]
			),
			point(
				0.3,
				'Accounts that never come back are wrapped or expired: hash the old hash with the new function, or force a reset',
				[
					'dormant users get their stored hash wrapped in the new one',
					'drop the old hashes after some time and ask for a reset'
				]
			)
		],
		modelAnswer: `
			You cannot recompute a hash without the password, so it happens when the person
			brings it. The hash string carries its algorithm and parameters, as the bcrypt or
			Argon2 formats do, so old and new can live side by side in one column. At the next
			successful login the plain password is there for a moment: I verify with the old
			parameters, and if they are below today's, I hash again with the new ones and store
			that. Accounts that never come back are the rest: either I wrap them, that is hash
			the old hash with the new function and mark it so, or after a year I delete the hash
			and force a reset.
		`,
		hints: [
			'You do not have what you would need to compute it again, except at one moment.',
			'When does somebody hand you the thing itself, and how do you know which settings were used last time?'
		],
		followUps: [
			clarifying(
				'p3',
				'Half of your users have not been seen for two years. What do you do about them?',
				[
					point(0.5, 'Wrap the existing hash in the stronger function', [
						'apply the new hash on top of the old hash',
						'layer them so that no login is needed'
					]),
					point(0.5, 'Or remove it and make them reset by mail', [
						'invalidate and require a new password',
						'expire dormant credentials'
					])
				]
			),
			deeper('p1', 'How do you choose the number itself?', [
				point(0.5, 'Measure on the production hardware and aim at a time such as 100 to 300 ms', [
					'benchmark until a login takes a few hundred milliseconds',
					'tune to the slowest that users and servers bear'
				]),
				point(0.5, 'Mind peak logins: memory and CPU times concurrent attempts', [
					'a login storm must not exhaust the server',
					'capacity limits how costly it may be'
				])
			])
		]
	},
	{
		slug: 'hashing-under-load',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'Logins hash with an expensive function. What happens to your service when thousands sign in at once, and how do you hold it up?',
		rubric: [
			essential(
				0.3,
				'Hashing eats CPU and memory, and on an event loop it blocks everything if done synchronously',
				[
					'a synchronous bcrypt call stalls all other requests',
					'each login burns a core for a tenth of a second',
					'the processor is fully occupied and nobody else gets an answer'
				]
			),
			essential(
				0.3,
				'Run it in a bounded pool of threads with a queue, so that other requests go on',
				[
					'move it to worker threads with limited concurrency',
					'use the async version with a fixed number at once',
					'only a few are computed side by side and the rest has to queue'
				]
			),
			point(
				0.2,
				'Limit attempts by account and address before hashing, or it is an easy denial of service',
				[
					'rate limit login so attackers cannot burn our CPU',
					'throttle before doing the costly work'
				]
			),
			point(
				0.2,
				'Sign in seldom: long sessions, and API calls by tokens that are checked cheaply',
				['keep people signed in so hashing is rare', 'high-entropy API keys need only a fast hash'],
				['API keys with high entropy must be hashed with bcrypt on each request']
			)
		],
		modelAnswer: `
			A hundred milliseconds of CPU and maybe sixty megabytes each: with a thousand at
			once that is a hundred core-seconds, and on an event loop a synchronous call blocks
			everything else too. So the hashing runs in a bounded pool of worker threads with a
			queue, so that other requests go on and memory stays within its bounds; when the
			queue is too long I answer 429 or 503. Before hashing I limit attempts by account
			and by address, since otherwise the login form is an easy denial of service. And I
			make logins rare: long sessions, and API calls by random tokens, which can be
			checked cheaply with a fast hash because nobody can guess them.
		`,
		hints: [
			'Multiply the time of one by the number that arrive in the same second.',
			'Think of where the work runs, what comes before it, and how often it is needed at all.'
		],
		followUps: [
			clarifying('p2', 'Your server is single-threaded. Where does the costly work go then?', [
				point(0.5, 'Into a thread pool of the runtime or workers', [
					"libuv's pool or worker threads do it",
					'a separate process or service computes it'
				]),
				point(0.5, 'With a cap, since more threads than cores only add waiting', [
					'concurrency is limited to about the cores',
					'excess waits in a queue'
				])
			]),
			deeper(
				'p4',
				'Somebody proposes the same slow function for machine keys of 256 random bits. What do you answer?',
				[
					point(0.5, 'It is needless: such keys cannot be guessed, a plain SHA-256 is enough', [
						'the entropy protects them already',
						'slow hashing only helps weak human secrets'
					]),
					point(0.5, 'A fast digest can be looked up by index on every call', [
						'store the digest and find it directly',
						'the check must be cheap as it happens on each request'
					])
				]
			)
		]
	},
	{
		slug: 'pepper',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'What is a pepper, and would you use one besides the salt?',
		rubric: [
			essential(0.35, 'A pepper is a secret key shared by all hashes, kept outside the database', [
				'one application secret mixed into every hash',
				'a key in a vault or HSM that is not in the table',
				'something every hash depends on that only the application knows'
			]),
			essential(0.3, 'A stolen database alone is then useless for guessing', [
				'SQL injection that dumps the table does not give enough to crack',
				'the attacker also needs the key from the application',
				'whoever gets just the table cannot even start to crack it'
			]),
			point(
				0.35,
				'The price is key management: losing it locks everybody out and rotating is hard',
				[
					'if the pepper is lost no password can be checked',
					'changing it needs versions or rehashing at login'
				]
			)
		],
		modelAnswer: `
			A pepper is a secret key shared by all hashes and kept outside the database, in a
			vault or in an HSM; a salt by contrast is different for each user and stored in the
			open. What it buys: with a stolen database alone, say by SQL injection or a lost
			backup, guessing is useless, the attacker also needs the key from the application.
			The price is key management. If it is lost, everybody is locked out, and rotating it
			is hard, because you need the password to hash again, so you keep key versions. I
			would use it, as an HMAC or by encrypting the hash, where a vault exists anyway; a
			good slow hash comes first.
		`,
		hints: [
			'Most leaks are of one place only.',
			'Suppose there were a part of the recipe that does not lie where the results lie. What would that help, and what if it got lost?'
		],
		followUps: [
			clarifying('p3', 'How would you replace such a value without locking anybody out?', [
				point(0.5, 'Keep a version number beside each hash and both keys for a time', [
					'the record says which key it uses',
					'old and new are accepted in parallel'
				]),
				point(0.5, 'Encrypting the finished hash lets you re-encrypt all without passwords', [
					'with a reversible outer layer you can rotate in a batch',
					'decrypt and encrypt again with the new key'
				])
			]),
			deeper('p2', 'Which break-ins does it not help against at all?', [
				point(0.5, 'When the application server itself is taken, the secret is read too', [
					'code execution on the host gives both',
					'memory of the process holds the key'
				]),
				point(0.5, 'Phishing and reused passwords, which need no table', [
					'online guessing and credential stuffing are unaffected',
					'stolen credentials from elsewhere still work'
				])
			])
		]
	}
]);
