import type { Category, Difficulty } from '../../../questions';
import type { Ways } from './worded';

interface Said {
	claim: string;
	wordings: string[];
}

interface Deeper {
	question: string;
	points: [Said, Said];
}

/** What there is to ask about a way to sign in, whoever has built it. */
export interface WayIn {
	/** Within a sentence: `sessions`. */
	called: string;
	category: Category;
	difficulty: Difficulty;
	/** Situations, each with what is asked about it. */
	cases: Ways;
	/** The first two are essential. */
	points: [Said, Said, Said, Said];
	hints: string[];
	clarifying: Deeper;
	deeper: Deeper;
}

const said = (claim: string, ...wordings: string[]): Said => ({ claim, wordings });

/** By the names that the detector gives them. */
export const waysIn: Partial<Record<string, WayIn>> = {
	sessions: {
		called: 'sessions',
		category: 'scalability',
		difficulty: 'mid-level',
		cases: [
			'A second instance starts tomorrow. Where does what is known of somebody live, and what happens to those who are signed in?',
			'The store behind it is away for five minutes. What does every request pay for it, and who is signed in meanwhile?',
			'A page on another site sends a form to yours. What comes along with it, and which flags of the cookie keep whom away?'
		],
		points: [
			said(
				'What is kept in the memory of one process is unknown to another and gone after a restart, so several instances need one store.',
				'Sessions must live in a shared store such as Redis or the database.',
				'With in-memory sessions people are signed out by every deployment.'
			),
			said(
				'The browser sends the cookie by itself, so requests from other sites have to be refused, by SameSite or a token of the page.',
				'Cookies need CSRF protection.',
				'Another site could act for the user unless the cookie is restricted.'
			),
			said(
				'HttpOnly keeps scripts from reading it, and Secure keeps it off plain connections.',
				'Set the HttpOnly and Secure flags.',
				'JavaScript must not see the cookie.'
			),
			said(
				'A session can be ended at once, at the price of a look-up for each request.',
				'Deleting the row signs somebody out immediately.',
				'You can revoke it, but every call reads the store.'
			)
		],
		hints: [
			'Two requests of one person reach two instances: what does the second know?',
			'What does a browser do with a cookie without being asked?'
		],
		clarifying: {
			question:
				'Somebody signs in on one instance, and their next request goes to the other. What do they see?',
			points: [
				said(
					'With a common store nothing, without one they are asked to sign in again.',
					'It works if the session is shared.',
					'Otherwise they seem logged out.'
				),
				said(
					'Sending them to the same instance each time only hides it until that one restarts.',
					'Sticky sessions break on deployment.',
					'Affinity is no real fix.'
				)
			]
		},
		deeper: {
			question: 'Which requests of another site still carry the cookie with SameSite=Lax?',
			points: [
				said(
					'Links that are followed, by GET.',
					'Top-level navigations only.',
					'Clicking a link sends it, posting a form does not.'
				),
				said('So nothing may be changed by GET.', 'GET must be safe.', 'State changes need POST.')
			]
		}
	},
	oauth: {
		called: 'sign-in through another provider',
		category: 'implementation',
		difficulty: 'senior',
		cases: [
			'Somebody registers over there with an address that belongs to one of your users. How does an account here come to belong to one over there, and what could go wrong?',
			'The other side is down on a Monday morning. What do you depend on now, and how do people get in without it?',
			'A link makes a visitor finish a sign-in that somebody else has begun. What is checked when the browser comes back, and against what?'
		],
		points: [
			said(
				'An account is matched by the provider and its id of the person, and by e-mail only where the provider says that it is confirmed.',
				'Use the subject id and not the address.',
				'Linking by an unverified e-mail lets others take an account over.'
			),
			said(
				'The state that was sent out must come back to the same browser, or somebody else’s sign-in is finished there.',
				'The state parameter stops login CSRF.',
				'Compare state with the session that began the flow.'
			),
			said(
				'Redirect addresses are compared whole, since an open one hands the code to a stranger.',
				'Exact match of redirect URIs.',
				'A wildcard redirect leaks the code.'
			),
			said(
				'When the provider is away nobody gets in that way, so there is another or an honest message.',
				'You depend on their availability.',
				'Offer a fallback or keep sessions long enough.'
			)
		],
		hints: [
			'Which of the things that come back could somebody else have written?',
			'What identifies a person over there for ever?'
		],
		clarifying: {
			question: 'A person changes their address at the provider. Which account do they get here?',
			points: [
				said(
					'The same one, if it is matched by the id.',
					'The subject stays the same.',
					'It works with a stable identifier.'
				),
				said(
					'By address they would get a new one or somebody else’s.',
					'E-mail matching breaks.',
					'They lose their account.'
				)
			]
		},
		deeper: {
			question: 'Where is that state kept between going out and coming back?',
			points: [
				said(
					'With the browser that began, in its session or a cookie of its own.',
					'In a short-lived cookie.',
					'Bound to the user agent.'
				),
				said(
					'It is used once and runs out soon.',
					'Single use with expiry.',
					'Discard it afterwards.'
				)
			]
		}
	},
	'api-keys': {
		called: 'keys for programs',
		category: 'implementation',
		difficulty: 'mid-level',
		cases: [
			'A customer has put theirs into a public repository. What can somebody do with it, and what do you do within the hour?',
			'A dump of your database turns up. How are they stored, and what can be told from what is stored?',
			'One customer runs forty scripts with the same one. How do they replace it without an outage?'
		],
		points: [
			said(
				'Only a hash of a key is stored, so that a copy of the table opens nothing.',
				'Keep the hash and show the key once.',
				'Never store it in plain text.'
			),
			said(
				'Each key can be withdrawn by itself, and two are valid at the same time while one is replaced.',
				'Allow several keys so that rotation has no gap.',
				'Revoke one without touching the others.'
			),
			said(
				'A key may do only what it is for.',
				'Scopes limit the damage.',
				'Give it least privilege.'
			),
			said(
				'A name at its front and the time of its last use show whose it is and whether it is still needed.',
				'A recognisable prefix lets scanners find leaks.',
				'Track last use.'
			)
		],
		hints: [
			'What would a thief of the table have?',
			'What must be true for a replacement without a gap?'
		],
		clarifying: {
			question: 'A quick hash is wrong for passwords. Is it for these keys?',
			points: [
				said(
					'No, a long random key cannot be guessed, so a quick hash is enough.',
					'High entropy makes fast hashing fine.',
					'SHA-256 is fine for random tokens.'
				),
				said(
					'It also has to be looked up at every request.',
					'A slow one would cost too much each call.',
					'Speed matters here.'
				)
			]
		},
		deeper: {
			question: 'How do you look up a key of which you have only the hash?',
			points: [
				said(
					'By the hash itself, or by a public part of the key that is stored beside it.',
					'Index the digest.',
					'Use an id prefix.'
				),
				said(
					'The comparison takes the same time whatever fits.',
					'Constant-time compare.',
					'Avoid timing leaks.'
				)
			]
		}
	},
	basic: {
		called: 'HTTP basic authentication',
		category: 'tradeoffs',
		difficulty: 'junior',
		cases: [
			'Somebody wants to sign out. What can it not do, and for whom is it enough?',
			'A log of the proxy in front is found to hold all headers. What travels with each request, and who could see it?',
			'A script keeps the password of an administrator in its settings. What would you put in its place, and what would that cost its callers?'
		],
		points: [
			said(
				'The password itself travels with every request, so everything rests on TLS and on what is logged.',
				'Credentials are only encoded, not encrypted.',
				'Without HTTPS anybody can read it.'
			),
			said(
				'There is no signing out and no end, since the browser goes on sending it.',
				'You cannot expire it.',
				'It stays until the browser closes.'
			),
			said(
				'Each request compares a password again, which is slow where it is well hashed.',
				'A bcrypt check per call is expensive.',
				'Every call pays for hashing.'
			),
			said(
				'For a program on a private connection it is simple and enough, with a password of its own.',
				'It is fine for internal tools or metrics.',
				'Give it a separate account.'
			)
		],
		hints: ['Read one request as it goes over the line.', 'What does the browser do tomorrow?'],
		clarifying: {
			question:
				'Who along the way of such a request can write the password down without meaning to?',
			points: [
				said(
					'Proxies, logs and tools that keep headers.',
					'Access logs with headers.',
					'Monitoring and crash reports.'
				),
				said('So the header is taken out of logs.', 'Redact authorization headers.', 'Mask it.')
			]
		},
		deeper: {
			question: 'How would you let those callers move to tokens without breaking them?',
			points: [
				said(
					'Accept both for a while and count who still comes with a password.',
					'Support old and new in parallel.',
					'Deprecate with a date.'
				),
				said(
					'Give each caller a token of its own.',
					'Individual credentials.',
					'No shared password.'
				)
			]
		}
	},
	hosted: {
		called: 'identity by a service',
		category: 'tradeoffs',
		difficulty: 'senior',
		cases: [
			'Their price triples next year. What is theirs and what is yours, and how would you leave?',
			'They are down for an hour. What still works then, and for how long?',
			'A token arrives that they made for another of their customers. What do you check on your side of what they send?'
		],
		points: [
			said(
				'A token of theirs is checked here: signature, issuer, audience and time.',
				'Validate the claims and not only decode.',
				'An unchecked audience accepts tokens made for others.'
			),
			said(
				'Rows here hang on an id of their own, with that of the service beside it, so that one could leave.',
				'Keep an internal user id.',
				'Do not use their id as the primary key.'
			),
			said(
				'Passwords, recovery and second factors are their work, and their outages are yours.',
				'You save effort and gain a dependency.',
				'It trades control for maintenance.'
			),
			said(
				'Leaving needs an export, and hashes of passwords may not be part of it.',
				'Users may need a reset on migration.',
				'Check the export before you need it.'
			)
		],
		hints: [
			'Which of your tables know their ids?',
			'What is asked over the network at each request?'
		],
		clarifying: {
			question: 'They are down. Can somebody who is signed in go on?',
			points: [
				said(
					'Yes while the token lives, if it is checked by a key that is kept here.',
					'Local verification with cached keys works.',
					'Until the token expires.'
				),
				said('Nobody new can sign in.', 'No new logins.', 'Refreshing fails.')
			]
		},
		deeper: {
			question: 'Which key are rows of yours tied to, and what follows from that?',
			points: [
				said(
					'An own id keeps them when the service changes.',
					'Map external to internal.',
					'Only one table must change.'
				),
				said(
					'Theirs everywhere means to rewrite every table.',
					'Foreign keys would all change.',
					'Migration touches everything.'
				)
			]
		}
	},
	accounts: {
		called: 'accounts kept by a library',
		category: 'architecture',
		difficulty: 'mid-level',
		cases: [
			'The business wants people to sign in by telephone number. Which part of that do you get, which do you have to fight, and where does your own code hook in?',
			'The next major version of the library is out. How far has your own model grown into it, and how would you get out?',
			'An auditor lists every way in that it opens. What did you switch on and leave off, and why?'
		],
		points: [
			said(
				'What everybody gets wrong, such as recovery, hashing and locking, is done once and well.',
				'You inherit tested flows.',
				'It saves writing security code.'
			),
			said(
				'What differs from its ways is done in its hooks, and breaks with its next version.',
				'Customising it is fragile.',
				'Overriding internals costs at every upgrade.'
			),
			said(
				'What it has and nobody uses is switched off, since every open way in has to be kept.',
				'Disable modules that are not needed.',
				'Unused endpoints are attack surface.'
			),
			said(
				'What the business knows of a person stands in a model of its own, apart from the account.',
				'Separate profile from credentials.',
				'Keep domain data out of the library’s table.'
			)
		],
		hints: [
			'Which of its routes exist although no page links to them?',
			'What would you have had to write yourself?'
		],
		clarifying: {
			question: 'Name one thing that it does for you which you would have got wrong at first.',
			points: [
				said(
					'Recovery by a link that works once and runs out, without telling whether the account exists.',
					'Password reset done safely.',
					'Single-use tokens with expiry.'
				),
				said(
					'Locking, hashing and comparing in constant time.',
					'Throttling and timing.',
					'Proper hashing.'
				)
			]
		},
		deeper: {
			question:
				'Which of its tests or yours would fail if a hook were no longer called after an upgrade?',
			points: [
				said(
					'Only one of yours that signs in and looks at the effect.',
					'An integration test over the flow.',
					'Test behaviour, not internals.'
				),
				said(
					'Theirs know nothing of it.',
					'The library cannot test your hooks.',
					'Upstream tests do not cover it.'
				)
			]
		}
	},
	'two-factor': {
		called: 'a second factor',
		category: 'implementation',
		difficulty: 'mid-level',
		cases: [
			'Somebody has lost their telephone. How do they get in, and who else could get in that way?',
			'A script tries all codes of six digits. What stands in its way, and who notices?',
			'A phishing page asks for the code and passes it on. What does the factor protect from, and what not?'
		],
		points: [
			said(
				'Codes may be tried a few times only, since six digits are soon gone through.',
				'Rate limit the verification.',
				'Lock after some wrong codes.'
			),
			said(
				'Recovery is as strong as the factor: codes that work once and are stored hashed.',
				'Recovery codes must be single use.',
				'A weak reset makes it pointless.'
			),
			said(
				'A code that was used is not taken again.',
				'Prevent replay within the window.',
				'Remember the last accepted step.'
			),
			said(
				'A code can be passed on by a phishing page, while a passkey is tied to the site.',
				'TOTP does not stop phishing, WebAuthn does.',
				'Real-time relays defeat codes.'
			)
		],
		hints: [
			'How many tries does a guess need, and how long does a code live?',
			'Which is the weakest way to an account that has it?'
		],
		clarifying: {
			question: 'Where does the code count wrong tries, and when does it begin again?',
			points: [
				said(
					'For the account, over a time that is longer than a code lives.',
					'Per user with a window.',
					'Not per session alone.'
				),
				said(
					'A new sign-in must not set it back.',
					'Restarting the login does not reset it.',
					'Otherwise it is bypassed.'
				)
			]
		},
		deeper: {
			question: 'Support can switch it off by telephone. What would you ask of that?',
			points: [
				said(
					'Proof that is as hard as the factor, a delay, and a message to the owner.',
					'Verify identity and notify.',
					'A cooling-off period.'
				),
				said('A note of who did it.', 'Audit the action.', 'Log the operator.')
			]
		}
	}
};
