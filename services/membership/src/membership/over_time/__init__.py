"""What time does to a membership: rules of retention, the silent, birthdays, growing older."""
