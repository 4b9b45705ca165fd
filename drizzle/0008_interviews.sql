CREATE TABLE `interview` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`analysis_id` text,
	`topic` text,
	`title` text NOT NULL,
	`session_type` text NOT NULL,
	`pace` text NOT NULL,
	`model_host` text,
	`wish` text NOT NULL,
	`status` text NOT NULL,
	`total_questions` integer NOT NULL,
	`questions_answered` integer DEFAULT 0 NOT NULL,
	`overall_score` integer,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`id`) REFERENCES `shared_session`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `interview_user` ON `interview` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `interview_analysis` ON `interview` (`analysis_id`);--> statement-breakpoint
CREATE TABLE `interview_claim` (
	`interview_id` text NOT NULL,
	`seq` integer NOT NULL,
	`point_id` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`claimed_at` integer NOT NULL,
	PRIMARY KEY(`interview_id`, `seq`, `point_id`),
	FOREIGN KEY (`interview_id`) REFERENCES `interview`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `interview_draft` (
	`interview_id` text NOT NULL,
	`seq` integer NOT NULL,
	`text` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`interview_id`, `seq`),
	FOREIGN KEY (`interview_id`) REFERENCES `interview`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `interview_lost_draft` (
	`id` text PRIMARY KEY NOT NULL,
	`interview_id` text NOT NULL,
	`seq` integer NOT NULL,
	`text` text NOT NULL,
	`lost_at` integer NOT NULL,
	FOREIGN KEY (`interview_id`) REFERENCES `interview`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `interview_lost_draft_interview` ON `interview_lost_draft` (`interview_id`,`lost_at`);--> statement-breakpoint
CREATE TABLE `interview_question` (
	`interview_id` text NOT NULL,
	`number` integer NOT NULL,
	`question_id` text NOT NULL,
	`question` text NOT NULL,
	PRIMARY KEY(`interview_id`, `number`),
	FOREIGN KEY (`interview_id`) REFERENCES `interview`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `interview_question_id` ON `interview_question` (`interview_id`,`question_id`);--> statement-breakpoint
CREATE TABLE `interview_turn` (
	`interview_id` text NOT NULL,
	`seq` integer NOT NULL,
	`number` integer NOT NULL,
	`question_id` text NOT NULL,
	`type` text NOT NULL,
	`attempt` integer NOT NULL,
	`text` text,
	`point_id` text,
	`rubric` text,
	`asked_at` integer NOT NULL,
	`answer` text,
	`answered_at` integer,
	`response_ms` integer,
	`is_late` integer DEFAULT false NOT NULL,
	`request_id` text,
	`evaluation` text,
	`next_action` text,
	`hints` text DEFAULT '[]' NOT NULL,
	PRIMARY KEY(`interview_id`, `seq`),
	FOREIGN KEY (`interview_id`) REFERENCES `interview`(`id`) ON UPDATE no action ON DELETE cascade
);
