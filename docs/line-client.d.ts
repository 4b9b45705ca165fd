// The types of line-client.js, which every server gives out at /line-client.js. Generated from the
// catalogues by `npm run docs`; a test fails where this file differs. The rules that the comments
// name stand in protocol.md.

/** What a client sends: its payload, and the type of its one direct answer (rule D1). */
export interface Requests {
	/** Says who is asking with an API key, as the two-step handshake has it (A1). */
	connect: {
		payload: { api_key: string; connection_type?: string; domain?: string; workspace?: string };
		answer: 'connection_success';
	};
	/** Says who is asking with a token: an API key or a JWT (A1). */
	authenticate: { payload: { token: string }; answer: 'connection_success' };
	/** Keeps the connection from its idle time-out (C5). */
	ping: { payload: Record<string, never>; answer: 'pong' };
	/** This tab types from now on; also how a tab takes up what it began (T2, T3). */
	start_session: { payload: { sessionId: string }; answer: 'session_started' };
	/** Key events as they happen, or the whole text so far from a simple client (T3). */
	input_update: {
		payload:
			| {
					sessionId: string;
					seq: number;
					events: {
						t: number;
						kind: 'insert' | 'deleteChar' | 'deleteWord' | 'deleteLine';
						text?: string;
						code?: string;
					}[];
			  }
			| { sessionId: string; input: string };
		answer: 'metrics_update';
	};
	/** The test is over. `seq` is the number of events the client holds, `t` when it ended (T4). */
	end_session: {
		payload: { sessionId: string; seq?: number; t?: number };
		answer: 'session_complete';
	};
	/** Hear how an analysis goes from now on; the stages already finished come again as stage_completed (N2). */
	subscribe_analysis: { payload: { analysisId: string }; answer: 'subscription_confirmed' };
	/** Hear no more of an analysis; also where this connection had not subscribed (N2). */
	unsubscribe_analysis: { payload: { analysisId: string }; answer: 'unsubscription_confirmed' };
	/** Hear what is said in a channel from now on. A room that does not exist yet is made, for a credential that may write; by threadId nothing is made (H1). */
	join_channel: { payload: { channel: string } | { threadId: string }; answer: 'channel_joined' };
	/** Hear no more of a channel; also where this connection had not joined it (H1). */
	leave_channel: { payload: { channel: string } | { threadId: string }; answer: 'channel_left' };
	/** Say something in a thread, joined or not (H2). */
	send_message: {
		payload: { channel: string; text: string } | { threadId: string; text: string };
		answer: 'message_delivered';
	};
	/** What an agent is doing in a channel (I6). */
	update_agent_status: {
		payload:
			| { channel: string; agentId: string; status: 'idle' | 'thinking' | 'asking' | 'listening' }
			| { threadId: string; agentId: string; status: 'idle' | 'thinking' | 'asking' | 'listening' };
		answer: 'message_delivered';
	};
	/** Hear of every change of a session from now on; also how a client that was away catches up (S1). */
	subscribe_session: { payload: { sessionId: string; lastVersion?: number }; answer: 'state_sync' };
	/** Hear no more of a session; also where this connection had not subscribed (S1). */
	unsubscribe_session: { payload: { sessionId: string }; answer: 'subscription_ended' };
	/** Begin an interview, on the questions of an analysis, on a topic of the general bank, or on both (I1). */
	start_interview: {
		payload: {
			analysisId?: string;
			topic?: string;
			sessionType: 'live' | 'practice';
			questionCount?: number;
			difficulty?: 'junior' | 'mid-level' | 'senior';
			category?: 'architecture' | 'implementation' | 'tradeoffs' | 'scalability';
			pace?: 1 | 1.5 | 2 | 'off';
			questionIds?: string[];
			agreedHost?: string;
		};
		answer: 'interview_started';
	};
	/** The answer to the question that is open; whatever is not open is INVALID_STATE (I2, I5). */
	submit_answer: {
		payload: { sessionId: string; questionId: string; answer: string };
		answer: 'answer_evaluated';
	};
	/** Time stands still until somebody resumes it, on any device, days later (I3). */
	pause_interview: { payload: { sessionId: string }; answer: 'interview_paused' };
	/** Go on where it was paused (I3). */
	resume_interview: { payload: { sessionId: string }; answer: 'interview_resumed' };
	/** End it before its last question; what was answered stays (I4). */
	end_interview: { payload: { sessionId: string }; answer: 'interview_ended' };
	/** In practice: a hint to the open question, each saying more than the one before (I7). */
	request_hint: { payload: { sessionId: string; questionId: string }; answer: 'hint' };
	/** In practice: ask a question again that was answered already; the latest attempt counts, all are shown (I7). */
	retry_question: { payload: { sessionId: string; questionId: string }; answer: 'question_again' };
	/** Keep what is being written. The higher revision wins; the answer says what is kept, and what lost is shown, not dropped (I8). */
	draft_update: {
		payload: { sessionId: string; questionId: string; text: string; revision: number };
		answer: 'draft_kept';
	};
	/** “I said this”: the candidate’s own claim beside a missing point, with the words that said it; the score stays (I10). */
	claim_point: {
		payload: {
			sessionId: string;
			questionId: string;
			pointId: string;
			span: { start: number; end: number };
		};
		answer: 'point_claimed';
	};
}

