CREATE TABLE `house_fact` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`due_at` integer NOT NULL,
	`leased_by` text,
	`leased_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_subject` ON `job` (`kind`,`subject`);--> statement-breakpoint
CREATE INDEX `job_due` ON `job` (`due_at`);--> statement-breakpoint
CREATE TABLE `race_entry` (
	`race_id` text NOT NULL,
	`user_id` text NOT NULL,
	`person_id` text NOT NULL,
	`test_id` text,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`race_id`, `user_id`),
	FOREIGN KEY (`race_id`) REFERENCES `shared_session`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`test_id`) REFERENCES `typing_test`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `race_entry_test` ON `race_entry` (`test_id`);--> statement-breakpoint
CREATE INDEX `race_entry_user` ON `race_entry` (`user_id`);--> statement-breakpoint
CREATE TABLE `session_member` (
	`session_id` text NOT NULL,
	`user_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`link_id` text,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `user_id`),
	FOREIGN KEY (`session_id`) REFERENCES `shared_session`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`link_id`) REFERENCES `share_link`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_member_person` ON `session_member` (`session_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `session_member_user` ON `session_member` (`user_id`);--> statement-breakpoint
CREATE INDEX `session_member_link` ON `session_member` (`link_id`);--> statement-breakpoint
CREATE TABLE `share_link` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`session_id` text NOT NULL,
	`hash` text NOT NULL,
	`role` text NOT NULL,
	`person_id` text,
	`follows` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `shared_session`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `share_link_hash` ON `share_link` (`hash`);--> statement-breakpoint
CREATE INDEX `share_link_user` ON `share_link` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `share_link_session` ON `share_link` (`session_id`);--> statement-breakpoint
CREATE TABLE `shared_session` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `shared_session_user` ON `shared_session` (`user_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `shared_session_updated` ON `shared_session` (`updated_at`);--> statement-breakpoint
ALTER TABLE `typing_test` ADD `typist` text;--> statement-breakpoint
ALTER TABLE `typing_test` ADD `starts_at` integer;