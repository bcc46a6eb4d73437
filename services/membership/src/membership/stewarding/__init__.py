"""What staff see of members, and the record of who looked and why."""