/** What the server sends, by type: answers, and what it says unasked. */
export interface Messages {
	/** The first message of every connection (C4). */
	connection_established: {
		connectionId: string;
		message: string;
		protocolVersion: number;
		serverTime: string;
		heartbeatIntervalMs: number;
		limits: {
			messageBytes: number;
			messagesPerMinute: number;
			inputUpdatesPerSecond: number;
			inputUpdateBurst: number;
			pingsPerMinute: number;
			authenticationTimeoutMs: number;
		};
	};
	/** The credential is good (A2). */
	connection_success: {
		message: 'Connected';
		userId: string;
		permissions: ('read' | 'write' | 'admin')[];
		expiresAt?: string;
	};
	/** A message was received and processed (A2); of what was said in a thread, what became of it (H2). */
	message_delivered: {
		message: string;
		original_type: string;
		status: 'success';
		id?: string;
		seq?: number;
		threadId?: string;
		channel?: string;
		sentAt?: string;
	};
	/** Answers ping (C5). */
	pong: Record<string, never>;
	/** Something was refused or failed (E3). */
	error: {
		errorCode:
			| 'INVALID_MESSAGE_FORMAT'
			| 'UNAUTHORIZED'
			| 'INVALID_KEY'
			| 'TOKEN_EXPIRED'
			| 'FORBIDDEN'
			| 'NOT_FOUND'
			| 'SESSION_NOT_FOUND'
			| 'ANALYSIS_NOT_FOUND'
			| 'CHANNEL_NOT_FOUND'
			| 'METHOD_NOT_ALLOWED'
			| 'INVALID_STATE'
			| 'CONFLICT'
			| 'PAYLOAD_TOO_LARGE'
			| 'UNSUPPORTED_MEDIA_TYPE'
			| 'RATE_LIMIT_EXCEEDED'
			| 'CONNECTION_TIMEOUT'
			| 'CAPACITY_EXCEEDED'
			| 'INTERNAL_ERROR';
		errorMessage: string;
		details?: unknown;
		retryable: boolean;
	};
	/** The server is about to close this connection, and why (A3, C7). */
	disconnect: { reason: string; retryAfterMs?: number };
	/** Go on from nextSeq (T2). */
	session_started: { sessionId: string; serverTime: string; nextSeq: number };
	/** What the server makes of the keys so far (T3). */
	metrics_update: {
		sessionId: string;
		nextSeq: number;
		durableSeq: number;
		analysis: {
			position: number;
			correct: number;
			incorrect: number;
			extra: number;
			missed: number;
			changes: { index: number; expected: string; typed: string | null }[];
		};
		metrics: { wpm: number; raw: number; accuracy: number; consistency: number; elapsedMs: number };
	};
	/** The result is kept (T4). */
	session_complete: {
		sessionId: string;
		metrics: {
			wpm: number;
			raw: number;
			accuracy: number;
			consistency: number;
			elapsedMs: number;
			flagged: boolean;
		};
		resultId: string;
		resultsUrl: string;
	};
	/** How far the analysis is. lastSeq is of the newest finding: those that are missing come over REST (N2, N3). */
	subscription_confirmed: {
		analysisId: string;
		currentStatus: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
		completedStages: ('project_review' | 'intelligence_report' | 'interview_simulation')[];
		progress: number;
		lastSeq: number;
	};
	/** Nothing more comes of this analysis (N2). */
	unsubscription_confirmed: { analysisId: string };
	/** How far a stage is: done of total things of a step, by real counts; at most ten a second (N3). */
	analysis_progress: {
		analysisId: string;
		stage: 'project_review' | 'intelligence_report' | 'interview_simulation';
		step: string;
		done: number;
		total: number;
		progress: number;
		etaMs?: number;
	};
	/** What was found just now. seq is of the first of them, the others follow it; what is missing before it comes over REST (N3). */
	analysis_findings: {
		analysisId: string;
		stage: 'project_review' | 'intelligence_report' | 'interview_simulation';
		seq: number;
		findings: {
			id: string;
			seq: number;
			stage: 'project_review' | 'intelligence_report' | 'interview_simulation';
			key: string;
			detector: string;
			topic:
				| 'authentication'
				| 'password_hashing'
				| 'authorization'
				| 'validation'
				| 'data_access'
				| 'schema'
				| 'transactions'
				| 'caching'
				| 'background_work'
				| 'concurrency'
				| 'resilience'
				| 'error_handling'
				| 'api_style'
				| 'paging'
				| 'versioning'
				| 'rate_limits'
				| 'real_time'
				| 'state_management'
				| 'dependency_injection'
				| 'configuration'
				| 'secrets'
				| 'logging'
				| 'observability'
				| 'testing'
				| 'build_and_deployment'
				| 'structure'
				| 'complexity'
				| 'duplication'
				| 'history';
			kind: 'decision' | 'risk' | 'fact';
			title: string;
			detail: string;
			confidence: number;
			manifestOnly: boolean;
			evidence: {
				path: string;
				startLine: number;
				endLine: number;
				snippet: string;
				commit?: string;
				around?: { startLine: number; snippet: string };
			}[];
			isDismissed: boolean;
		}[];
	};
	/** How many questions there are so far: an interview may start from the third. They come over REST (N3, I1). */
	analysis_questions: { analysisId: string; count: number };
	/** A stage is done, and what it tells can be had over REST (N3). */
	stage_completed: {
		analysisId: string;
		stage: 'project_review' | 'intelligence_report' | 'interview_simulation';
		stages?: ('project_review' | 'intelligence_report' | 'interview_simulation')[];
		completedStages: ('project_review' | 'intelligence_report' | 'interview_simulation')[];
		progress: number;
		dataAvailable: boolean;
	};
	/** It cannot go on; the message says what to do. Stages done earlier stay (N4). */
	analysis_failed: {
		analysisId: string;
		stage: 'project_review' | 'intelligence_report' | 'interview_simulation';
		errorMessage: string;
		errorCode:
			| 'REPO_NOT_FOUND'
			| 'REPO_TOO_LARGE'
			| 'ARCHIVE_INVALID'
			| 'UNSUPPORTED_SOURCE'
			| 'TIMEOUT'
			| 'INTERNAL_ERROR';
		retryable: boolean;
	};
	/** What has become of an analysis: it waits, runs, is done, was cancelled; deleted where it is no more. */
	analysis_status: {
		analysisId: string;
		status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'deleted';
	};
	/** This connection is a member. What was said up to lastSeq is fetched over REST, the rest comes as chat_message. Beside a session people go by ids of this thread only: `me` is the receiver’s (H1). */
	channel_joined: {
		channel: string;
		threadId: string;
		lastSeq: number;
		inMargin: number;
		me?: string;
		members: { id: string; name: string }[];
		agents: { agentId: string; status: 'idle' | 'thinking' | 'asking' | 'listening' }[];
	};
	/** Nothing more comes of this channel: as answer to leave_channel, or unasked with the reason: the thread was deleted, or the part in its session withdrawn (H1). */
	channel_left: { channel: string; threadId: string; reason?: 'deleted' | 'withdrawn' };
	/** Who is in a channel, one entry a person; whenever that changes (H1). */
	channel_members: { channel: string; threadId: string; members: { id: string; name: string }[] };
	/** Something was said: to every connection that joined, the sender’s too. seq is gapless within the thread (H2). */
	chat_message: {
		id: string;
		seq: number;
		channel: string;
		threadId: string;
		author: { id: string; name: string } | null;
		role?: 'interviewer' | 'candidate';
		text: string;
		sentAt: string;
	};
	/** What an agent does. In a channel sessionId is the thread’s id, and the agent idle again once the connection that said it is gone; without one sessionId is the interview’s, and the agent its interviewer (I6). */
	agent_status: {
		sessionId: string;
		channel?: string;
		agentId: string;
		status: 'idle' | 'thinking' | 'asking' | 'listening';
	};
	/** The state as it is, and what the receiver is in it: his role, and the id that others know him by (S1). */
	state_sync: {
		sessionId: string;
		version: number;
		state: Record<string, unknown>;
		role: 'owner' | 'participate' | 'watch';
		personId: string;
	};
	/** Nothing more comes of this session: as answer to unsubscribe_session, or unasked, with the reason: withdrawn, left (A6). */
	subscription_ended: { sessionId: string; reason: string };
	/** The state changed: whole, as the receiver’s role may see it. Apply any higher version, ignore a lower one (S2, D4). */
	state_update: { sessionId: string; version: number; state: Record<string, unknown> };
	/** The session is gone, and with it the subscription (S3). */
	session_deleted: { sessionId: string };
	/** Who is there: one entry a person, however many tabs. Whoever has a part stays in it while away, a watcher does not (S6). */
	presence_update: {
		sessionId: string;
		participants: {
			id: string;
			name: string;
			role: 'owner' | 'participate' | 'watch';
			connected: boolean;
		}[];
	};
	/** How far everybody is in a typing test or race; at most ten a second, never kept (T7). */
	typing_progress: {
		sessionId: string;
		participants: { id: string; position: number; wpm: number; accuracy: number }[];
	};
	/** The interview has begun; it is a shared session of the kind `interview` (I1, S1). */
	interview_started: {
		sessionId: string;
		analysisId?: string;
		firstQuestion: {
			questionId: string;
			question: string;
			category: 'architecture' | 'implementation' | 'tradeoffs' | 'scalability';
			difficulty: 'junior' | 'mid-level' | 'senior';
			topic: string;
			fileReferences: string[];
			evidence: {
				path: string;
				startLine: number;
				endLine: number;
				snippet: string;
				commit?: string;
				around?: { startLine: number; snippet: string };
			}[];
		};
		totalQuestions: number;
	};
	/** The interviewer thinks, or has done so (I2). */
	typing_indicator: { sessionId: string; isTyping: boolean };
	/** What the answer is worth, point by point, who says so and how sure he is. While more may be asked about the question, only of the points that were said (I2, I10, I11). */
	answer_evaluated: {
		sessionId: string;
		questionId: string;
		evaluation: {
			score: number;
			confidence: number;
			strengths: string[];
			weaknesses: string[];
			missingPoints: string[];
			feedback: string;
			evidence: {
				path: string;
				startLine: number;
				endLine: number;
				snippet: string;
				commit?: string;
				around?: { startLine: number; snippet: string };
			}[];
			evaluator: string;
			points: {
				pointId: string;
				claim: string;
				verdict: 'said' | 'partly' | 'missing' | 'contradicted' | 'unsure';
				share: number;
				weight: number;
				isEssential: boolean;
				quote?: { start: number; end: number };
				evidence: {
					path: string;
					startLine: number;
					endLine: number;
					snippet: string;
					commit?: string;
					around?: { startLine: number; snippet: string };
				}[];
			}[];
			rubbish?:
				| 'empty'
				| 'letters'
				| 'question_repeated'
				| 'off_topic'
				| 'word_heap'
				| 'dont_know'
				| 'instructions';
		};
		modelAnswer?: string;
		nextAction: 'follow_up' | 'next_question' | 'complete';
	};
	/** The interviewer asks on (I2). */
	follow_up_question: {
		sessionId: string;
		questionId: string;
		question: string;
		questionType: 'clarifying' | 'deeper_technical';
		relatedToQuestionId: string;
	};
	/** The next question (I2). */
	next_question: {
		questionId: string;
		question: string;
		category: 'architecture' | 'implementation' | 'tradeoffs' | 'scalability';
		difficulty: 'junior' | 'mid-level' | 'senior';
		topic: string;
		fileReferences: string[];
		evidence: {
			path: string;
			startLine: number;
			endLine: number;
			snippet: string;
			commit?: string;
			around?: { startLine: number; snippet: string };
		}[];
		sessionId: string;
		questionNumber: number;
		totalQuestions: number;
	};
	/** The last answer was given: how it went (I4). */
	interview_complete: {
		sessionId: string;
		analysisId?: string;
		summary: {
			overallScore: number | null;
			categoryScores: {
				architecture: number | null;
				implementation: number | null;
				tradeoffs: number | null;
				scalability: number | null;
			};
			keyStrengths: string[];
			keyWeaknesses: string[];
			improvementAreas: string[];
			questionsAnswered: number;
			averageResponseTime: string;
			averageResponseTimeMs: number;
		};
		resultsUrl: string;
	};
	/** The interview stands still (I3). */
	interview_paused: { sessionId: string; currentQuestionIndex: number; canResume: boolean };
	/** It goes on, with the question that is open (I3). */
	interview_resumed: {
		sessionId: string;
		currentQuestion: {
			questionId: string;
			question: string;
			category: 'architecture' | 'implementation' | 'tradeoffs' | 'scalability';
			difficulty: 'junior' | 'mid-level' | 'senior';
			topic: string;
			fileReferences: string[];
			evidence: {
				path: string;
				startLine: number;
				endLine: number;
				snippet: string;
				commit?: string;
				around?: { startLine: number; snippet: string };
			}[];
		};
	};
	/** It is over; its results are at resultsUrl (I4). */
	interview_ended: { sessionId: string; resultsUrl: string };
	/** A hint, and how many are left (I7). */
	hint: { sessionId: string; questionId: string; text: string; remaining: number };
	/** The question is open again (I7). */
	question_again: {
		questionId: string;
		question: string;
		category: 'architecture' | 'implementation' | 'tradeoffs' | 'scalability';
		difficulty: 'junior' | 'mid-level' | 'senior';
		topic: string;
		fileReferences: string[];
		evidence: {
			path: string;
			startLine: number;
			endLine: number;
			snippet: string;
			commit?: string;
			around?: { startLine: number; snippet: string };
		}[];
		sessionId: string;
		attempt: number;
	};
	/** The draft as it is kept now, for all devices of the candidate; `lost` is what it replaced or beat, where that said something else (I8). */
	draft_kept: {
		sessionId: string;
		questionId: string;
		text: string;
		revision: number;
		lost?: string;
	};
	/** The claim is kept, beside the original score (I10). */
	point_claimed: {
		sessionId: string;
		questionId: string;
		pointId: string;
		span: { start: number; end: number };
	};
}

