"""Files of a company's list of workers: sent, looked at, read, answered and repaired."""
