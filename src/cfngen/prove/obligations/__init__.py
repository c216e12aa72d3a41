"""What must work although nobody claims it: tasks start, requests arrive."""
