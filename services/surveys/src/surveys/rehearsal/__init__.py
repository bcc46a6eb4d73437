"""The rehearsal: ten thousand simulated people walk through a survey before anybody is asked."""
