CREATE TABLE `code_piece` (
	`id` text PRIMARY KEY NOT NULL,
	`analysis_id` text NOT NULL,
	`language` text NOT NULL,
	`characters` integer NOT NULL,
	`piece` text NOT NULL,
	FOREIGN KEY (`analysis_id`) REFERENCES `analysis`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `code_piece_analysis` ON `code_piece` (`analysis_id`,`language`);--> statement-breakpoint
ALTER TABLE `analysis` ADD `main_language` text;