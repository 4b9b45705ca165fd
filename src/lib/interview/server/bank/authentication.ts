import { clarifying, deeper, essential, point, topic } from './topic';

export const authentication = topic('authentication', [
	{
		slug: 'sessions-or-tokens',
		category: 'tradeoffs',
		difficulty: 'mid-level',
		question:
			'How do you choose between server-side sessions and self-contained tokens such as JWTs for signing people in?',
		rubric: [
			essential(
				0.3,
				'A server-side session can be revoked at once, because the server looks it up',
				[
					'deleting the session row signs the person out immediately',
					'with a session store, logout takes effect right away',
					'I can throw somebody out by removing their entry'
				]
			),
			essential(
				0.3,
				'A JWT stays valid until it expires, unless one keeps a deny list and so state again',
				[
					'a signed token cannot be taken back without a blocklist',
					'revoking self-contained tokens is hard',
					'once issued you have to wait until it runs out'
				],
				[
					'a JWT is invalid as soon as the user logs out',
					'deleting the token in the browser revokes it'
				]
			),
			point(
				0.2,
				'A token is checked by its signature alone, without a lookup, which helps many services',
				['any service with the public key can verify it', 'no call to a central store is needed']
			),
			point(
				0.2,
				'A common middle way is a short-lived access token with a refresh token that can be revoked',
				[
					'minutes for access and a rotated refresh token',
					'keep access tokens short and renew them'
				]
			)
		],
		modelAnswer: `
			For one web application I take server-side sessions: the cookie is a random id, the
			server looks it up, and so a session can be revoked at once by deleting the row. A
			JWT is checked by its signature alone without a lookup, which helps when many
			services must know who is calling. But it stays valid until it expires, and if you
			keep a deny list to revoke it, you have state again. The common middle way is a
			short-lived access token, five or ten minutes, together with a refresh token that is
			stored, rotated and can be revoked. So the question is how quickly I must be able to
			throw somebody out.
		`,
		hints: [
			'Think of the day on which a laptop is stolen.',
			'Compare what each needs at the moment of checking, and what each can do at the moment of taking back.'
		],
		followUps: [
			clarifying(
				'p2',
				'An employee is dismissed at noon. What does each design let them do at five past twelve?',
				[
					point(0.5, 'With sessions they are out as soon as the session is removed', [
						'the next request finds no session',
						'access ends at once'
					]),
					point(0.5, 'With tokens they keep access until the expiry', [
						'the token works on for its remaining minutes',
						'only the end of its lifetime stops it'
					])
				]
			),
			deeper(
				'p4',
				'How would you notice that a long-lived renewal credential was stolen, and what do you do then?',
				[
					point(0.5, 'Each use gives a new one, and the reuse of an old one shows theft', [
						'rotation makes a second use of the same token visible',
						'a replayed token that was already exchanged raises the alarm'
					]),
					point(0.5, 'Then the whole family of tokens is revoked and the person signs in again', [
						'all sessions derived from it end',
						'every descendant is invalidated'
					])
				]
			)
		]
	},
	{
		slug: 'cookie-flags',
		category: 'implementation',
		difficulty: 'junior',
		question: 'Which attributes do you set on a session cookie, and what is each one for?',
		rubric: [
			essential(
				0.3,
				'HttpOnly keeps scripts from reading it, so that XSS cannot steal it easily',
				[
					'JavaScript has no access to an HttpOnly cookie',
					'document.cookie does not show it',
					"a malicious script in the page can't get at its value"
				],
				['HttpOnly means that it is only sent over HTTP and not HTTPS']
			),
			essential(0.25, 'Secure sends it over HTTPS only', [
				'it never travels over plain http',
				'the cookie goes out only on encrypted connections',
				'nobody who listens on an open Wi-Fi sees it'
			]),
			essential(
				0.25,
				'SameSite Lax or Strict keeps it from requests that other sites start, against CSRF',
				[
					'foreign pages cannot make the browser send it along',
					'it limits cross-site requests',
					"a form on an attacker's page would be submitted without our cookie"
				]
			),
			point(0.2, 'A limited lifetime, path and domain keep it to where and when it is needed', [
				'set Max-Age and no wide Domain',
				'do not share it with all subdomains and let it expire'
			])
		],
		modelAnswer: `
			The value itself is a long random id. Then HttpOnly, so that scripts cannot read it
			and an XSS hole does not hand over the session easily. Secure, so that it is sent
			over HTTPS only and never in the clear. SameSite set to Lax or Strict, so that the
			browser keeps it out of requests which other sites start; that is most of the
			defence against CSRF. And I keep its reach small: a limited lifetime by Max-Age,
			path slash, and no Domain attribute, so that subdomains do not get it. With the
			__Host- prefix the browser even enforces some of this.
		`,
		hints: [
			'Three attacks are worth thinking of: on the page, on the wire, and from somewhere else.',
			'For each attack there is one word in the header that takes the prize away.'
		],
		followUps: [
			clarifying(
				'p3',
				"A bank's page is open in one tab, a hostile page in another. What stops the second from acting as you?",
				[
					point(0.5, 'The browser leaves the cookie out of cross-site posts because of SameSite', [
						'with Lax the form post from elsewhere carries no cookie',
						'the session is not attached to foreign requests'
					]),
					point(0.5, 'A CSRF token or a check of the Origin header stands behind it', [
						'the server compares the origin',
						'an unguessable token in the form is required'
					])
				]
			),
			deeper(
				'p1',
				'A script of the attacker runs in your page after all. What can it still do, and what limits it?',
				[
					point(0.5, 'It can send requests as the user from the page itself', [
						'it acts in the session without reading the cookie',
						'it rides along on the open session'
					]),
					point(
						0.5,
						'A content security policy and re-authentication for dangerous actions limit it',
						[
							'asking for the password again before critical steps',
							'CSP restricts which scripts run and where data goes'
						]
					)
				]
			)
		]
	},
	{
		slug: 'oauth-code-flow',
		category: 'architecture',
		difficulty: 'senior',
		question:
			'Describe how "sign in with another provider" works with OpenID Connect in a web application, and why the steps are what they are.',
		rubric: [
			essential(
				0.25,
				'The browser is redirected to the provider, and comes back with a short-lived authorization code',
				[
					'the user signs in there and returns with a code',
					'a one-time code arrives at the callback address',
					'we send people over to Google, they log in and are sent back with a temporary code'
				]
			),
			essential(
				0.25,
				'The server exchanges the code for tokens directly with the provider, so that tokens do not pass through the address bar',
				[
					'the code is swapped over a back channel',
					'tokens never appear in the URL',
					'our backend trades it in for the real tokens, using its own secret'
				]
			),
			essential(
				0.25,
				'PKCE and state tie the answer to the browser that began: code verifier against stolen codes, state against CSRF',
				[
					'a random state is compared on return',
					'the verifier proves that the same client started it',
					'we remember a random value before we send them off and check that the same one comes back'
				]
			),
			point(
				0.25,
				"The ID token's signature, issuer, audience, expiry and nonce are checked before the person is trusted",
				[
					"verify iss, aud and exp against the provider's keys",
					'never accept an ID token without validating it'
				],
				['the access token proves who the user is']
			)
		],
		modelAnswer: `
			The application redirects the browser to the provider with its client id, a redirect
			address, a random state and a PKCE challenge. The person signs in there, so we never
			see the password, and the browser comes back with a short-lived authorization code.
			The server exchanges the code for tokens directly with the provider, so that tokens
			do not pass through the address bar, history or logs. PKCE and state tie the answer
			to the browser that began: the verifier makes a stolen code useless, state protects
			against CSRF. Then I check the ID token before I trust it: signature, issuer,
			audience, expiry and nonce. Only after that I make our own session.
		`,
		hints: [
			'Why would something that lives for seconds be sent first, instead of the real thing?',
			'Each step answers one question: who asks, who comes back, and whom the paper was written for.'
		],
		followUps: [
			clarifying(
				'p3',
				'Somebody sends you a link that ends in your callback with their own code in it. What happens?',
				[
					point(0.5, 'The state does not match the one kept in this browser, so it is refused', [
						'the callback compares state with the cookie',
						'an unknown state ends the flow'
					]),
					point(
						0.5,
						'Without the check you would be signed in as the attacker and give them your data',
						['login CSRF would put you in their account', 'what you type would land with them']
					)
				]
			),
			deeper(
				'p4',
				"A partner's service accepts any validly signed token of the same provider. What can go wrong?",
				[
					point(0.5, 'A token made for another application is replayed here', [
						'audience is not checked, so foreign tokens pass',
						"another client's token signs in as the user"
					]),
					point(0.5, 'Checking that the audience is our client id prevents it', [
						'aud must be ours',
						'compare audience and authorized party'
					])
				]
			)
		]
	},
	{
		slug: 'password-reset',
		category: 'implementation',
		difficulty: 'mid-level',
		question:
			'How would you build "I forgot my password" so that it does not become the weakest door?',
		rubric: [
			essential(0.25, 'Send a random single-use token that expires soon', [
				'a one-time link valid for less than an hour',
				'unguessable link that works once',
				'the link in the mail is random, works a single time and dies after half an hour'
			]),
			essential(0.2, 'Store only a hash of the token', [
				'keep the token hashed in the database',
				'a leak of the table must not give usable links',
				"we don't save the link's secret itself but its digest"
			]),
			essential(
				0.25,
				'Answer the same whether the address exists or not',
				[
					'do not reveal which e-mails have accounts',
					'an identical message and timing for unknown users',
					'nobody can find out by the form who is a customer'
				],
				['tell the user that no account with this e-mail exists']
			),
			point(0.15, 'After the change end all other sessions and tell the owner', [
				'sign out everywhere and notify by mail',
				'existing logins are invalidated'
			]),
			point(0.15, 'Limit the rate by address and by account', [
				'throttle requests so nobody is flooded',
				'cap the number of mails'
			])
		],
		modelAnswer: `
			The person gives an address and always gets the same answer, whether the address
			exists or not, and after about the same time, so nobody learns who has an account.
			If it exists, I send a link with a random single-use token that expires soon, say
			after thirty minutes. In the database I store only a hash of that token, because a
			leaked table must not give usable links. The rate is limited by address and by
			account, so nobody's mailbox is flooded. When the new password is set, the token is
			used up, all other sessions end, and the owner gets a mail that tells them it
			happened.
		`,
		hints: [
			'Look at it with the eyes of somebody who wants to know who your customers are.',
			'Follow the link through its life: made, kept, used, and what else should stop working then.'
		],
		followUps: [
			clarifying('p3', 'What does the page say after a made-up address was entered?', [
				point(0.5, 'That a mail was sent if an account exists', [
					'the same sentence as for a real one',
					'neutral wording in both cases'
				]),
				point(0.5, 'The response takes about as long in both cases, by sending in the background', [
					'mail is queued so timing does not differ',
					'no difference in delay gives it away'
				])
			]),
			deeper(
				'p4',
				'A thief was in the account long before the rightful person came back. How do you make sure that he is out now?',
				[
					point(
						0.5,
						'Sessions are kept on the server and deleted, except perhaps the current one',
						['remove all session rows of that user', 'revoke every refresh token']
					),
					point(
						0.5,
						'Tokens carry a version or an issue time that is compared with the last change',
						[
							'anything issued before the change is refused',
							'bumping a counter invalidates older ones'
						]
					)
				]
			)
		]
	},
	{
		slug: 'second-factor',
		category: 'scalability',
		difficulty: 'senior',
		question:
			'You add a second factor for hundreds of thousands of accounts. Which kinds would you offer and what breaks at that scale?',
		rubric: [
			essential(
				0.3,
				'Passkeys or WebAuthn resist phishing because the key is bound to the origin',
				[
					'hardware keys do not answer to a false domain',
					'the browser checks the site so a fake page gets nothing',
					'even if you are fooled by a copy of the site, the key refuses to sign for it'
				]
			),
			essential(
				0.25,
				'SMS is weak, open to SIM swapping and interception, and costs money for each message',
				[
					'text messages can be hijacked by porting the number',
					'codes by SMS are the weakest and priciest',
					'somebody can talk the phone company into moving your number and then gets your codes'
				],
				['SMS is the safest second factor']
			),
			point(0.2, 'TOTP apps are cheap and work offline but codes can be phished', [
				'six-digit codes from an authenticator can be relayed',
				'time-based codes need no network but are typed into fake pages'
			]),
			essential(
				0.25,
				'Recovery is the hard part: lost devices, backup codes, and a support desk that can be talked over',
				[
					'people lose phones, so recovery codes are needed',
					'account recovery becomes the way around the factor',
					'most of the trouble comes from those who no longer have their phone'
				]
			)
		],
		modelAnswer: `
			First passkeys, that is WebAuthn: they resist phishing, because the key is bound to
			the origin and does not answer on a false domain. Then TOTP apps as a fallback:
			cheap, they work offline, but the codes can be phished. SMS I would offer only where
			nothing else works: it is weak, open to SIM swapping and interception, and costs
			money for each message. At this scale recovery is the hard part. Thousands of people
			lose their devices each month, so everybody gets backup codes and is asked to
			register a second device, and the support desk needs a firm procedure, because it
			can be talked over and then it is the way around the whole thing.
		`,
		hints: [
			'The attack to think of is a page that looks exactly like yours.',
			'Ask what happens on the day the device lies at the bottom of a lake, times a thousand.'
		],
		followUps: [
			clarifying(
				'p4',
				'A caller says that the phone is gone and the flight leaves in an hour. What may support do?',
				[
					point(0.5, 'Only a fixed procedure with a waiting time and notices to known addresses', [
						'a delay during which the owner can object',
						'they cannot bypass it on the spot'
					]),
					point(0.5, 'Prefer codes prepared earlier or a second registered device', [
						'use saved recovery codes',
						'another enrolled key is the proper way'
					])
				]
			),
			deeper(
				'p1',
				'What exactly keeps a look-alike page from passing a login on to the real site?',
				[
					point(0.5, 'The signature covers a challenge and the origin the browser saw', [
						'the assertion contains the domain and the server checks it',
						'relaying fails since the origin does not match'
					]),
					point(
						0.5,
						'The private key never leaves the device and there is no shared secret to type',
						['nothing reusable is sent', 'only public keys are on the server']
					)
				]
			)
		]
	}
]);
