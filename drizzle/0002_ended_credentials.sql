-- Whatever ends a credential, the table of ended ones hears of it in the same transaction (rule A5).
CREATE TRIGGER `session_ended` AFTER DELETE ON `session` BEGIN
	INSERT INTO `ended_credential` (`credential`, `ended_at`)
	VALUES (old.`id`, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
--> statement-breakpoint
CREATE TRIGGER `api_key_ended` AFTER DELETE ON `api_key` BEGIN
	INSERT INTO `ended_credential` (`credential`, `ended_at`)
	VALUES (old.`id`, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