export type ErrorCode =
	| 'INVALID_MESSAGE_FORMAT'
	| 'UNAUTHORIZED'
	| 'INVALID_KEY'
	| 'TOKEN_EXPIRED'
	| 'FORBIDDEN'
	| 'NOT_FOUND'
	| 'SESSION_NOT_FOUND'
	| 'ANALYSIS_NOT_FOUND'
	| 'CHANNEL_NOT_FOUND'
	| 'METHOD_NOT_ALLOWED'
	| 'INVALID_STATE'
	| 'CONFLICT'
	| 'PAYLOAD_TOO_LARGE'
	| 'UNSUPPORTED_MEDIA_TYPE'
	| 'RATE_LIMIT_EXCEEDED'
	| 'CONNECTION_TIMEOUT'
	| 'CAPACITY_EXCEEDED'
	| 'INTERNAL_ERROR';

/** Something was refused or failed, in a sentence for a person (rule E3). */
export declare class UserError extends Error {
	constructor(code: ErrorCode, message: string, details?: unknown);
	override readonly name: 'UserError';
	readonly code: ErrorCode;
	readonly details?: unknown;
	/** As REST answers it. */
	get status(): number;
	/** As it travels. */
	toBody(): { errorCode: ErrorCode; errorMessage: string; details?: unknown; retryable: boolean };
}

