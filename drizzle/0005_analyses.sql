CREATE TABLE `analysis` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`source_kind` text NOT NULL,
	`source_address` text,
	`name` text NOT NULL,
	`repository` text NOT NULL,
	`status` text NOT NULL,
	`stage` text,
	`completed_stages` text DEFAULT '[]' NOT NULL,
	`progress` text,
	`failure` text,
	`commit` text,
	`previous_id` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	`is_cancelled` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `analysis_user` ON `analysis` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `analysis_repository` ON `analysis` (`user_id`,`repository`);--> statement-breakpoint
CREATE INDEX `analysis_status` ON `analysis` (`status`);--> statement-breakpoint
CREATE TABLE `analysis_file` (
	`analysis_id` text NOT NULL,
	`path` text NOT NULL,
	`hash` text NOT NULL,
	`reader` text NOT NULL,
	`facts` blob NOT NULL,
	PRIMARY KEY(`analysis_id`, `path`),
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `analysis_finding` (
	`id` text PRIMARY KEY NOT NULL,
	`analysis_id` text NOT NULL,
	`seq` integer NOT NULL,
	`stage` text NOT NULL,
	`key` text NOT NULL,
	`topic` text NOT NULL,
	`kind` text NOT NULL,
	`finding` text NOT NULL,
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `analysis_finding_seq` ON `analysis_finding` (`analysis_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `analysis_finding_key` ON `analysis_finding` (`analysis_id`,`key`);--> statement-breakpoint
CREATE TABLE `analysis_question` (
	`id` text PRIMARY KEY NOT NULL,
	`analysis_id` text NOT NULL,
	`seq` integer NOT NULL,
	`question` text NOT NULL,
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `analysis_question_seq` ON `analysis_question` (`analysis_id`,`seq`);--> statement-breakpoint
CREATE TABLE `analysis_stage` (
	`analysis_id` text NOT NULL,
	`stage` text NOT NULL,
	`report` text NOT NULL,
	`finished_at` integer NOT NULL,
	PRIMARY KEY(`analysis_id`, `stage`),
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `analysis_step` (
	`analysis_id` text NOT NULL,
	`step` text NOT NULL,
	`outcome` blob NOT NULL,
	PRIMARY KEY(`analysis_id`, `step`),
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `dismissed_finding` (
	`user_id` text NOT NULL,
	`repository` text NOT NULL,
	`key` text NOT NULL,
	`dismissed_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `repository`, `key`),
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
