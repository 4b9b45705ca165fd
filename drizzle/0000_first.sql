CREATE TABLE `api_key` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`permission` text NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_hash_unique` ON `api_key` (`hash`);--> statement-breakpoint
CREATE INDEX `api_key_user` ON `api_key` (`user_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`is_anonymous` integer DEFAULT false,
	`preferences` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `typing_checkpoint` (
	`test_id` text NOT NULL,
	`seq` integer NOT NULL,
	`log` blob NOT NULL,
	PRIMARY KEY(`test_id`, `seq`),
	FOREIGN KEY (`test_id`) REFERENCES `typing_test`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `typing_result` (
	`id` text PRIMARY KEY NOT NULL,
	`test_id` text NOT NULL,
	`user_id` text NOT NULL,
	`mode` text NOT NULL,
	`record_class` text,
	`is_record` integer NOT NULL,
	`previous_best` real,
	`wpm` real NOT NULL,
	`raw` real NOT NULL,
	`accuracy` real NOT NULL,
	`consistency` real NOT NULL,
	`duration_ms` real NOT NULL,
	`details` text NOT NULL,
	`flags` text NOT NULL,
	`log` blob NOT NULL,
	`finished_at` integer NOT NULL,
	FOREIGN KEY (`test_id`) REFERENCES `typing_test`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `typing_result_test` ON `typing_result` (`test_id`);--> statement-breakpoint
CREATE INDEX `typing_result_newest` ON `typing_result` (`user_id`,`finished_at`,`id`);--> statement-breakpoint
CREATE INDEX `typing_result_best` ON `typing_result` (`user_id`,`record_class`,`wpm`);--> statement-breakpoint
CREATE TABLE `typing_test` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`settings` text NOT NULL,
	`text` text NOT NULL,
	`limit_ms` integer,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `typing_test_user` ON `typing_test` (`user_id`);--> statement-breakpoint
CREATE INDEX `typing_test_expiry` ON `typing_test` (`status`,`expires_at`);