/** The connection closed before the answer: what became of the request is unknown. */
export declare class LineLostError extends Error {
	constructor(closeCode?: number);
	override readonly name: 'LineLostError';
	readonly closeCode?: number;
}

export interface RequestOptions {
	/** How long to wait for the answer, authentication included. 10 s unless told. */
	timeoutMs?: number;
	/**
	 * Whether it outlives a lost connection: it is sent again, under the same id, until `timeoutMs`.
	 * For what changes nothing or is kept by rule D3.
	 */
	retry?: boolean;
	/** Up to 64 characters; a fresh one unless told. Under the same id nothing is done twice (D3). */
	requestId?: string;
}

export type Credential = { apiKey: string } | { token: string };

export interface Envelope {
	type: string;
	/** ISO 8601. */
	timestamp: string;
	payload: Record<string, unknown>;
	requestId?: string;
}

export interface LineState {
	/** `disconnected` with a `retryAt` waits to try again; `error` was closed for good (rule E4). */
	readonly transport: 'connecting' | 'connected' | 'disconnecting' | 'disconnected' | 'error';
	readonly authenticated: boolean;
	/** Retries since the last healthy connection. */
	readonly attempt: number;
	/** When the next retry is due, milliseconds since the epoch. */
	readonly retryAt?: number;
	/** Who was authenticated last. */
	readonly userId?: string;
	/** The largest message the server takes, bytes. */
	readonly messageBytes: number;
	/** Why there is no connection. */
	readonly problem?: { message: string; details?: string };
}

