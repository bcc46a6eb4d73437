"""From an opened link to a sent answer: pages saved on the way, own words sealed, the same by pages and by programs."""
