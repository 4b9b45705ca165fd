ALTER TABLE `chat_message` ADD `role` text;--> statement-breakpoint
ALTER TABLE `chat_thread` ADD `in_transcript` integer DEFAULT 0 NOT NULL;