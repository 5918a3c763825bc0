"""Commands that answer questions about the rules. They need no database."""
