"""What a member does alone: come in, see everything kept, change, pause, stop the mails."""
