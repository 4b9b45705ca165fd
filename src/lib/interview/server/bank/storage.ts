import { clarifying, deeper, essential, point, topic } from './topic';

export const storage = topic('storage', [
	{
		slug: 'where-files',
		category: 'architecture',
		difficulty: 'junior',
		question:
			"Users upload pictures and documents. Where do you store them, and why not in a database column or on the web server's disk?",
		rubric: [
			essential(0.35, 'In object storage, with metadata and the key in the database', [
				'S3-like store',
				'bytes outside, row inside',
				'the content goes to a bucket and we remember where it is'
			]),
			essential(
				0.3,
				"The server's disk is lost or different for each instance; it does not scale or survive a redeploy",
				[
					'local files exist on one machine only',
					'ephemeral containers',
					'what is saved on one machine is not there on the next'
				]
			),
			point(
				0.2,
				'In the database they bloat backups, memory and replication; fine for small things that must commit together',
				['large blobs make it heavy', 'transactional but expensive'],
				['files must never be stored in a database']
			),
			point(0.15, "Under generated names, never the user's; the original name is only metadata", [
				'random keys',
				'no path from input'
			])
		],
		modelAnswer: `
			The bytes go into object storage, and the database keeps a row with the key, owner,
			size, type, hash and the original name. The web server's disk exists on one machine
			only: a second instance does not see the file, and a redeploy of the container
			throws it away. A database column works and has the charm that it commits together
			with the rest, so for small things it is fine; but large blobs bloat backups, memory
			and replication, and it is the most expensive storage one has. In the store the file
			lies under a generated name, never under the user's, which may contain paths or
			collide. Between row and object there is no transaction, so I upload first, then
			write the row, and a job clears orphans.
		`,
		hints: [
			'What if tomorrow there are two servers, and the day after, other ones?',
			'Separate what you ask questions about from what you merely hand out.'
		],
		followUps: [
			clarifying('p2', 'After a deployment all profile pictures are gone. What was the mistake?', [
				point(0.5, "They lay in the container's or server's own file system", [
					'ephemeral disk',
					'replaced with the instance'
				]),
				point(0.5, 'They belong in storage outside that all instances share', [
					'object store or volume',
					'shared'
				])
			]),
			deeper(
				'p4',
				'Two people upload a file of the same name, and a third calls theirs "../../etc/x". How does your design cope?',
				[
					point(0.5, 'The key is generated, so there is no clash', ['uuid', 'content hash']),
					point(0.5, 'The given name is never used as a path, only shown after escaping', [
						'metadata only',
						'no traversal'
					])
				]
			)
		]
	},
	{
		slug: 'upload-flow',
		category: 'implementation',
		difficulty: 'junior',
		question:
			'What do you check when somebody uploads a file, and how do you serve it again safely?',
		rubric: [
			essential(0.3, 'Limit size while streaming, not after loading it all', [
				'stop at the maximum',
				'do not buffer in memory',
				"count along while it is coming in, and break off when it's too much"
			]),
			essential(
				0.3,
				'Determine the type from the content, against an allow-list; neither extension nor the sent type can be trusted',
				['magic bytes', 'the client may lie', 'look inside instead of believing the name'],
				['the Content-Type header tells what the file really is']
			),
			essential(
				0.25,
				'Serve from another domain or as attachment with nosniff, so that HTML or SVG cannot run in our origin',
				[
					'Content-Disposition',
					'separate host for user content',
					'what strangers uploaded must not be opened as part of our site'
				]
			),
			point(
				0.15,
				'Check rights at each download or use short-lived signed links; scan or re-encode what is risky',
				['signed URLs', 'virus scan']
			)
		],
		modelAnswer: `
			While it streams in I count bytes and stop at the limit, so nobody fills memory or
			disk, and there is a quota for each user. I determine the type from the content, its
			first bytes or by decoding it, and compare with an allow-list; the extension and the
			type that the browser sent can be made up. Pictures I re-encode, which also removes
			location data, and documents are scanned. Archives have caps on entries and unpacked
			size. When serving, I use another domain, or attachment with nosniff, because an
			HTML or SVG file shown in our origin would run as script in the user's session. And
			rights are checked at each download, or the application hands out short-lived signed
			links.
		`,
		hints: [
			'The sender may lie about size, about kind, and about what it does when opened.',
			'On the way in: how much and what. On the way out: from where, how, and to whom?'
		],
		followUps: [
			clarifying(
				'p2',
				'A file is called cat.png and contains a web page. How do you notice, and what would have happened?',
				[
					point(0.5, 'Its first bytes or decoding show that it is no picture', [
						'signature',
						'decode fails'
					]),
					point(0.5, 'Served in our origin it might run scripts as the user', [
						'stored XSS',
						'browser sniffs it'
					])
				]
			),
			deeper(
				'p4',
				'Private documents are on a CDN. How do you keep strangers out and stay quick?',
				[
					point(0.5, 'Links signed for minutes, checked at the edge', ['expiring URLs', 'token']),
					point(
						0.5,
						'The application checks rights before it gives one; a shared link works until expiry',
						['short life', 'revoke by changing the key']
					)
				]
			)
		]
	},
	{
		slug: 'backups',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question: 'What makes a backup trustworthy, and how do you choose between its kinds?',
		rubric: [
			essential(
				0.35,
				'Only a restore that was tried counts: practise it regularly and measure how long it takes',
				[
					'test restores',
					'an untested backup is a hope',
					'if you have never brought it back, you do not have one'
				],
				['a replica is a backup']
			),
			essential(0.25, 'Decide how much may be lost and how long recovery may take: RPO and RTO', [
				'objectives come first',
				'minutes of data, hours of downtime',
				'ask how much work you could do over again and how long you can be closed'
			]),
			point(
				0.2,
				'Full, incremental, and continuous log archiving for point in time; the more exact, the more work',
				['write-ahead log shipping', 'restore to just before the mistake']
			),
			point(0.2, 'Kept apart: other place, other account, unchangeable for a time, encrypted', [
				'off-site and immutable',
				'ransomware cannot delete it'
			])
		],
		modelAnswer: `
			Only a restore that was tried counts. I practise it regularly, by machine, into an
			empty place, check the data, and measure how long it takes, since copying two
			terabytes may need a day. Before choosing I decide with the business how much may be
			lost and how long recovery may take, RPO and RTO. A nightly dump loses up to a day;
			continuous archiving of the log allows a point in time, so just before somebody
			forgot the where clause, and costs more to run. Incremental ones save space and make
			the restore longer. They are kept apart: another place, another account,
			unchangeable for some weeks and encrypted, because whoever takes over production
			deletes backups first. And a replica is no backup: it repeats the mistake within a
			second.
		`,
		hints: [
			'A parachute is judged at one moment only.',
			'How much can you afford to lose, how long to be down, and who could destroy both at once?'
		],
		followUps: [
			clarifying(
				'p1',
				'When did somebody last do it for real, and what would you write down about it?',
				[
					point(0.5, 'Bring it up in an empty environment regularly, automatically', [
						'scheduled drill',
						'verify contents'
					]),
					point(0.5, 'Duration, missing pieces such as keys and settings, who can do it', [
						'runbook',
						'lessons'
					])
				]
			),
			deeper(
				'p3',
				'At 14:07 a script deletes half of the customers. It is 14:30 now. What do you do?',
				[
					point(
						0.5,
						'Stop writing or note what came after, and restore beside to 14:06 from base and log',
						['point-in-time recovery', 'separate instance']
					),
					point(0.5, 'Copy back the missing rows, and keep the newer changes', [
						'merge',
						'verify with constraints'
					])
				]
			)
		]
	},
	{
		slug: 'storage-scale',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'You keep two petabytes of user files and the bill grows. How do you bring down the cost without losing anything or making people wait?',
		rubric: [
			essential(
				0.3,
				'Look at access: most is never read again, so move it to colder tiers by rules, knowing their retrieval time and price',
				['lifecycle policies', 'hot and cold', 'what nobody opens can lie somewhere cheaper']
			),
			essential(
				0.25,
				'Store equal content once, by hash, with reference counts and care about deletion',
				[
					'deduplication',
					'content-addressed',
					'if ten people upload the same thing, keep it just one time'
				]
			),
			point(
				0.25,
				'Delete what nobody owns: orphans, broken uploads, old versions, expired things',
				['garbage collection of objects', 'retention rules']
			),
			point(
				0.2,
				'Transfer and requests cost as well: CDN, right sizes, small files packed together',
				['egress is often more than storage', 'bundle tiny objects'],
				['storage price is the only cost that counts']
			)
		],
		modelAnswer: `
			First I look at where the money goes: storage, requests and transfer, because egress
			is often more than storage itself, and there a CDN and pictures in the right size
			help. Then access: most files are never read again after a month, so rules move them
			to colder tiers; I must know their retrieval time and price, keep thumbnails hot,
			and not move small files, whose minimum size eats the gain. Equal content is stored
			once, by hash, with reference counts; deletion then needs care, and across customers
			it can reveal what others have. And I delete what nobody owns: orphans, broken
			multipart uploads, old versions, always marked first, with a period of grace before
			it is gone. Erasure coding instead of three copies matters where we run it
			ourselves.
		`,
		hints: [
			'When was the average file last opened?',
			'Think of things that are asleep, things that are there twice, and things that belong to nobody; then read the other lines of the bill.'
		],
		followUps: [
			clarifying(
				'p3',
				'Listing and database differ by four million objects, and people upload all the time. What do you do with the difference?',
				[
					point(0.5, 'Compare listing and database, only for objects older than some days', [
						'age threshold',
						'two passes'
					]),
					point(0.5, 'Mark first, delete later, with versioning to undo', [
						'grace period',
						'soft delete'
					])
				]
			),
			deeper(
				'p2',
				'A user deletes a file of which there is only one copy for three owners. What happens inside?',
				[
					point(0.5, 'Their reference goes; the bytes stay until the last one is gone', [
						'reference count',
						'count reaches zero'
					]),
					point(
						0.5,
						'Races with a new upload of the same content must be handled, by marking and a later sweep',
						['deletion delayed', 'transaction on the counter']
					)
				]
			)
		]
	}
]);
