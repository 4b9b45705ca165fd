CREATE INDEX `ended_credential_ended` ON `ended_credential` (`ended_at`);--> statement-breakpoint
CREATE INDEX `one_time_token_expires` ON `one_time_token` (`expires_at`);--> statement-breakpoint
CREATE INDEX `session_expires` ON `session` (`expires_at`);