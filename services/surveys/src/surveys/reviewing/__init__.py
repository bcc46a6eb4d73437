"""What colleagues say of a survey before it is published: remarks, and the approval without which it is not."""
