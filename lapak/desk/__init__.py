"""The desk: one officer and up to six people, each in a private conversation."""