/** As much of a standard WebSocket as the client uses; Node's `ws` has it too. */
export interface LineSocket {
	onmessage: ((event: never) => void) | null;
	onclose: ((event: never) => void) | null;
	onerror: ((event: never) => void) | null;
	send(text: string): void;
	close(code?: number, reason?: string): void;
}

export interface LineOptions {
	/** `ws:` or `wss:`, for example `ws://localhost:3000/v1/ws`. */
	url: string;
	/** `globalThis.WebSocket` unless told: browsers and Node from 22 on have it. */
	WebSocket?: new (url: string, protocols?: string | string[]) => LineSocket;
	/**
	 * Who is asking, sent on every connection. Node's own WebSocket takes no headers, so that this is
	 * the way there: an API key or a JWT. In a page of the server the cookie speaks.
	 */
	credential?: () => Credential | undefined | Promise<Credential | undefined>;
	/** Called before a retry that a bad credential may have caused; false: do not connect now. */
	renew?: () => Promise<boolean>;
	/** Sees every message that parses. */
	observe?: (message: Envelope) => void;
	/** From 0 up to and without 1; for tests. */
	random?: () => number;
	/** Milliseconds since the epoch; for tests. */
	now?: () => number;
	/** Milliseconds. */
	timing?: {
		pingIntervalMs?: number;
		probeTimeoutMs?: number;
		connectTimeoutMs?: number;
		requestTimeoutMs?: number;
		closeTimeoutMs?: number;
		healthyAfterMs?: number;
	};
}

