"""Writing a questionnaire in a browser: what there is to pick from, and what a posted form asks to be changed. No database."""
