"""Who may be asked, and the right of each to answer once."""
