"""A conversation by video between an officer and one participant: who may send what, and how it is agreed."""