/**
 * One connection to the line: connects, says who is asking, comes back by itself. Each part of a
 * program may send and hear on the same one.
 */
export declare class LineClient {
	constructor(options: LineOptions);
	get state(): LineState;
	/** Opens the connection unless there is one or one is under way. */
	connect(): void;
	/** Does not wait for the next try; where there is a connection, makes sure that it lives. */
	retryNow(): void;
	/** Makes sure that the connection lives: a `ping` at once, and 5 s for an answer. */
	probe(): void;
	/**
	 * What the server's clock says now, in milliseconds since the epoch; this machine's own until an
	 * answer of the server's has told better.
	 */
	serverNow(): number;
	/** Ends the connection for good; what still waits for an answer is lost. */
	close(): void;
	/**
	 * Sends a message and waits for its one direct answer; before authentication it waits for that.
	 * @throws UserError what the server answered with `error`; `CONNECTION_TIMEOUT` without an answer
	 * in time; `CAPACITY_EXCEEDED` when too many requests wait already
	 * @throws LineLostError the connection closed first
	 */
	request<T extends keyof Requests>(
		type: T,
		payload: Requests[T]['payload'],
		options?: RequestOptions
	): Promise<Messages[Requests[T]['answer']]>;
	/** Sends without waiting. @returns whether it could be sent: only when authenticated */
	send<T extends keyof Requests>(type: T, payload: Requests[T]['payload']): boolean;
	/** Hears every message of a type, direct answers too. @returns what ends it */
	on<T extends keyof Messages>(type: T, handler: (payload: Messages[T]) => void): () => void;
	/** The same connection. */
	channel(): Pick<LineClient, 'request' | 'send' | 'on'>;
	/** Calls back after each authentication, and at once when there is one. @returns what ends it */
	onReady(handler: () => void): () => void;
	/** Calls back at every change. @returns what ends it */
	onState(handler: (state: LineState) => void): () => void;
}

export declare const closeCodes: {
	readonly normal: 1000;
	readonly shuttingDown: 1001;
	readonly tooBig: 1009;
	readonly serverError: 1011;
	readonly authentication: 4000;
	readonly rateLimit: 4001;
	readonly invalidMessages: 4002;
	readonly protocolViolation: 4003;
	readonly idle: 4008;
	readonly slowConsumer: 4009;
};
/** Where the line is on every server. */
export declare const LINE_PATH: '/v1/ws';
export declare const PROTOCOL_VERSION: 1;
export declare const SUBPROTOCOL: 'greenroom.v1';
